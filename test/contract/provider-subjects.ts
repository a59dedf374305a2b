import { randomBytes } from 'node:crypto';
import { providers } from '../../core/providers';
import type { ProviderDriver } from '../../core/providers/provider';
import { Secret } from '../../core/secret';
import { fakeHost, VirtualTime } from '../fakes/host';
import { fakes } from '../fakes/providers';
import type { OpenFake } from '../fakes/providers/fake';
import type { FaultySubject } from './provider-faults';

const ADMIN = 'admin-credential-0123456789';
const ORIGIN = 'https://provider.test';

/** Every provider that is known, before its fake. */
export const subjects: ReadonlyArray<readonly [string, () => FaultySubject]> = Object.entries<ProviderDriver>(
	providers,
).map(([id, driver]) => [id, () => subjectOf(driver, fakes[id as keyof typeof fakes])]);

export function subjectOf(driver: ProviderDriver, openFake: OpenFake): FaultySubject {
	const time = new VirtualTime();
	const fake = openFake({ now: () => time.now, random: randomBytes, origin: ORIGIN, admin: ADMIN });
	const host = fakeHost({ time, services: { [ORIGIN]: fake.handle } });
	const needsAdmin = driver.made === 'by Keyturn';
	return {
		driver,
		settings: fake.settings,
		admin: needsAdmin ? new Secret(ADMIN, 'keyturn/admin/provider', [ORIGIN]) : null,
		origin: ORIGIN,
		host,
		sent: () => host.sent.map(({ url }) => url),
		...(fake.person === undefined ? {} : { person: fake.person }),
		...(fake.scopesOf === undefined ? {} : { scopesOf: fake.scopesOf }),
	};
}
