import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PREFIX } from '../../fakes/dev-servers';
import { openPackedStage, PROVIDER, PUBLIC, PUBLIC_6, VAULT, type PackedStage } from './stage';
import { rebinding, resolving, spellings } from './spellings';
import type { TrialWorld } from './trial';

const KEY = 'packed.dev';

let folder = '';
let stage: PackedStage;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'keyturn-zapier-addresses-'));
	stage = await openPackedStage(folder);
}, 120_000);
afterAll(async () => {
	await stage.close();
	rmSync(folder, { recursive: true });
});

const open = () => stage.open();
const logIn = (address: string, world: TrialWorld) =>
	stage.trial.run('authentication.test', stage.login(address), {}, world);

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
		stage.front.put(VAULT, stage.servers.vault.url);
	});

	test.each(answers)('a %i to %s is not followed', async (status, location) => {
		stage.front.put(VAULT, () => ({ status, headers: { location } }));
		const before = stage.front.asked.length;
		const { results, error, connections, lookups } = await logIn(`https://${VAULT}`, open());
		expect(results).toBeUndefined();
		expect(error?.message).toContain('Vault');
		expect(new Set(connections)).toEqual(new Set([`${PUBLIC} 443`]));
		expect(new Set(lookups)).toEqual(new Set([VAULT]));
		expect(stage.front.asked.slice(before).filter((line) => !line.includes(VAULT))).toEqual([]);
	});
});

describe('a provider that a key was registered with', () => {
	beforeAll(() => stage.register(KEY));

	const rotate = (world: TrialWorld) =>
		stage.trial.run('creates.rotate_key.operation.perform', stage.login(), { key: KEY }, world);

	test.each([['10.0.0.1'], ['127.0.0.1'], ['fd00::1'], ['::ffff:169.254.169.254']])(
		'and that is at %s now is not connected to, while the vault is',
		async (address) => {
			const names = { [VAULT]: [[PUBLIC]], [PROVIDER]: [[address]] };
			const before = stage.servers.provider.provider.state.keys.length;
			const { error, connections, lookups } = await rotate({ ...open(), names });
			expect(error?.message).toContain('private network');
			expect(lookups).toContain(PROVIDER);
			expect(new Set(connections)).toEqual(new Set([`${PUBLIC} 443`]));
			expect(stage.servers.provider.provider.state.keys).toHaveLength(before);
		},
	);

	test('the control: where it is public, the packed app rotates the key to the end', async () => {
		let row: Readonly<Record<string, unknown>> = { underWay: true };
		for (let round = 0; round < 12 && row['underWay'] === true; round++) {
			const { results, error } = await rotate(open());
			expect(error).toBeUndefined();
			row = results as Readonly<Record<string, unknown>>;
			stage.forward(row['continueAt'] as string | null);
		}
		expect(row['proof']).toContain('refuses the old key');
		expect(row['status']).toBe('up to date');
	}, 60_000);
});
