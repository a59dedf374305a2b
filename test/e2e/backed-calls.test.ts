import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { importWorkflows } from '../../scripts/n8n/cli';
import { install } from '../../scripts/n8n/installation';
import type { Rest } from '../../scripts/n8n/rest';
import { CREDENTIAL_TYPE, ENTRY, startStage, type Stage } from '../engine/backed-stage';
import { backedCalls, CACHE_S } from './backed-workflow';
import { shared, sharedN8n } from './n8n';
import { CREDENTIAL, oneNode } from './world';

const OLD = 'sk-old-canary-5f0c9d1e7a3b';
const NEW = 'sk-new-canary-8b2d4c6e9f10';

jest.setTimeout(120_000);

let n8n: Rest;
let stage: Stage;
beforeAll(async () => {
	n8n = await sharedN8n();
});
beforeEach(async () => {
	stage = await startStage();
	await stage.publish(OLD);
});
afterEach(() => stage.close());

const passed = () => pause(CACHE_S * 1_000 + 200);
const count = (key: string) => stage.keys().filter((each) => each === key).length;

it('is offered for the HTTP Request node, which the connection credential is not', async () => {
	const types = await n8n.types('credentials');
	const named = (name: string) => types.find((type) => type.name === name);
	const { authenticate, supportedNodes } = named(CREDENTIAL_TYPE)!;
	expect([authenticate, supportedNodes]).toEqual([{}, []]);
	expect(named(CREDENTIAL)?.restrictToSupportedNodes).toBe(true);
});

it('100 items after a rotation, before a vault of 1.5 s: none carries the old key, at most two readings', async () => {
	const { call } = await backedCalls(n8n, stage, { cacheSeconds: 10 });
	expect((await call()).status).toBe('success');
	await stage.publish(NEW);
	stage.living.delete(OLD);
	await pause(10_200);
	stage.forget();
	stage.knobs.vaultDelayMs = 1_500;
	const done = await call({}, { items: 100 });
	expect(done.error).toBeUndefined();
	expect([done.items.length, count(OLD), count(NEW)]).toEqual([100, 0, 100]);
	expect(stage.reads()).toBeLessThanOrEqual(2);
}, 60_000);

it('within the Cache Time the vault is not asked', async () => {
	const { call } = await backedCalls(n8n, stage, { cacheSeconds: 300 });
	await call();
	for (let at = 0; at < 2; at++) expect((await call({}, { items: 5 })).status).toBe('success');
	expect(stage.keys()).toHaveLength(11);
	expect(stage.reads()).toBe(1);
});

it('a POST that is answered 500 reaches the provider once, whether or not its Cache Time is over', async () => {
	const { call } = await backedCalls(n8n, stage);
	await call();
	for (const isOver of [false, true]) {
		if (isOver) await passed();
		stage.forget();
		const done = await call({ method: 'POST', url: `${stage.provider.url}/fail` });
		expect(done.status).toBe('error');
		expect(stage.provider.received.map(({ method }) => method)).toEqual(['POST']);
	}
});

it('a vault that is down for less than a Cache Time fails no call; longer, one sentence tells and nothing is sent', async () => {
	const { call } = await backedCalls(n8n, stage, { cacheSeconds: 4 });
	await call();
	await pause(3_500);
	stage.knobs.vaultDown = true;
	for (const until = Date.now() + 3_000; Date.now() < until;) {
		expect((await call()).status).toBe('success');
		await pause(300);
	}
	await pause(2_500);
	stage.forget();
	const done = await call();
	expect(done.error?.message).toMatch(
		/^Vault \(log in\): no complete answer came\. Check that the address is right/,
	);
	expect(stage.provider.received).toEqual([]);
	stage.knobs.vaultDown = false;
	expect((await call()).status).toBe('success');
}, 60_000);

it('a key that died at once is replaced in the same execution', async () => {
	const { call } = await backedCalls(n8n, stage, { cacheSeconds: 300 });
	await call();
	await stage.publish(NEW);
	stage.living.delete(OLD);
	stage.forget();
	expect((await call()).status).toBe('success');
	expect(stage.keys()).toEqual([OLD, NEW]);
});

it('a changed Refresh, sent by the public API, has the value read anew; hidden fields cannot be sent', async () => {
	const { call, credentialId } = await backedCalls(n8n, stage, { cacheSeconds: 300 });
	await call();
	await stage.publish(NEW);
	stage.living.delete(OLD);
	const key = await n8n.createApiKey('changed refresh', ['credential:update']);
	const patch = (data: object) =>
		fetch(`${n8n.url}/api/v1/credentials/${credentialId}`, {
			method: 'PATCH',
			headers: { 'x-n8n-api-key': key, 'content-type': 'application/json' },
			body: JSON.stringify({ isPartialData: true, data }),
		});
	expect((await patch({ cachedSecret: '' })).status).toBe(400);
	expect((await patch({ refresh: 'emergency of 2030-01-01' })).status).toBe(200);
	stage.forget();
	for (let at = 0; at < 2; at++) expect((await call()).status).toBe('success');
	expect(stage.keys()).toEqual([NEW, NEW]);
	expect(stage.reads()).toBe(1);
});

it('the value is encrypted where n8n keeps it, and in no execution', async () => {
	const { call, credentialId } = await backedCalls(n8n, stage, { cacheSeconds: 300 });
	await call();
	await call({ url: `${stage.provider.url}/fail` }, { settings: { onError: 'continueRegularOutput' } });
	await call({ url: `${stage.provider.url}/fail` });
	const { data } = await n8n.must('GET', `credentials/${credentialId}?includeData=true`);
	expect(JSON.stringify(data)).not.toContain(OLD);
	expect(Number(data.fetchedAt)).toBeGreaterThan(0);
	const home = join(shared().folder, '.n8n');
	// Workflows of other tests keep files in the same n8n, in folders.
	const files = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter(
		(file) => /^database\.sqlite|\.log$|^storage\//.test(file) && statSync(join(home, file)).isFile(),
	);
	expect(files).toEqual(expect.arrayContaining(['database.sqlite', 'database.sqlite-wal']));
	const read = (file: string) => readFileSync(file);
	const all = [...files.map((file) => join(home, file)), shared().log].map(read);
	const holds = (text: string) => all.some((bytes) => bytes.includes(text));
	expect([holds(OLD), holds(stage.login.secretId)]).toEqual([false, false]);
	// The search itself works: what is stored in the clear is found.
	expect(holds(stage.provider.url)).toBe(true);
});

describe('Test of the credential', () => {
	const test = (settings: object, id: string) => n8n.testCredential(CREDENTIAL_TYPE, 'Key', settings, id);

	it('is green when all is well', async () => {
		const { settings, credentialId } = await backedCalls(n8n, stage);
		expect(await test(settings, credentialId)).toMatchObject({ status: 'OK' });
		expect(stage.reads()).toBeGreaterThan(0);
	});

	it('is red while the vault cannot be reached, although a value is cached', async () => {
		const { settings, credentialId, call } = await backedCalls(n8n, stage, { cacheSeconds: 300 });
		await call();
		stage.knobs.vaultDown = true;
		const { data } = await n8n.must('GET', `credentials/${credentialId}?includeData=true`);
		expect(await test({ ...settings, ...data }, credentialId)).toEqual({
			status: 'Error',
			message: expect.stringContaining('no complete answer came'),
		});
		expect((await call()).status).toBe('success');
	});

	it('warns when the login can do more than read the one entry', async () => {
		stage.devVault.definePolicy('one-key', { 'secret/data/keyturn/values/*': ['read', 'update'] });
		const { settings, credentialId } = await backedCalls(n8n, stage);
		const { status, message } = await test(settings, credentialId);
		expect(status).toBe('Error');
		expect(message).toMatch(
			/it reads the key, and can do more than that: update on secret.*Calls work meanwhile/,
		);
		expect(message).toContain(`secret/data/${ENTRY}`);
	});
});

it.each([
	['n8n-nodes-base.httpRequest', 4.4],
	['n8n-nodes-base.code', 2],
])(
	'n8n refuses the connection credential to %s, when it is saved and when it got in by a file',
	async (type, typeVersion) => {
		const settings = {
			address: stage.vault.url,
			login: 'token',
			token: stage.devVault.issueToken({ policies: ['one-key'], ttlSeconds: 60, displayName: 'a' }),
			mount: 'secret',
			prefix: 'keyturn',
		};
		const id = await n8n.createCredential(CREDENTIAL, 'Vault', settings);
		const workflow = oneNode(
			{ id, name: 'Vault' },
			{
				url: `${stage.vault.url}/v1/secret/data/${ENTRY}`,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: CREDENTIAL,
				jsCode: `return [{ json: await this.getCredentials('${CREDENTIAL}') }]`,
			},
		);
		const nodes = workflow.nodes.map((node) =>
			node.name === 'Keyturn' ? { ...node, type, typeVersion } : node,
		);
		const file = { pinData: {}, settings: {}, ...workflow, nodes };
		const saved = await n8n.call('POST', 'workflows', file);
		expect([saved.status, JSON.stringify(saved.body)]).toEqual([
			400,
			expect.stringMatching(
				/it is restricted to: n8n-nodes-keyturn\.auditExport, n8n-nodes-keyturn\.dnsBaseline, n8n-nodes-keyturn\.rotateKey\."/,
			),
		]);

		const importedId = `refused${typeVersion * 10}`;
		await importWorkflows(await install(), shared().folder, [{ ...file, id: importedId, active: false }]);
		const done = await n8n.run(importedId, 'Start');
		expect(done.status).toBe('error');
		expect(JSON.stringify(done.runData)).not.toContain(settings.token);
		expect(stage.reads()).toBe(0);
	},
	60_000,
);
