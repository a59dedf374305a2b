import { inspect } from 'node:util';
import { RoutingNode } from 'n8n-core';
import { NodeConnectionTypes, type INodeType } from 'n8n-workflow';
import { vaults } from '../../core/vaults';
import { KeyturnHashicorpVaultApi } from '../../credentials/KeyturnHashicorpVaultApi.credentials';
import { RotateKey } from '../../nodes/RotateKey/RotateKey.node';
import { type LoopbackServer, serveLoopback } from '../../demo/http/loopback';
import type { PlainHandler } from '../../demo/http/plain';
import { engine } from '../../demo/n8n/engine';
import { policyRules } from '../../demo/policy';
import { registerParameters, runNode } from './workflows';
import { CREDENTIAL, MOUNT, PREFIX, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
	world = await startWorld();
});
const others: LoopbackServer[] = [];
afterAll(async () => {
	for (const other of others) await other.close();
	await world.close();
});

const type = new KeyturnHashicorpVaultApi();

/** Sends the credential's test as n8n does: as the one request of a declarative node. */
async function tryOut(changes: object) {
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
	const n8n = engine({
		nodes: { 'x.test': node },
		credentialTypes: [type],
		credentials: { v: { type: type.name, data: { ...world.credential, ...changes } } },
	});
	const at = {
		id: 'a',
		name: 'Test',
		type: 'x.test',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: {},
		credentials: { [type.name]: { id: 'v', name: 'v' } },
	};
	const before = world.vault.vault.accessLog.length;
	const failed: unknown[] = [];
	// What n8n's Test looks into; an execution keeps less of it.
	const runNode = jest.spyOn(RoutingNode.prototype, 'runNode').mockImplementation(function (
		this: RoutingNode,
	) {
		runNode.mockRestore();
		return this.runNode().catch((error: unknown) => {
			failed.push(error);
			throw error;
		});
	});
	const done = await n8n.run({ nodes: [at], connections: {}, settings: {} }, { startAt: 'Test' });
	return { ...done, asked: world.vault.vault.accessLog.slice(before), failure: failed[0] };
}

test('has the driver’s fields, the secret ones hidden, and is for Keyturn’s nodes only', () => {
	expect(type.properties.map(({ name }) => name)).toEqual(vaults.hashicorp.fields.map(({ name }) => name));
	const hidden = type.properties.filter(({ typeOptions }) => typeOptions?.password === true);
	expect(hidden.map(({ name }) => name)).toEqual(['secretId', 'token']);
	expect(type.restrictToSupportedNodes).toBe(true);
});

test('tries out an AppRole', async () => {
	const { run, asked } = await tryOut({});
	expect(run.status).toBe('success');
	expect(asked).toEqual([{ method: 'POST', path: '/v1/auth/approle/login', status: 200 }]);
});

test('tries out a token, also with a slash behind the address', async () => {
	const token = world.vault.vault.issueToken({ policies: ['default', 'keyturn'], ttlSeconds: 60 });
	const { run, asked } = await tryOut({ login: 'token', token, address: `${world.vault.url}/` });
	expect(run.status).toBe('success');
	expect(asked).toEqual([{ method: 'GET', path: '/v1/auth/token/lookup-self', status: 200 }]);
});

describe('a login that may do too little', () => {
	const without = (part: RegExp) =>
		Object.fromEntries(Object.entries(policyRules(MOUNT, PREFIX)).filter(([path]) => !part.test(path)));

	test.each([
		[
			'a right',
			without(/pending/),
			/^Vault login: it lacks create on secret\/data\/keyturn\/pending\/few\.dev; /,
		],
		['any right', {}, /^Vault: it refused to look at mount secret \(403\)/],
	])('without %s, the test is green; Register and its Dry Run tell of it', async (what, rules, sentence) => {
		world.vault.vault.definePolicy(what, rules);
		const login = world.vault.vault.defineAppRole(what, { policies: [what] });
		expect((await tryOut(login)).run.status).toBe('success');

		const n8n = engine({
			nodes: { 'n8n-nodes-keyturn.rotateKey': new RotateKey() },
			credentialTypes: [type],
			credentials: { [CREDENTIAL]: { type: type.name, data: { ...world.credential, ...login } } },
		});
		for (const options of [{}, { dryRun: true }]) {
			const form = registerParameters(world, 'few.dev', options);
			const { error, json } = await runNode({ ...world, n8n }, form);
			expect(error?.message ?? json[0]?.['sentence']).toMatch(sentence);
		}
	});
});

/** What n8n's Test shows of a run: it knows the answer's status, the words after it, and the rules of the type. */
function shown({ run, failure }: Awaited<ReturnType<typeof tryOut>>): string {
	const rules = (type.test.rules ?? []) as ReadonlyArray<{
		readonly type: string;
		readonly properties: { readonly key?: string; readonly value?: unknown; readonly message: string };
	}>;
	if (failure === undefined) {
		const { runData } = run.data.resultData;
		const [item] = runData['Test']?.[0]?.data?.['main']?.[0] ?? [];
		const wrong = rules.find(
			({ type: kind, properties: { key = '', value } }) =>
				kind === 'responseSuccessBody' && item?.json[key] === value,
		);
		return wrong?.properties.message ?? 'Connection successful!';
	}
	const error = failure as Error & { cause?: { response?: { status: number; statusText: string } } };
	const { response } = error.cause ?? {};
	const rule = rules.find(
		({ type: kind, properties }) => kind === 'responseCode' && properties.value === response?.status,
	);
	return rule?.properties.message ?? response?.statusText ?? error.message;
}

/** Another server; it is closed at the end, whatever came before. */
async function serve(handler: PlainHandler): Promise<LoopbackServer> {
	const server = await serveLoopback(handler);
	others.push(server);
	return server;
}

describe('n8n’s Test', () => {
	test('is green for a good login', async () => {
		expect(shown(await tryOut({}))).toBe('Connection successful!');
	});

	test.each<[string, () => object, RegExp]>([
		['a wrong secret ID', () => ({ secretId: 'wrong' }), /refused the AppRole login\. .*new Secret ID/],
		['an unknown mount', () => ({ loginMount: 'nowhere' }), /Nothing here answers as a vault|refused/],
		['a wrong token', () => ({ login: 'token', token: 'hvs.wrong' }), /refused this login: .*Renew it/],
		[
			'an expired token',
			() => {
				const token = world.vault.vault.issueToken({ policies: ['default'], ttlSeconds: -1 });
				return { login: 'token', token };
			},
			/refused this login: it has expired/,
		],
	])('says of %s what to do', async (_what, changes, sentence) => {
		const done = await tryOut(changes());
		expect(done.run.status).toBe('error');
		expect(shown(done)).toMatch(sentence);
	});

	test('says of a sealed vault whom to ask', async () => {
		world.vault.vault.knobs.sealed = true;
		const done = await tryOut({});
		world.vault.vault.knobs.sealed = false;
		expect(shown(done)).toMatch(/sealed or not ready\. Ask whoever runs it/);
	});

	test.each([
		['a page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Welcome</html>' }],
		['data of another program', { status: 200, headers: {}, body: '{"ok":true}' }],
		['a page that is not there', { status: 404, headers: {}, body: 'no' }],
	])('does not take %s for a vault', async (_what, answer) => {
		const other = await serve(() => answer);
		for (const login of ['approle', 'token']) {
			const done = await tryOut({ address: other.url, login, token: 'x' });
			expect(shown(done)).toContain('Nothing here answers as a vault does. Give the address without /v1');
		}
	});

	test.each([301, 302, 307, 308])('follows no redirect (%d), as no node does', async (status) => {
		const came: string[] = [];
		const further = await serve((request) => {
			came.push(JSON.stringify(request));
			return { status: 200, headers: {}, body: '{"request_id":"x","auth":{}}' };
		});
		const first = await serve(() => ({
			status,
			headers: { location: `${further.url}/v1/x` },
			body: '',
		}));
		const token = 'hvs.CAESIJ0123456789of-the-test';
		for (const login of ['approle', 'token'])
			expect(shown(await tryOut({ address: first.url, login, token }))).toMatch(/leads on to another one/);
		expect(came).toEqual([]);
	});

	test('shows none of the words that a vault writes after the status of a refusal', () => {
		const told = (type.test.rules ?? []).map(({ properties }) => (properties as { value: unknown }).value);
		expect(told).toEqual(expect.arrayContaining([400, 403, 404, 429, 500, 502, 503]));
	});
});

test('is refused with a wrong login, and the failure holds neither secret', async () => {
	const token = 'hvs.CAESIJwrongTokenOfTheTest0123456789';
	const secretId = '0f0f0f0f-aaaa-bbbb-cccc-123456789abc';
	for (const changes of [{ login: 'token', token }, { secretId }]) {
		const { run, asked, log } = await tryOut(changes);
		expect(run.status).toBe('error');
		expect(asked).toHaveLength(1);
		expect(inspect([run.data.resultData, log], { depth: 12 })).not.toMatch(
			/wrongTokenOfTheTest|aaaa-bbbb-cccc/,
		);
	}
});
