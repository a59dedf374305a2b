import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { NodeConnectionTypes, type INodeType } from 'n8n-workflow';
import { vaults } from '../../core/vaults';
import { KeyturnHashicorpVaultApi } from '../../credentials/KeyturnHashicorpVaultApi.credentials';
import { RotateKey } from '../../nodes/RotateKey/RotateKey.node';
import { engine } from '../../demo/n8n/engine';
import { policyRules } from '../../demo/policy';
import { registerParameters, runNode } from './workflows';
import { CREDENTIAL, MOUNT, PREFIX, startWorld, type World } from './world';

let folder = '';
let world: World;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'keyturn-credential-'));
	world = await startWorld({ folder });
});
afterAll(async () => {
	await world.close();
	rmSync(folder, { recursive: true });
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
	const done = await n8n.run({ nodes: [at], connections: {}, settings: {} }, { startAt: 'Test' });
	return { ...done, asked: world.vault.vault.accessLog.slice(before) };
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
