import { randomBytes } from 'node:crypto';
import { providers } from '../../core/providers';
import { Secret } from '../../core/secret';
import { FakeDev } from '../fakes/dev';
import { fakeHost, VirtualTime } from '../fakes/host';
import { FakeHub } from '../fakes/jupyterhub';
import { FakeService } from '../fakes/manual';
import type { FaultySubject } from './provider-faults';

const ADMIN = 'admin-credential-0123456789';
const ORIGIN = 'https://provider.test';
const admin = () => new Secret(ADMIN, 'keyturn/admin/provider', [ORIGIN]);

/** Every provider with its fake. A provider without one does not compile. */
export const subjects: { readonly [Id in keyof typeof providers]: () => FaultySubject } = {
	dev() {
		const time = new VirtualTime();
		const fake = new FakeDev({ now: () => time.now, random: randomBytes, adminKey: ADMIN });
		const host = fakeHost({ time, services: { [ORIGIN]: fake.handle } });
		return {
			driver: providers.dev,
			settings: { address: ORIGIN, scopes: 'work', expiresInDays: '30' },
			admin: admin(),
			origin: ORIGIN,
			host,
			sent: () => host.sent.map(({ url }) => url),
		};
	},
	jupyterhub() {
		const time = new VirtualTime();
		const user = 'marketing-summariser';
		const fake = new FakeHub({ now: () => time.now, random: randomBytes, adminToken: ADMIN, user });
		const host = fakeHost({ time, services: { [ORIGIN]: fake.handle } });
		return {
			driver: providers.jupyterhub,
			settings: { address: ORIGIN, user, scopes: 'access:servers!user', expiresInDays: '30' },
			admin: admin(),
			origin: ORIGIN,
			host,
			sent: () => host.sent.map(({ url }) => url),
		};
	},
	manual() {
		const time = new VirtualTime();
		const fake = new FakeService({ now: () => time.now });
		const host = fakeHost({ time, services: { [ORIGIN]: fake.handle } });
		return {
			driver: providers.manual,
			settings: {
				createPage: `${ORIGIN}/keys`,
				probeUrl: `${ORIGIN}/v1/models`,
				sendAs: 'bearer',
				deadStatus: '401',
			},
			admin: null,
			origin: ORIGIN,
			host,
			person: { make: (value) => fake.add(value), end: (value) => fake.remove(value) },
			sent: () => host.sent.map(({ url }) => url),
		};
	},
};
