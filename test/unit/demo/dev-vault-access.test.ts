import { Acl } from '../../../demo/dev-vault/acl';
import { DevVault } from '../../../demo/dev-vault/vault';
import { countingRandom } from './in-memory';
import { errorsOf, vaultFixture } from './vault-fixture';

const RIGHT_MISSING = ['1 error occurred:\n\t* permission denied\n\n'];
const TOKEN_DEAD = ['permission denied'];

describe('policies', () => {
	const policies = {
		app: {
			'secret/data/*': ['read'],
			'secret/data/app/*': ['create', 'read'],
			'secret/data/app/closed': ['deny'],
			'secret/+/team/x': ['list'],
		},
		more: { 'secret/data/*': ['update'], 'secret/data/app/closed': ['read'] },
	} as const;

	it.each([
		['secret/data/a', ['read', 'update']],
		['secret/data/app/b', ['create', 'read']],
		['secret/data/app/closed', ['deny']],
		['secret/metadata/team/x', ['list']],
		['secret/data/team/x', ['read', 'update']],
		['secret/other', ['deny']],
	])('the most specific path decides: %s', (path, expected) => {
		expect(new Acl(policies, ['app', 'more']).capabilities(path)).toEqual(expected);
	});

	it.each([
		['GET', 'secret/data/app', 'read'],
		['POST', 'secret/data/new', 'create'],
		['POST', 'secret/data/app', 'update'],
		['PATCH', 'secret/data/app', 'patch'],
		['DELETE', 'secret/data/app', 'delete'],
		['LIST', 'secret/metadata/', 'list'],
		['POST', 'secret/destroy/app', 'update'],
	] as const)('%s %s needs %s', (method, path, capability) => {
		const { vault, call, write } = vaultFixture();
		write('app', { v: 1 });
		const others = (['create', 'read', 'update', 'patch', 'delete', 'list'] as const).filter(
			(other) => other !== capability,
		);
		vault.definePolicy('with', { 'secret/*': [capability] });
		vault.definePolicy('without', { 'secret/*': others });
		const body = { data: {}, versions: [9] };
		const answers = ['without', 'with'].map((policy) => {
			const token = vault.issueToken({ policies: [policy], ttlSeconds: 60 });
			return call(method, path, { token, ...(method === 'POST' || method === 'PATCH' ? { body } : {}) });
		});
		expect(answers[0]!.status).toBe(403);
		expect(errorsOf(answers[0]!)).toEqual(RIGHT_MISSING);
		expect(answers[1]!.status).toBeLessThan(400);
	});

	it('a rule for the name of a folder is good for listing it', () => {
		const acl = new Acl({ lister: { 'secret/metadata': ['list'] } }, ['lister']);
		expect(acl.capabilities('secret/metadata/')).toEqual(['list']);
		expect(acl.allows('secret/metadata/', 'list')).toBe(true);
		expect(acl.allows('secret/metadata/a/', 'list')).toBe(false);
	});

	it('tells the capabilities of a token and the mount of a path', () => {
		const { vault, root, call } = vaultFixture();
		vault.definePolicy('app', policies.app);
		const token = vault.issueToken({ policies: ['app', 'default'], ttlSeconds: 60 });
		const body = { paths: ['secret/data/app/b', 'other'] };
		const two = call('POST', 'sys/capabilities-self', { token, body }).json;
		expect(two.data).toEqual({ 'secret/data/app/b': ['create', 'read'], other: ['deny'] });
		expect(two['secret/data/app/b']).toEqual(['create', 'read']);
		const one = call('POST', 'sys/capabilities-self', { token: root, body: { paths: ['x'] } }).json.data;
		expect(one).toEqual({ x: ['root'], capabilities: ['root'] });
		expect(call('POST', 'sys/capabilities-self', { token, body: { paths: [] } }).status).toBe(400);
		expect(call('GET', 'sys/internal/ui/mounts/secret/data/x', { token }).json.data.options).toEqual({
			version: '2',
		});
		const stranger = vault.issueToken({ policies: ['default'], ttlSeconds: 60 });
		expect(call('GET', 'sys/internal/ui/mounts/secret/x', { token: stranger })).toMatchObject({
			status: 403,
			json: { errors: [expect.stringContaining('preflight capability check returned 403')] },
		});
	});
});

describe('tokens', () => {
	it('die at their time, and a dead one is refused with another text than a missing right', () => {
		const { vault, clock, send, call } = vaultFixture();
		const token = vault.issueToken({ policies: ['default'], ttlSeconds: 60 });
		clock.pass(59_000);
		expect(call('GET', 'auth/token/lookup-self', { token }).json.data).toMatchObject({
			ttl: 1,
			renewable: true,
		});
		expect(errorsOf(call('GET', 'secret/data/a', { token }))).toEqual(RIGHT_MISSING);
		clock.pass(1_000);
		expect(call('GET', 'auth/token/lookup-self', { token }).status).toBe(403);
		expect(errorsOf(call('GET', 'secret/data/a', { token }))).toEqual(TOKEN_DEAD);
		expect(errorsOf(call('GET', 'secret/data/a', { token: 'made-up' }))).toEqual(TOKEN_DEAD);
		expect(errorsOf(send('GET', '/v1/secret/data/a'))).toEqual(TOKEN_DEAD);
	});

	it('are accepted as a bearer too', () => {
		const { root, send } = vaultFixture();
		const headers = { authorization: `Bearer ${root}` };
		expect(send('GET', '/v1/auth/token/lookup-self', { headers }).status).toBe(200);
	});

	it('are renewed up to their longest life', () => {
		const { vault, clock, root, call } = vaultFixture();
		const token = vault.issueToken({ policies: ['default'], ttlSeconds: 60, explicitMaxTtlSeconds: 100 });
		clock.pass(50_000);
		const renewed = call('POST', 'auth/token/renew-self', { token, body: { increment: '1h' } });
		expect(renewed.json.auth).toMatchObject({ lease_duration: 50, client_token: token });
		clock.pass(50_000);
		expect(call('GET', 'auth/token/lookup-self', { token }).status).toBe(403);
		expect(errorsOf(call('POST', 'auth/token/renew-self', { token: root }))).toEqual([
			'lease is not renewable',
		]);
	});

	it('are revoked with their children', () => {
		const { vault, call } = vaultFixture();
		vault.definePolicy('parent', { 'auth/token/create': ['update'] });
		const token = vault.issueToken({ policies: ['parent', 'default'], ttlSeconds: 60 });
		const made = call('POST', 'auth/token/create', { token, body: { policies: ['default'], ttl: '30s' } });
		const child = made.json.auth.client_token;
		expect(made.json.auth).toMatchObject({ lease_duration: 30, policies: ['default'] });
		expect(call('GET', 'auth/token/lookup-self', { token: child }).status).toBe(200);
		expect(call('POST', 'auth/token/revoke-self', { token }).status).toBe(204);
		expect(call('POST', 'auth/token/revoke-self', { token }).status).toBe(403);
		expect(call('GET', 'auth/token/lookup-self', { token: child }).status).toBe(403);
	});

	it('are forgotten some time after they expired', () => {
		const { vault, clock } = vaultFixture();
		vault.issueToken({ policies: [], ttlSeconds: 1 });
		clock.pass(1_000);
		vault.issueToken({ policies: [], ttlSeconds: 1 });
		expect(Object.keys(vault.state.namespaces['']!.tokens)).toHaveLength(2);
	});

	it('make no child with more rights than their own', () => {
		const { vault, call } = vaultFixture();
		vault.definePolicy('parent', { 'auth/token/create': ['update'] });
		const token = vault.issueToken({ policies: ['parent'], ttlSeconds: 60 });
		for (const policies of [['other'], ['root']]) {
			expect(call('POST', 'auth/token/create', { token, body: { policies } }).status).toBe(400);
		}
	});

	it('end after their last use', () => {
		const { vault, call } = vaultFixture();
		const token = vault.issueToken({ policies: ['default'], ttlSeconds: 60, uses: 2 });
		const statuses = [1, 2, 3].map(() => call('GET', 'auth/token/lookup-self', { token }).status);
		expect(statuses).toEqual([200, 200, 403]);
	});

	it('are revoked by accessor', () => {
		const { call, vault } = vaultFixture();
		const token = vault.issueToken({ policies: ['default'], ttlSeconds: 60 });
		const { accessor } = call('GET', 'auth/token/lookup-self', { token }).json.data;
		expect(call('POST', 'auth/token/revoke-accessor', { body: { accessor } }).status).toBe(204);
		expect(call('POST', 'auth/token/revoke-accessor', { body: { accessor } }).json.warnings).toEqual([
			'No token found with this accessor',
		]);
		expect(call('GET', 'auth/token/lookup-self', { token }).status).toBe(403);
	});
});

it('logs in with an AppRole', () => {
	const { vault, clock, send, call } = vaultFixture();
	vault.definePolicy('reader', { 'secret/data/*': ['read'] });
	const { roleId, secretId } = vault.defineAppRole('app', { policies: ['reader'], ttlSeconds: 1200 });
	const login = (body: unknown) => send('POST', '/v1/auth/approle/login', { body });
	const { auth } = login({ role_id: roleId, secret_id: secretId }).json;
	expect(auth).toMatchObject({
		lease_duration: 1200,
		renewable: true,
		token_policies: ['default', 'reader'],
	});
	expect(call('GET', 'secret/data/none', { token: auth.client_token }).status).toBe(404);
	expect(errorsOf(login({ role_id: roleId, secret_id: 'no' }))).toEqual(['invalid role or secret ID']);
	expect(errorsOf(login({ role_id: 'no', secret_id: secretId }))).toEqual(['invalid role or secret ID']);
	expect(errorsOf(login({ role_id: roleId }))).toEqual(['missing secret_id']);
	expect(errorsOf(login({}))).toEqual(['missing role_id']);
	clock.pass(1_200_000);
	expect(call('GET', 'secret/data/none', { token: auth.client_token }).status).toBe(403);
});

it('is administered over HTTP like the real server', () => {
	const { send, call } = vaultFixture();
	const policy = 'path "team/data/*" { capabilities = ["create", "read"] }';
	expect(call('POST', 'sys/mounts/team', { body: { type: 'kv', options: { version: '2' } } }).status).toBe(
		204,
	);
	expect(errorsOf(call('POST', 'sys/mounts/team', { body: { type: 'kv' } }))).toEqual([
		'path is already in use at team/',
	]);
	expect(call('PUT', 'sys/policies/acl/team', { body: { policy } }).status).toBe(204);
	call('POST', 'sys/auth/approle', { body: { type: 'approle' } });
	call('POST', 'auth/approle/role/app', { body: { token_policies: 'team', token_ttl: '60s' } });
	const { role_id } = call('GET', 'auth/approle/role/app/role-id').json.data;
	const { secret_id } = call('POST', 'auth/approle/role/app/secret-id').json.data;
	const { client_token: token } = send('POST', '/v1/auth/approle/login', { body: { role_id, secret_id } })
		.json.auth;
	expect(call('POST', 'team/data/a', { token, body: { data: {} } }).status).toBe(200);
	expect(call('POST', 'team/data/a', { token, body: { data: {} } }).status).toBe(403);
	expect(call('POST', 'sys/mounts/x', { token, body: { type: 'kv' } }).status).toBe(403);
});

it('keeps namespaces apart', () => {
	const { vault, root, call } = vaultFixture();
	call('POST', 'sys/namespaces/team');
	vault.mount('secret', { namespace: 'team' });
	const inTeam = { 'x-vault-namespace': 'team/' };
	call('POST', 'secret/data/a', { headers: inTeam, body: { data: { n: 1 } } });
	expect(call('GET', 'secret/data/a').status).toBe(404);
	expect(call('GET', 'secret/data/a', { token: root, headers: inTeam }).status).toBe(200);
	const headers = { 'x-vault-namespace': 'unknown' };
	expect(call('GET', 'secret/data/a', { headers })).toMatchObject({
		status: 404,
		json: { errors: ['namespace not found'] },
	});
	vault.definePolicy('all', { '*': ['read'] });
	const token = vault.issueToken({ policies: ['all'], ttlSeconds: 60 });
	expect(call('GET', 'secret/data/a', { token, headers: inTeam }).status).toBe(403);
});

describe('faults', () => {
	it('sealed: everything but health is 503', () => {
		const { vault, send, call, write } = vaultFixture();
		expect(send('GET', '/v1/sys/health')).toMatchObject({ status: 200, json: { sealed: false } });
		write('a', {});
		expect(call('PUT', 'sys/seal').status).toBe(204);
		expect(send('GET', '/v1/sys/health')).toMatchObject({ status: 503, json: { sealed: true } });
		expect(send('GET', '/v1/sys/seal-status')).toMatchObject({ status: 200, json: { sealed: true } });
		expect(call('GET', 'secret/data/a')).toMatchObject({
			status: 503,
			json: { errors: ['Vault is sealed'] },
		});
		vault.knobs.sealed = false;
		expect(call('GET', 'secret/data/a').status).toBe(200);
	});

	it('clockOffsetMs: the Date header is off', () => {
		const { vault, clock, call } = vaultFixture();
		vault.knobs.clockOffsetMs = 90_000;
		expect(Date.parse(call('GET', 'nowhere').headers['date']!)).toBe(clock.now() + 90_000);
	});

	it('rateLimitNext and htmlErrorNext: as many requests as told', () => {
		const { vault, call } = vaultFixture();
		vault.knobs.htmlErrorNext = 1;
		vault.knobs.rateLimitNext = { count: 1, retryAfterSeconds: 7 };
		const html = call('GET', 'secret/data/a');
		expect(html).toMatchObject({ status: 502, headers: { 'content-type': 'text/html' } });
		expect(html.headers['date']).toBeDefined();
		expect(call('GET', 'secret/data/a')).toMatchObject({ status: 429, headers: { 'retry-after': '7' } });
		expect(call('GET', 'secret/data/a').status).toBe(404);
	});
});

it('logs each request without any value', () => {
	const { vault, root, call, write } = vaultFixture();
	write('a', { key: 'the-value' });
	call('GET', 'secret/data/a?version=1');
	expect(vault.accessLog).toEqual([
		{ method: 'POST', path: '/v1/secret/data/a', status: 200 },
		{ method: 'GET', path: '/v1/secret/data/a', status: 200 },
	]);
	expect(JSON.stringify(vault.accessLog)).not.toContain(root);
});

it('is deterministic, and a copy of its state goes its own way', () => {
	const run = () => {
		const { vault, write, call } = vaultFixture();
		write('a', { n: 1 });
		return { vault, text: call('GET', 'secret/metadata/a').text };
	};
	const [one, two] = [run(), run()];
	expect(one.text).toBe(two.text);
	expect(one.vault.state).toEqual(two.vault.state);
	const copy = new DevVault({
		state: structuredClone(one.vault.state),
		now: () => 0,
		random: countingRandom(),
	});
	copy.mount('elsewhere');
	expect(one.vault.state).toEqual(two.vault.state);
	expect(JSON.parse(JSON.stringify(copy.state))).toEqual(copy.state);
});
