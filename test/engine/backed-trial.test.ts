import { NodeConnectionTypes, type INodeType } from 'n8n-workflow';
import { backedFields } from '../../core/backed/fields';
import { vaults } from '../../core/vaults';
import { KeyturnHashicorpVaultKeyApi } from '../../credentials/KeyturnHashicorpVaultKeyApi.credentials';
import { engine } from '../../demo/n8n/engine';
import { CREDENTIAL_TYPE, ENTRY, startStage, type Stage } from './backed-stage';

const type = new KeyturnHashicorpVaultKeyApi();

let stage: Stage;
beforeEach(async () => {
	stage = await startStage();
	await stage.publish('first-value-5f0c9d1e');
});
afterEach(() => stage.close());

/** Sends the credential's test as n8n does: as the one request of a declarative node. */
async function tryOut(changes: object = {}) {
	const node = {
		description: {
			displayName: 'Test',
			name: 'test',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name: 'Test' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			credentials: [{ name: type.name, required: true }],
			requestDefaults: {},
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					default: '',
					routing: { request: type.test.request },
				},
			],
		},
	} as unknown as INodeType;
	const data = { ...stage.credential, cachedSecret: '', ...changes } as typeof stage.credential;
	const n8n = engine({
		nodes: { 'x.test': node },
		credentialTypes: [type],
		credentials: { key: { type: CREDENTIAL_TYPE, data } },
	});
	const at = {
		id: 'a',
		name: 'Test',
		type: 'x.test',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: {},
		credentials: { [CREDENTIAL_TYPE]: { id: 'key', name: 'Key' } },
	};
	stage.forget();
	const done = await n8n.run({ nodes: [at], connections: {}, settings: {} }, { startAt: 'Test' });
	return { data, message: done.run.data.resultData.error?.message, stored: done.stored };
}

/** What is cached after a good test. */
const cached = async () => {
	const { data } = await tryOut();
	const { cachedSecret, fetchedAt, askedAt, fetchedFor, origins } = data;
	return { cachedSecret, fetchedAt, askedAt, fetchedFor, origins };
};

test('asks for the driver’s login, the entry and the hosts first; five fields have to be filled in', () => {
	const shown = type.properties.filter((property) => property.type !== 'hidden');
	expect(shown.map(({ name }) => name)).toEqual(backedFields(vaults.hashicorp).map(({ name }) => name));
	expect(shown.slice(0, 7).map(({ name }) => name)).toEqual([
		'address',
		'login',
		'roleId',
		'secretId',
		'token',
		'path',
		'allowedHosts',
	]);
	expect(shown.slice(7).filter(({ required }) => required === true)).toEqual([]);
	expect('restrictToSupportedNodes' in type).toBe(false);
	expect(type.hideDomainRestrictionFields).toBe(true);
});

test('is green when the key can be read, the login can do nothing else, and the hosts are those of the entry', async () => {
	const { message, data, stored } = await tryOut();
	expect(message).toBeUndefined();
	expect(data['cachedSecret']).toBe('first-value-5f0c9d1e');
	expect(stored.join('')).not.toContain('first-value-5f0c9d1e');
});

test('works with a token', async () => {
	const token = stage.devVault.issueToken({
		policies: ['one-key', 'default'],
		ttlSeconds: 60,
		displayName: 'a',
	});
	expect((await tryOut({ login: 'token', token })).message).toBeUndefined();
});

test.each([
	['the vault is down', () => void (stage.knobs.vaultDown = true), /no complete answer came/],
	['the vault is sealed', () => void (stage.devVault.knobs.sealed = true), /sealed/],
	[
		'the entry is gone',
		() => stage.asPerson('DELETE', `secret/data/${ENTRY}`, undefined),
		/the newest version was deleted/,
	],
])('is red when %s, although a value is cached', async (_when, breakIt, sentence) => {
	const cache = await cached();
	await breakIt();
	expect((await tryOut(cache)).message).toMatch(sentence);
});

test.each([
	['write the entry', { [`secret/data/${ENTRY}`]: ['read', 'update'] }, `update on secret/data/${ENTRY}`],
	[
		'read what is beside it',
		{ 'secret/data/keyturn/values/*': ['read'] },
		'read on secret/data/keyturn/values/',
	],
	['list names', { 'secret/metadata/keyturn/values/*': ['list'] }, 'list on secret/metadata/keyturn/values/'],
	[
		'change where the value may go',
		{ [`secret/metadata/${ENTRY}`]: ['update'] },
		`update on secret/metadata/${ENTRY}`,
	],
	['destroy it', { [`secret/destroy/${ENTRY}`]: ['update'] }, `update on secret/destroy/${ENTRY}`],
	['make policies', { 'sys/policies/acl/*': ['create'] }, 'create on sys/policies/acl/'],
] as const)('warns when the login can %s', async (_what, rules, sentence) => {
	stage.devVault.definePolicy('one-key', { [`secret/data/${ENTRY}`]: ['read'], ...rules });
	const { message, data } = await tryOut();
	expect(message).toMatch(
		/it reads the key, and can do more than that: .*keyturn-key\.hcl.*Calls work meanwhile/,
	);
	expect(message).toContain(sentence);
	expect(message).not.toMatch(/and \d+ more/);
	expect(data['cachedSecret']).toBe('first-value-5f0c9d1e');
});

test('warns of a root token', async () => {
	const token = stage.devVault.issueToken({ policies: ['root'], ttlSeconds: 0, displayName: 'a' });
	const { message = '' } = await tryOut({ login: 'token', token });
	expect(message).toContain('root on sys/policies');
	const [named = '', more] = message.split(/more than that: | and (?=\d+ more\.)/).slice(1);
	expect(named.split(', ')).toHaveLength(6);
	expect(Number(more?.split(' ')[0])).toBeGreaterThan(0);
	expect(Number(more?.split(' ')[0])).toBeLessThan(20);
});

test('is red when the rights cannot be looked up', async () => {
	stage.knobs.vaultLies = (path) =>
		path.endsWith('capabilities-self') ? { status: 200, body: '{"data":{}}' } : null;
	expect((await tryOut()).message).toContain('does not say what is allowed');
});

test.each([
	[{ allowedHosts: '' }, /name at least one host/],
	[{ allowedHosts: ' , ' }, /name at least one host/],
	[{ allowedHosts: '*.example.com' }, /name each host in full/],
	[{ allowedHosts: 'api.example.com/v1' }, /leave out everything after the host/],
	[{ allowedHosts: 'http://10.0.0.7:8080' }, /https.*this machine/],
	[{ allowedHosts: 'api.example.com:99999' }, /not an address/],
	[
		{ allowedHosts: 'https://elsewhere.example.com' },
		/the vault entry allows http:\/\/127\.0\.0\.1:\d+, not https:\/\/elsewhere/,
	],
	[{ address: 'http://10.0.0.7:8200' }, /https.*this machine/],
	[{ path: '../admin/hub' }, /use a path like/],
	[{ path: 'keyturn/values/none' }, /can do more|there is no such entry|lacks the right/],
	[{ field: 'nothing' }, /no field nothing/],
	[{ sendAs: 'header', header: 'Host' }, /cannot carry a key/],
	[{ cacheSeconds: 0 }, /whole seconds from 1/],
	[{ secretId: 'wrong' }, /refused the AppRole login/],
])('says what is wrong with %j', async (changes, sentence) => {
	const { message } = await tryOut(changes);
	expect(message).toMatch(sentence);
	expect(message).not.toContain(stage.login.secretId);
});

const value = (data: object) => JSON.stringify({ data: { data, metadata: { version: 1 } } });
test.each([
	['a web page', '<html>', /web page/],
	['no JSON', 'so', /not JSON/],
	['no data', '{}', /not the expected form/],
	['a number for a value', value({ value: 7 }), /no field value with a text/],
	['an empty value', value({ value: '' }), /it is empty/],
	['a value with a line break', value({ value: 'a\r\nX-Injected: 1' }), /line break/],
	['a value of 20,000 characters', value({ value: 'a'.repeat(20_000) }), /longer than/],
	[
		'a value that is inherited',
		'{"data":{"data":{"__proto__":{"value":"x"}},"metadata":{"version":1}}}',
		/no field/,
	],
	[
		'an origin that is none',
		JSON.stringify({
			data: {
				data: { value: 'abc' },
				metadata: { version: 1, custom_metadata: { 'keyturn-origins': 'javascript:alert(1)' } },
			},
		}),
		/use https|not an address/,
	],
])(
	'a vault that answers with %s is told of in a sentence, and nothing is kept',
	async (_what, body, sentence) => {
		stage.knobs.vaultLies = (path) => (path.endsWith(ENTRY) ? { status: 200, body } : null);
		const { message, data } = await tryOut();
		expect(message).toMatch(sentence);
		expect(data['cachedSecret']).toBe('');
	},
);
