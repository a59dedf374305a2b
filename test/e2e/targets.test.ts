import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Secret } from '../../core/secret';
import { n8nCredential } from '../../core/targets/n8n-credential';
import { n8nVaultCredential } from '../../core/targets/n8n-vault-credential';
import type { Deployment } from '../../core/targets/target';
import { nodeHost } from '../../demo/play/host';
import * as terms from '../../demo/play/terms';
import type { Rest } from '../../scripts/n8n/rest';
import { refusal } from '../contract/provider-suite';
import { sharedN8n } from './n8n';
import { itemsOf, oneNode, openWorld, saveCredential, type World } from './world';

jest.setTimeout(60_000);

const SCOPES = ['credential:read', 'credential:update', 'workflow:list'];
const MARK = '__n8n_BLANK_VALUE_e5362baf-c777-4d57-a609-6eaf1f9e87f6';

/** A service that answers everybody, and 200 to one bearer alone under /models. */
let service: Server;
let url = '';
let accepted = '';
const seen: Record<string, unknown>[] = [];

let world: World;
let n8n: Rest;
let apiKey = '';
beforeAll(async () => {
	service = createServer((request, response) => {
		seen.push({ ...request.headers });
		const good = request.headers.authorization === `Bearer ${accepted}`;
		response.writeHead(request.url === '/models' && !good ? 401 : 200, {
			'content-type': 'application/json',
		});
		response.end('{"data":[]}');
	});
	await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
	world = await openWorld();
	n8n = await sharedN8n();
	apiKey = await n8n.createApiKey('targets', SCOPES);
});
afterAll(async () => {
	service.close();
	await world.close();
});

const open = (credentialId: string, field: string, key = apiKey, before = 'nothing') =>
	n8nCredential.open(
		{ address: n8n.url, credentialId, field, before },
		new Secret(key, 'admin/n8n', [n8n.url]),
		nodeHost,
	);
const deployment = (value: string): Deployment => ({
	key: 'a.key',
	version: '1',
	fingerprint: '0123456789abcdef',
	value: new Secret(value, 'the new value', [n8n.url]),
});

/** A workflow whose HTTP Request uses a credential, and what the service saw of its call. */
async function call(type: string, id: string): Promise<Record<string, unknown>> {
	const node = {
		...oneNode({ id: '', name: '' }, {}).nodes[1]!,
		name: 'Call',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: { url, authentication: 'genericCredentialType', genericAuthType: type },
		credentials: { [type]: { id, name: 'Of the app' } },
	};
	const whole = oneNode({ id: '', name: '' }, {});
	const workflow = {
		...whole,
		nodes: [whole.nodes[0], node],
		connections: { Start: { main: [[{ node: 'Call', type: 'main', index: 0 }]] } },
	};
	const done = await n8n.run(await n8n.createWorkflow(workflow), 'Start');
	expect(done.status).toBe('success');
	return seen.at(-1) ?? {};
}

const headerAuth = (value: string) =>
	n8n.createCredential('httpHeaderAuth', 'Header of the app', { name: 'X-Own-Header', value });

describe('a credential that n8n keeps', () => {
	it('gets one field, keeps the others, and the next workflow calls with the new value', async () => {
		const id = await headerAuth('Bearer old');
		expect((await call('httpHeaderAuth', id))['x-own-header']).toBe('Bearer old');
		const target = open(id, 'value', apiKey, 'bearer');
		expect(await target.check()).toEqual([]);
		const what = deployment('the-new-value');
		expect(await target.holds(what, null)).toBe('no');
		const receipt = await target.update(what);
		expect(await target.holds(what, receipt)).toBe('yes');
		expect((await call('httpHeaderAuth', id))['x-own-header']).toBe('Bearer the-new-value');
		expect(await target.holds(what, receipt)).toBe('yes');
		// The type has no test of its own, which says nothing against it, nor for it.
		expect(await target.works?.()).toBeNull();
	});

	it('is seen to have changed when somebody saves it in the editor', async () => {
		const id = await headerAuth('old');
		const target = open(id, 'value');
		const receipt = await target.update(deployment('the-new-value'));
		await new Promise((later) => setTimeout(later, 5));
		const data = { name: 'X-Own-Header', value: 'by a person' };
		await n8n.must('PATCH', `credentials/${id}`, { name: 'Header of the app', type: 'httpHeaderAuth', data });
		expect(await target.holds(deployment('the-new-value'), receipt)).toBe('no');
	});

	it('is tried by n8n’s own test, where the type has one', async () => {
		const data = { apiKey: 'old', url, header: false };
		const id = await n8n.createCredential('openAiApi', 'Key of the app', data);
		const target = open(id, 'apiKey');
		accepted = 'the-new-value';
		await target.update(deployment('another-value'));
		expect(await target.works?.()).toBe(false);
		await target.update(deployment('the-new-value'));
		expect(await target.works?.()).toBe(true);
	});

	it('n8n takes its blank marker for no change at all: the driver never sends it', async () => {
		const id = await headerAuth('old');
		const body = JSON.stringify({ isPartialData: true, data: { value: MARK } });
		const headers = { 'content-type': 'application/json', 'x-n8n-api-key': apiKey };
		const answer = await fetch(`${n8n.url}/api/v1/credentials/${id}`, { method: 'PATCH', headers, body });
		expect(answer.status).toBe(200);
		expect((await call('httpHeaderAuth', id))['x-own-header']).toBe('old');
		const error = await refusal(() => open(id, 'value').update(deployment(MARK)));
		expect(error.message).toContain('would not keep this value');
		expect((await call('httpHeaderAuth', id))['x-own-header']).toBe('old');
	});
});

describe('what stands in the way is said in one sentence', () => {
	it.each(['credential:read', 'credential:update'])('an API key without %s', async (scope) => {
		const id = await headerAuth('old');
		const key = await n8n.createApiKey(
			`without ${scope}`,
			SCOPES.filter((each) => each !== scope),
		);
		const { code, message, next } = await refusal(() => open(id, 'value', key).check());
		expect([code, message]).toEqual(['RIGHT_MISSING', expect.stringContaining(`lacks the scope ${scope}`)]);
		expect(next).toContain(scope);
		expect((await call('httpHeaderAuth', id))['x-own-header']).toBe('old');
	});

	it('an API key that n8n does not know', async () => {
		const id = await headerAuth('old');
		const { code, message } = await refusal(() => open(id, 'value', 'not-a-key').check());
		expect([code, message]).toEqual(['ADMIN_REFUSED', expect.stringContaining('API key is refused')]);
	});

	it('an API key of somebody who may not use the credential', async () => {
		const id = await headerAuth('old');
		const guest = await n8n.invite({ email: 'guest-of-targets@example.com', password: 'Day-Train-8' });
		const theirs = (await guest.must('GET', 'api-keys/scopes')) as string[];
		const key = await guest.createApiKey('guest', theirs);
		const target = open(id, 'value', key);
		// n8n gives the scope to owners and admins alone.
		expect(theirs).not.toContain('credential:read');
		expect((await refusal(() => target.check())).message).toContain('lacks the scope credential:read');
		expect((await refusal(() => target.update(deployment('x')))).code).toBe('ADMIN_REFUSED');
		expect((await call('httpHeaderAuth', id))['x-own-header']).toBe('old');
	});

	it('a credential that is deleted meanwhile', async () => {
		const id = await headerAuth('old');
		const target = open(id, 'value');
		const receipt = await target.update(deployment('the-new-value'));
		await n8n.must('DELETE', `credentials/${id}`);
		expect(await target.holds(deployment('the-new-value'), receipt)).toBe('gone');
		expect((await refusal(() => target.update(deployment('x')))).code).toBe('NO_SUCH_ENTRY');
		expect((await refusal(() => target.check())).message).toContain('no credential of this id');
	});

	it('an id that never was, a field that the type does not have', async () => {
		expect((await refusal(() => open('AAAAAAAAAAAAAAAA', 'value').check())).code).toBe('NO_SUCH_ENTRY');
		const id = await headerAuth('old');
		expect((await refusal(() => open(id, 'apiKey').check())).message).toContain('no field apiKey, but');
		expect((await refusal(() => open(id, 'apiKey').update(deployment('x')))).message).toContain(
			'refuses the change',
		);
	});

	it('a credential whose name n8n itself would refuse today', async () => {
		const id = await n8n.createCredential('httpHeaderAuth', 'A', { name: 'X-Own-Header', value: 'old' });
		expect((await refusal(() => open(id, 'value').check())).message).toContain('fewer than 3');
		expect((await refusal(() => open(id, 'value').update(deployment('x')))).code).toBe('BAD_INPUT');
	});

	it('Keyturn’s own vault login', async () => {
		const { id } = await saveCredential(n8n, world, 'Not to be touched');
		expect((await refusal(() => open(id, 'secretId').check())).message).toContain('of Keyturn’s own');
	});
});

it('a whole rotation in n8n has the target hold the new value before the old key is dead', async () => {
	const name = 'with-target.dev';
	const old = await world.makeKey(name);
	const { person, stage } = world;
	await person.allow(`${terms.PREFIX}/values/${name}`, `${stage.provider.url} ${n8n.url}`);
	await person.keep(`${terms.PREFIX}/admin/n8n`, apiKey, n8n.url);
	const id = await headerAuth(`Bearer ${old.value}`);
	const stored = await saveCredential(n8n, world);
	const { providerSettings, graceHours, cacheSeconds, delaySeconds, observeSeconds } =
		world.registration(name);
	const target = { address: n8n.url, credentialId: id, field: 'value', before: 'bearer', admin: 'n8n' };
	const parameters = (dryRun: boolean) => ({
		resource: 'key',
		operation: 'register',
		keyName: name,
		provider: 'dev',
		admin: terms.ADMIN,
		devAddress: providerSettings['address'],
		options: {
			graceHours,
			cacheSeconds,
			delaySeconds,
			observeSeconds,
			dryRun,
			targets: { n8nCredential: [target] },
		},
	});
	const act = async (given: object) => {
		const done = await n8n.run(await n8n.createWorkflow(oneNode(stored, given)), 'Start', 90_000);
		expect(done.error?.message).toBeUndefined();
		expect(done.text).not.toContain(old.value);
		expect(done.text).not.toContain(apiKey);
		return itemsOf(done, 'Keyturn')[0] ?? {};
	};
	const dry = await act(parameters(true));
	expect(dry['possible']).toBe(true);
	expect(JSON.stringify(dry['steps'])).toContain(`Send the new value to n8n credential ${id}`);
	await act(parameters(false));

	const rotate = {
		resource: 'rotation',
		operation: 'rotate',
		key: { __rl: true, mode: 'name', value: name },
	};
	let report = await act(rotate);
	expect(report['status']).toBe('waiting');
	const inUse = String((await call('httpHeaderAuth', id))['x-own-header']).replace('Bearer ', '');
	expect(inUse).not.toBe(old.value);
	for (let run = 0; run < 8 && report['status'] !== 'up to date'; run++) {
		const at = Date.parse(String(report['continueAt']));
		await new Promise((later) => setTimeout(later, Math.max(at - Date.now(), 0) + 500));
		report = await act(rotate);
	}
	expect(report).toMatchObject({ status: 'up to date', light: 'green' });
	expect(world.atProvider(old.id)?.deletedMs).not.toBeNull();
	expect((await call('httpHeaderAuth', id))['x-own-header']).toBe(`Bearer ${inUse}`);
}, 240_000);

describe('a vault-backed credential', () => {
	const type = 'keyturnHashicorpVaultKeyApi';
	const entry = `${terms.PREFIX}/values/backed.dev`;
	const flow = (id: string, name: string, options: object = {}) => {
		const whole = oneNode({ id: '', name: '' }, {});
		const node = {
			...whole.nodes[1]!,
			name: 'Call',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: { url, authentication: 'predefinedCredentialType', nodeCredentialType: type, options },
			credentials: { [type]: { id, name: 'Of the app' } },
		};
		const connections = { Start: { main: [[{ node: 'Call', type: 'main', index: 0 }]] } };
		return { ...whole, name, nodes: [whole.nodes[0], node], connections };
	};

	it('reads the vault at the next call once it is told, and what cannot is named', async () => {
		const { person, settings } = world;
		await person.keep(entry, 'the-old-value', url);
		const id = await n8n.createCredential(type, 'Key of the app', {
			...settings,
			path: entry,
			field: 'value',
			allowedHosts: url,
			sendAs: 'bearer',
			cacheSeconds: 3_600,
		});
		const workflow = await n8n.createWorkflow(flow(id, 'Heals by itself'));
		await n8n.createWorkflow(flow(id, 'Hears of nothing', { response: { response: { neverError: true } } }));
		const sent = async () => {
			const done = await n8n.run(workflow, 'Start');
			expect([done.status, done.error?.message]).toEqual(['success', undefined]);
			return seen.at(-1)?.['authorization'];
		};
		expect(await sent()).toBe('Bearer the-old-value');
		await person.keep(entry, 'the-new-value', url);
		// Within its Cache Time it has no reason to look.
		expect(await sent()).toBe('Bearer the-old-value');

		const admin = new Secret(apiKey, 'admin/n8n', [n8n.url]);
		const target = n8nVaultCredential.open({ address: n8n.url, credentialId: id }, admin, nodeHost);
		expect(await target.check()).toEqual([]);
		const what = deployment('not sent to n8n at all');
		expect(await target.holds(what, null)).toBe('no');
		const receipt = await target.update(what);
		expect(await target.holds(what, receipt)).toBe('yes');
		expect(await sent()).toBe('Bearer the-new-value');
		// n8n has kept what it read since, which is no reason to tell it again.
		expect(await target.holds(what, receipt)).toBe('yes');
		const breaks = (await target.breaks?.()) ?? [];
		expect(breaks).toEqual([
			expect.stringMatching(/“Call” of the n8n workflow “Hears of nothing”.*Never Error/),
		]);
	});

	it('is not written to as if n8n kept its value, nor is any other taken for one', async () => {
		const plain = await headerAuth('old');
		const admin = new Secret(apiKey, 'admin/n8n', [n8n.url]);
		const target = n8nVaultCredential.open({ address: n8n.url, credentialId: plain }, admin, nodeHost);
		expect((await refusal(() => target.check())).message).toContain('no field refresh');
	});
});
