import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKeyturn } from '../../../core/keyturn';
import { hashicorp } from '../../../core/vaults/hashicorp';
import { packed } from '../../../scripts/zapier/pack';
import { ADMIN, type DevServers, MOUNT, PREFIX, startDevServers } from '../../fakes/dev-servers';
import { realHost } from '../../servers/host';
import { type Front, openFront } from './front';
import { rebinding, resolving, spellings } from './spellings';
import { Trial, type TrialWorld } from './trial';

const VAULT = 'vault.example.com';
const PROVIDER = 'provider.example.com';
const PUBLIC = '93.184.216.34';
const PUBLIC_6 = '2606:2800:220:1:248:1893:25c8:1946';
const KEY = 'packed.dev';

let folder = '';
let servers: DevServers;
let front: Front;
let trial: Trial;
/** How far every clock was put forward, in ms. */
let aheadMs = 0;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'keyturn-zapier-addresses-'));
	servers = await startDevServers({ folder, now: () => Date.now() + aheadMs });
	front = await openFront(folder, { [VAULT]: servers.vault.url, [PROVIDER]: servers.provider.url });
	trial = await Trial.start((await packed()).folder, front);
}, 120_000);
afterAll(async () => {
	await trial.stop();
	await front.close();
	await servers.close();
	rmSync(folder, { recursive: true });
});

const login = (address: string) => ({
	vault_kind: 'hashicorp',
	vault_address: address,
	identity: servers.login.roleId,
	bootstrap_credential: servers.login.secretId,
	realm: MOUNT,
	scope_path: PREFIX,
});
const logIn = (address: string, world: TrialWorld) =>
	trial.run('authentication.test', login(address), {}, world);

/** Every name is a public one, and each connection to it is let through. */
const open = (): TrialWorld => ({
	names: { '*': [[PUBLIC]] },
	aheadMs,
	allowed: { [`${PUBLIC} 443`]: front.port, [`${PUBLIC_6} 443`]: front.port },
});

/** What the app says of an address that it does not send to. Not that nobody answered there. */
const REFUSAL =
	/not an address|use https|only https|IP address|no user name|after \? or #|no domain|ends with a dot|private network|its https address/;

test('the control: it logs in where it may, and the watcher sees each connection', async () => {
	const { results, connections, lookups } = await logIn(`https://${VAULT}`, open());
	expect(results).toMatchObject({ account: `${VAULT}, ${PREFIX}` });
	expect(connections.length).toBeGreaterThan(2);
	expect(new Set(connections)).toEqual(new Set([`${PUBLIC} 443`]));
	// Each connection was made to an address that was looked at for it.
	expect(lookups).toHaveLength(connections.length);
});

test('the control: a connection that nobody lets through is seen as well', async () => {
	const { error, connections } = await logIn(`https://${VAULT}:8200`, { names: { [VAULT]: [[PUBLIC_6]] } });
	expect(error?.message).toContain('nothing listens there');
	expect(connections).toContain(`${PUBLIC_6} 8200`);
});

test('there are more than sixty spellings, each one once', () => {
	expect(spellings.length).toBeGreaterThan(60);
	expect(new Set(spellings).size).toBe(spellings.length);
});

test.each(spellings)('%s is refused: nothing is looked up and nothing connected to', async (address) => {
	const { results, error, connections, lookups } = await logIn(address, open());
	expect(error?.message).toMatch(REFUSAL);
	expect({ results, connections, lookups }).toEqual({ connections: [], lookups: [] });
});

test.each(resolving)('%s: %s is %j, and refused', async (address, name, answer) => {
	const { error, connections, lookups } = await logIn(address, { names: { [name]: [answer] } });
	expect(error?.message).toContain('private network');
	expect(connections).toEqual([]);
	expect(lookups).toEqual([name]);
});

describe('names that change their address', () => {
	test.each(rebinding)('%j, then %j: only the first is ever connected to', async (first, second) => {
		const world = { ...open(), names: { [VAULT]: [first, second] } };
		const { results, error, connections, lookups } = await logIn(`https://${VAULT}`, world);
		// The first request went out and was answered; before the second the name was looked at again.
		expect(error?.message).toContain('private network');
		expect(results).toBeUndefined();
		expect(connections.filter((to) => !first.some((address) => to === `${address} 443`))).toEqual([]);
		expect(connections).toHaveLength(1);
		expect(lookups).toEqual([VAULT, VAULT]);
	});

	test('private first, public second: the first refusal ends it', async () => {
		const names = { [VAULT]: [['10.0.0.1'], [PUBLIC]] };
		const { error, connections } = await logIn(`https://${VAULT}`, { ...open(), names });
		expect(error?.message).toContain('private network');
		expect(connections).toEqual([]);
	});
});

describe('redirects', () => {
	const places = [
		'https://127.0.0.1/',
		'https://169.254.169.254/latest/meta-data/',
		'http://127.0.0.1:8200/v1/',
		'https://[::1]/',
		'https://metadata.google.internal/',
		`https://${PROVIDER}/`,
		'//10.0.0.1/',
	];
	const answers = [301, 302, 303, 307, 308].flatMap((status) =>
		places.map((location) => [status, location] as const),
	);

	afterEach(() => {
		front.put(VAULT, servers.vault.url);
	});

	test.each(answers)('a %i to %s is not followed', async (status, location) => {
		front.put(VAULT, () => ({ status, headers: { location } }));
		const before = front.asked.length;
		const { results, error, connections, lookups } = await logIn(`https://${VAULT}`, open());
		expect(results).toBeUndefined();
		expect(error?.message).toContain('Vault');
		expect(new Set(connections)).toEqual(new Set([`${PUBLIC} 443`]));
		expect(new Set(lookups)).toEqual(new Set([VAULT]));
		expect(front.asked.slice(before).filter((line) => !line.includes(VAULT))).toEqual([]);
	});
});

describe('a provider that a key was registered with', () => {
	/** What somebody does by n8n, where the provider can be reached. */
	async function register(): Promise<void> {
		const host = realHost('person');
		const near = {
			...host,
			http: ((request) =>
				host.http({
					...request,
					url: request.url.replace(`https://${PROVIDER}`, servers.provider.url),
				})) as typeof host.http,
		};
		await servers.allow(`admin/${ADMIN}`, `https://${PROVIDER}`);
		await servers.allowKey(KEY, `https://${PROVIDER}`);
		const made = await fetch(`${servers.provider.url}/v1/keys`, {
			method: 'POST',
			headers: { authorization: `Bearer ${servers.provider.adminKey}` },
			body: JSON.stringify({ name: 'by hand', scopes: ['work'] }),
		});
		await servers.put(`values/${KEY}`, ((await made.json()) as { value: string }).value);
		const { roleId, secretId } = servers.login;
		const settings = { address: servers.vault.url, login: 'approle', roleId, secretId };
		await openKeyturn(near, hashicorp.open({ ...settings, mount: MOUNT, prefix: PREFIX }, near)).register({
			name: KEY,
			app: 'Summariser',
			owner: 'Ada Lovelace',
			risk: 'normal',
			provider: 'dev',
			providerSettings: { address: `https://${PROVIDER}`, scopes: 'work' },
			admin: ADMIN,
			graceHours: 0.0005,
			cacheSeconds: 0,
			delaySeconds: 1,
			observeSeconds: 0,
		});
	}
	beforeAll(register);

	const rotate = (world: TrialWorld) =>
		trial.run('creates.rotate_key.operation.perform', login(`https://${VAULT}`), { key: KEY }, world);

	test.each([['10.0.0.1'], ['127.0.0.1'], ['fd00::1'], ['::ffff:169.254.169.254']])(
		'and that is at %s now is not connected to, while the vault is',
		async (address) => {
			const names = { [VAULT]: [[PUBLIC]], [PROVIDER]: [[address]] };
			const before = servers.provider.provider.state.keys.length;
			const { error, connections, lookups } = await rotate({ ...open(), names });
			expect(error?.message).toContain('private network');
			expect(lookups).toContain(PROVIDER);
			expect(new Set(connections)).toEqual(new Set([`${PUBLIC} 443`]));
			expect(servers.provider.provider.state.keys).toHaveLength(before);
		},
	);

	test('the control: where it is public, the packed app rotates the key to the end', async () => {
		let row: Readonly<Record<string, unknown>> = { underWay: true };
		for (let round = 0; round < 12 && row['underWay'] === true; round++) {
			const { results, error } = await rotate(open());
			expect(error).toBeUndefined();
			row = results as Readonly<Record<string, unknown>>;
			const goesOn = Date.parse((row['continueAt'] as string | null) ?? '') || Date.now() + aheadMs;
			aheadMs = goesOn - Date.now() + 1_000;
		}
		expect(row['proof']).toContain('refuses the old key');
		expect(row['status']).toBe('up to date');
	}, 60_000);
});
