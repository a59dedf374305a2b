import type { Context } from '../../operations/context';
import { KeyturnError } from '../../errors';
import type { AuditEvent } from '../events/event';
import { auditSources } from '../sources';
import type { Gap, SourceDriver } from '../sources/source';
import type { ReadState } from './state';

/** Which source is asked, with its settings and the name of its credential in the vault. */
export interface ReadOrder {
	readonly source: string;
	readonly settings: Readonly<Record<string, string>>;
	readonly admin: string | null;
}

/** What came of a source in one look. */
export interface Seen {
	readonly source: string;
	readonly events: readonly AuditEvent[];
	readonly gaps: readonly Gap[];
	readonly notVisible: readonly string[];
	readonly state: ReadState;
}

export function sourceOf(id: string): SourceDriver {
	const driver: SourceDriver | undefined = Object.hasOwn(auditSources, id)
		? auditSources[id as keyof typeof auditSources]
		: undefined;
	if (driver === undefined) throw new KeyturnError('BAD_INPUT', 'Source', 'choose one from the list');
	return driver;
}

/** Reads a source on from where the last look stopped, to its end or as long as `hasTime`. */
export async function readOn(
	{ host, vault }: Context,
	{ source, settings, admin }: ReadOrder,
	before: ReadState | undefined,
	hasTime: () => boolean,
): Promise<Seen> {
	const driver = sourceOf(source);
	if (driver.way !== 'read')
		throw new KeyturnError('BAD_INPUT', 'Source', 'this one is not asked: its lines are sent');
	const opened = driver.open(settings, admin === null ? null : await vault.readAdmin(admin), host);
	const until = vault.time().earliest;
	const seen = {
		events: [] as AuditEvent[],
		gaps: [] as Gap[],
		notVisible: new Set(driver.promises.notVisible),
	};
	let [cursor, readTo, more] = [before?.cursor ?? null, before?.readTo ?? null, true];
	while (more) {
		const batch = await opened.read(cursor, until);
		seen.events.push(...batch.events);
		seen.gaps.push(...batch.gaps);
		for (const each of batch.notVisible) seen.notVisible.add(each);
		({ cursor, readTo, more } = batch);
		if (more && !hasTime()) {
			seen.notVisible.add(
				'What is newer than this look came to: the time was over, and the next look goes on.',
			);
			break;
		}
	}
	return { ...seen, source, notVisible: [...seen.notVisible], state: { cursor, readTo, heardAt: until } };
}
