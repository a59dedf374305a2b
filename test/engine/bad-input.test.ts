import type { INodeParameters } from 'n8n-workflow';
import { KeyturnHashicorpVaultApi } from '../../credentials/KeyturnHashicorpVaultApi.credentials';
import { goodKnobs, type DevProviderKnobs } from '../../demo/dev-provider/knobs';
import { engine } from '../../demo/n8n/engine';
import { policyRules } from '../../demo/policy';
import { RotateKey } from '../../nodes/RotateKey/RotateKey.node';
import { warpClock, type Warp } from './warp';
import { registerParameters, rotateParameters, runNode } from './workflows';
import { ADMIN, CREDENTIAL, MOUNT, PREFIX, startWorld, type World } from './world';

let world: World;
let warp: Warp;
beforeAll(async () => {
	warp = warpClock();
	world = await startWorld({ now: warp.now });
	await adopt('good.dev');
});
afterEach(() => {
	Object.assign(world.provider.provider.knobs, goodKnobs());
	world.vault.vault.knobs.sealed = false;
	jest.spyOn(Date, 'now').mockImplementation(warp.now);
});
afterAll(async () => {
	warp.restore();
	await world.close();
});

async function adopt(name: string, options: INodeParameters = {}) {
	await world.handMade(name);
	return await runNode(world, registerParameters(world, name, options));
}

/** The same world with another login to the vault. */
function withLogin(changes: object): World {
	const data = { ...world.credential, ...changes };
	const n8n = engine({
		nodes: { 'n8n-nodes-keyturn.rotateKey': new RotateKey() },
		credentialTypes: [new KeyturnHashicorpVaultApi()],
		credentials: { [CREDENTIAL]: { type: 'keyturnHashicorpVaultApi', data } },
	});
	return { ...world, n8n };
}
const policyWithout = (part: RegExp) =>
	Object.fromEntries(Object.entries(policyRules(MOUNT, PREFIX)).filter(([path]) => !part.test(path)));

const rotate = rotateParameters('good.dev');
const onProvider = (knobs: Partial<DevProviderKnobs>) => () => {
	Object.assign(world.provider.provider.knobs, knobs);
	return { in: world, form: rotate };
};

interface Tried {
	readonly in: World;
	readonly form: INodeParameters;
}
type Row = readonly [wrong: string, tried: () => Tried | Promise<Tried>, says: RegExp, next: RegExp];

const rows: readonly Row[] = [
	[
		'a wrong address',
		() => ({ in: withLogin({ address: 'http://127.0.0.1:1' }), form: rotate }),
		/^Vault \(log in\): no complete answer came$/,
		/^Check that the address is right and the server is up/,
	],
	[
		'an address with /v1',
		() => ({ in: withLogin({ address: `${world.vault.url}/v1` }), form: rotate }),
		/^Vault address: leave out \/v1 at its end$/,
		/^Correct the address/,
	],
	[
		'an address inside a private network without https',
		() => ({ in: withLogin({ address: 'http://10.0.0.7:8200' }), form: rotate }),
		/^Vault address: use https:\/\/, or a proxy on this machine/,
		/^Correct the address/,
	],
	[
		'a web page at the vault’s address',
		() => ({ in: withLogin({ address: world.provider.url }), form: rotate }),
		/^Vault \(log in\): something else answered in its place/,
		/not of a web page in front of it/,
	],
	[
		'a sealed vault',
		() => {
			world.vault.vault.knobs.sealed = true;
			return { in: world, form: rotate };
		},
		/^Vault: it is sealed or not ready \(503\)$/,
		/^Ask whoever runs the vault to unseal it/,
	],
	[
		'an expired token',
		() => {
			const token = world.vault.vault.issueToken({ policies: ['keyturn'], ttlSeconds: 1 });
			warp.to(warp.now() + 5_000);
			return { in: withLogin({ login: 'token', token }), form: rotate };
		},
		/^Vault: .*\(403\): the login has expired/,
		/^Renew the vault login/,
	],
	[
		'a wrong secret ID',
		() => ({ in: withLogin({ secretId: 'wrong' }), form: rotate }),
		/^Vault: it refused the AppRole login/,
		/^Renew the vault login/,
	],
	[
		'a missing right',
		() => {
			world.vault.vault.definePolicy('few', policyWithout(/pending/));
			return { in: withLogin(world.vault.vault.defineAppRole('few', { policies: ['few'] })), form: rotate };
		},
		/^Vault login: it lacks create on secret\/data\/keyturn\/pending\/good\.dev; /,
		/^Add the right to the policy of the vault login, then run again\. Nothing was changed/,
	],
	[
		'an engine of version 1',
		async () => {
			await world.asPerson('POST', 'sys/mounts/kv1', { type: 'kv', options: { version: '1' } });
			world.vault.vault.definePolicy('kv1', policyRules('kv1', PREFIX));
			const login = world.vault.vault.defineAppRole('kv1', { policies: ['kv1'] });
			return { in: withLogin({ ...login, mount: 'kv1' }), form: registerParameters(world, 'new.dev') };
		},
		/^Vault: kv1 is not a key\/value engine of version 2$/,
		/^Use a key\/value engine of version 2/,
	],
	[
		'a mount that is not there',
		() => ({ in: withLogin({ mount: 'nowhere' }), form: registerParameters(world, 'new.dev') }),
		/^Vault: it refused to look at mount nowhere/,
		/^Check the mount that the vault login names/,
	],
	[
		'no such key',
		() => ({ in: world, form: rotateParameters('no-such.dev') }),
		/^no-such\.dev: no such key is registered$/,
		/^Choose a key from the list, or register it first/,
	],
	[
		'no such admin credential',
		async () => {
			await world.allowKey('new.dev');
			return { in: world, form: { ...registerParameters(world, 'new.dev'), admin: 'nobody' } };
		},
		/admin\/nobody\): there is no such admin credential$/,
		/^Create the entry in the vault, or correct its name/,
	],
	[
		'an admin key that is the key itself',
		async () => {
			await world.allowKey('self.dev');
			await world.put('values/self.dev', world.provider.adminKey);
			return { in: world, form: registerParameters(world, 'self.dev') };
		},
		/^self\.dev: the admin credential is the key/,
		/^Give Keyturn an admin credential of its own/,
	],
	[
		'a grace longer than the cadence',
		() => ({ in: world, form: registerParameters(world, 'new.dev', { cadenceDays: 1, graceHours: 48 }) }),
		/^new\.dev: the grace is at least as long as the time between two rotations$/,
		/^Make the grace shorter/,
	],
	[
		'a grace shorter than twice the cache time',
		() => ({ in: world, form: registerParameters(world, 'new.dev', { cacheSeconds: 3600, graceHours: 1 }) }),
		/^new\.dev: a value may be used for 2 hours after it was replaced$/,
		/^Make the grace at least twice/,
	],
	[
		'401 of the provider',
		onProvider({ failNext: { status: 401, count: 9 } }),
		/^Dev provider \(list\): the credential was refused \(401\)$/,
		/^Check the provider’s admin credential/,
	],
	[
		'403 of the provider',
		onProvider({ failNext: { status: 403, count: 9 } }),
		/^Dev provider \(list\): the credential was refused \(403\)$/,
		/^Check the provider’s admin credential/,
	],
	[
		'429 of the provider',
		onProvider({ rateLimitNext: { count: 9, retryAfterSeconds: 31_536_000 } }),
		/too many requests \(429\), it asks for 3600 s$/,
		/^Run again later/,
	],
	[
		'500 of the provider',
		onProvider({ failNext: { status: 500, count: 9 } }),
		/^Dev provider \(list\): the server answered 500$/,
		/^Wait until the server is well again/,
	],
	[
		'a web page of the provider',
		onProvider({ htmlErrorNext: 9 }),
		/^Dev provider \(list\): the server answered 502$/,
		/^Wait until the server is well again/,
	],
	[
		'a provider that is not there',
		async () => {
			await world.allowKey('new.dev', 'http://127.0.0.1:1');
			await world.allow(`admin/${ADMIN}`, world.provider.url, 'http://127.0.0.1:1');
			return {
				in: world,
				form: { ...registerParameters(world, 'new.dev'), devAddress: 'http://127.0.0.1:1' },
			};
		},
		/^Dev provider \(list\): no complete answer came$/,
		/^Check that the address is right/,
	],
	[
		'emoji and slashes in a name',
		() => ({ in: world, form: rotateParameters('team/key🔑') }),
		/^Key name: use 1 to 128 small letters/,
		/^Correct the field/,
	],
	[
		'an emergency that nobody confirms',
		() => ({
			in: world,
			form: rotateParameters('good.dev', { mode: 'emergency', confirmedBy: ' ', leaked: 'in use' }),
		}),
		/^good\.dev: an emergency needs the name of the person/,
		/^Fill in who confirms\. What still uses the old key fails/,
	],
	[
		'a key that is registered',
		() => ({
			in: world,
			form: {
				...registerParameters(world, 'good.dev'),
				provider: 'manual',
				manualCreatePage: 'https://a.test',
				manualProbeUrl: 'https://a.test',
			},
		}),
		/^good\.dev: a key of this name is registered, at another/,
		/^Choose another name/,
	],
	[
		'a clock ten minutes off',
		() => {
			// The servers look at the clock that is not put forward here.
			jest.spyOn(Date, 'now').mockImplementation(() => warp.now() + 600_000);
			return { in: world, form: rotate };
		},
		/^Clock: the machine’s clock is (?:599|600|601) s off the vault’s$/,
		/^Set the clock of the machine/,
	],
];

const changes = () =>
	world.vault.vault.accessLog.filter(
		({ method, path, status }) => method !== 'GET' && status < 300 && !/login|capabilities/.test(path),
	).length;

test.each(rows)('%s is told in a sentence, with what to do next, and nothing is done', async (...row) => {
	const [, tried, says, next] = row;
	const { in: at, form } = await tried();
	const before = { changes: changes(), keys: world.provider.provider.state.keys.length };
	const { error } = await runNode(at, form);
	expect(error?.message).toMatch(says);
	expect(error?.description).toMatch(next);
	expect(error?.description).toMatch(/\.$/);
	expect({ changes: changes(), keys: world.provider.provider.state.keys.length }).toEqual(before);
});
