import { randomBytes } from 'node:crypto';
import { vaults } from '../../core/vaults';
import { DevVault } from '../../demo/dev-vault/vault';
import { fakeHost, VirtualTime } from '../fakes/host';
import { refusal } from './provider-suite';
import { vaultAccessSuite } from './vault-access-suite';
import type { VaultServer } from './vault-root';
import { vaultReaderSuite } from './vault-reader-suite';
import { vaultSuite } from './vault-suite';

const ADDRESS = 'https://vault.test';
const SEALED = 'https://sealed.test';

/** Every vault with its fake. A vault without one does not compile. */
const subjects: { readonly [Id in keyof typeof vaults]: () => Promise<VaultServer> } = {
	async hashicorp() {
		const time = new VirtualTime();
		const [vault, sealed] = [0, 1].map(() => new DevVault({ now: () => time.now, random: randomBytes })) as [
			DevVault,
			DevVault,
		];
		vault.mount('secret');
		sealed.knobs.sealed = true;
		const host = fakeHost({
			time,
			services: {
				[ADDRESS]: (request) => vault.handle(request),
				[SEALED]: (request) => sealed.handle(request),
			},
		});
		return {
			address: ADDRESS,
			rootToken: vault.issueToken({ policies: ['root'], ttlSeconds: 0 }),
			host,
			pass: async (ms) => time.pass(ms),
			sealed: async () => SEALED,
			sent: () => host.sent.length,
		};
	},
};

for (const [id, begin] of Object.entries(subjects)) {
	vaultSuite(`${id}, before the dev vault`, begin);
	vaultAccessSuite(`${id}, before the dev vault`, begin);
	vaultReaderSuite(`${id}, before the dev vault`, begin);
}

it('the registry knows each driver by its own id', () => {
	for (const [id, driver] of Object.entries(vaults)) expect(driver.id).toBe(id);
});

it('what is left out of a credential is at its usual place', () => {
	const host = fakeHost();
	const login = { address: ADDRESS, login: 'token', token: 't' };
	const vault = vaults.hashicorp.open({ ...login, mount: '', prefix: '' }, host);
	expect(vault.describe('value', 'a.key')).toBe('secret/keyturn/values/a.key');
	const other = vaults.hashicorp.open({ ...login, mount: 'kv', prefix: 'team/keys' }, host);
	expect(other.describe('value', 'a.key')).toBe('kv/team/keys/values/a.key');
});

it('the vault’s time is known to the second that its answers tell, and to the time that they took', async () => {
	const time = new VirtualTime();
	const told = time.now;
	time.pass(990);
	const host = fakeHost({ time });
	Object.assign(host, {
		http: () => {
			time.pass(200);
			const headers = { date: new Date(told).toUTCString() };
			return Promise.resolve({ status: 404, headers, body: '{"errors":[]}' });
		},
	});
	const vault = vaults.hashicorp.open({ address: ADDRESS, login: 'token', token: 't' }, host);
	await vault.readDocument('a.key');
	expect(vault.time()).toEqual({ earliest: told, latest: told + 1_199 });
	time.pass(50);
	expect(vault.time()).toEqual({ earliest: told + 50, latest: told + 1_249 });
});

it('only the vault’s word for it is a conflict: any other refusal of a write is an error', async () => {
	const host = fakeHost();
	const answers = (text: string) =>
		Object.assign(host, {
			http: () => Promise.resolve({ status: 400, headers: {}, body: JSON.stringify({ errors: [text] }) }),
		});
	const vault = vaults.hashicorp.open({ address: ADDRESS, login: 'token', token: 't' }, host);
	const write = async () => await refusal(() => vault.writeDocument('a.key', '1', 'a text'));
	answers('check-and-set parameter did not match the current version');
	expect((await write()).code).toBe('CONFLICT');
	for (const text of ['check-and-set parameter required for this call', 'error converting input']) {
		answers(text);
		expect(await write()).toMatchObject({ code: 'UNEXPECTED_ANSWER', status: 400 });
	}
});
