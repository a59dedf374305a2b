import type { logStores } from '../../../core/audit/stores';
import type { LogStore, LogStoreDriver, WriteOnceTexts } from '../../../core/audit/stores/store';
import { Secret } from '../../../core/secret';
import { fakeHost, type FakeHost } from '../host';
import { fakeLogStores } from '.';
import type { FakeStoreOptions } from './fake';

export const ORIGIN = 'https://log-store.test';
export const MARK = 'OWNER-AND-OTHER-THINGS';

/** One driver before its fake. */
export interface Stage {
	readonly host: FakeHost;
	readonly files: Map<string, string>;
	readonly secrets: readonly string[];
	/** Opens the store with a credential for these origins. */
	open(origins?: readonly string[]): LogStore;
}

/** A vault's audit folder in memory. */
export function textsIn(kept: Map<string, string>): WriteOnceTexts {
	return {
		async createIfAbsent(id, words) {
			if (!kept.has(id)) kept.set(id, words);
			return kept.get(id)!;
		},
		read: async (id) => kept.get(id) ?? null,
	};
}

export function stageOf(driver: LogStoreDriver, more: Partial<FakeStoreOptions> = {}): Stage {
	const host = fakeHost();
	const files = new Map<string, string>();
	const fake = fakeLogStores[driver.id as keyof typeof logStores]({
		origin: ORIGIN,
		now: () => host.time.now,
		mark: MARK,
		files,
		...more,
	});
	Object.assign(host.services, fake.services);
	return {
		host,
		files,
		secrets: fake.secrets,
		open: (origins = Object.keys(fake.services)) =>
			driver.open(fake.settings, {
				host,
				admin: fake.admin === null ? null : new Secret(fake.admin, 'keyturn/admin/store', origins),
				vault: textsIn(files),
			}),
	};
}
