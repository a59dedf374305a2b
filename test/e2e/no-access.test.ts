import type { Rest } from '../../scripts/n8n/rest';
import { sharedN8n } from './n8n';
import { offered } from './offered';
import {
	CREDENTIAL,
	NODE,
	OWN,
	itemsOf,
	oneNode,
	openWorld,
	registerKey,
	saveCredential,
	type Stored,
	type World,
} from './world';

const KEY = 'not-for-everybody.dev';

let world: World;
let owner: Rest;
let guest: Rest;
let stored: Stored;
let workflow = '';
let execution = '';
/** What nobody may learn who has no access to the credential. */
let secrets: readonly string[] = [];

beforeAll(async () => {
	world = await openWorld();
	owner = await sharedN8n();
	guest = await owner.invite({ email: 'guest@example.com', password: 'Day-Boat-8' });
	stored = await saveCredential(owner, world);
	const key = await world.makeKey(KEY);
	await registerKey(owner, world, stored, KEY);
	workflow = await owner.createWorkflow(
		oneNode(stored, { resource: 'key', operation: 'list', simplify: false }),
	);
	const done = await owner.run(workflow, 'Start');
	execution = done.id;
	const [listed] = itemsOf(done, 'Keyturn');
	secrets = [KEY, key.id, listed!['fingerprint'], listed!['owner']];
}, 30_000);
afterAll(() => world.close());

const learnt = (answer: unknown) => secrets.filter((secret) => JSON.stringify(answer).includes(secret));

/** This package's nodes, as n8n offers them. */
async function ownTypes() {
	const types = (await owner.types('nodes')) as { name: string; credentials?: { name: string }[] }[];
	return types.filter(({ name }) => name.startsWith(OWN));
}

/** Every list that a form of this package asks n8n to fetch, as the editor would ask for it. */
async function lists(): Promise<readonly { readonly endpoint: string; readonly methodName: string }[]> {
	const text = JSON.stringify(await ownTypes());
	const named = (field: string, endpoint: string) =>
		[...new Set([...text.matchAll(new RegExp(`"${field}":"([^"]+)"`, 'g'))].map(([, name]) => name!))].map(
			(methodName) => ({ endpoint, methodName }),
		);
	return [
		...named('searchListMethod', 'resource-locator-results'),
		...named('loadOptionsMethod', 'options'),
		...named('resourceMapperMethod', 'resource-mapper-fields'),
	];
}

const ask = (
	rest: Rest,
	{ endpoint, methodName }: { readonly endpoint: string; readonly methodName: string },
) =>
	rest.call('POST', `dynamic-node-parameters/${endpoint}`, {
		path: 'key',
		methodName,
		nodeTypeAndVersion: { name: NODE, version: 1 },
		currentNodeParameters: { resource: 'key', operation: 'getStatus' },
		credentials: { [CREDENTIAL]: stored },
	});

it('the secrets of this test are what the owner sees', async () => {
	expect(secrets).toHaveLength(4);
	expect(secrets.every((secret) => typeof secret === 'string' && secret.length > 5)).toBe(true);
	expect(learnt((await owner.execution(execution)).text)).toEqual(secrets);
});

it('a list in a form is filled for the owner, and for nobody without the credential', async () => {
	const all = await lists();
	expect(all.map(({ methodName }) => methodName)).toEqual(
		expect.arrayContaining(['searchKeys', 'getAdmins']),
	);
	for (const list of all) {
		expect((await ask(owner, list)).status).toBe(200);
		const refused = await ask(guest, list);
		expect(JSON.stringify(refused.body)).not.toMatch(/"results":\[\{|"value":/);
		expect(learnt(refused)).toEqual([]);
	}
	const filled = await ask(owner, { endpoint: 'resource-locator-results', methodName: 'searchKeys' });
	expect(learnt(filled)).toEqual([KEY]);
});

it('what is tried below is everything of every node that n8n offers with the credential', async () => {
	const withLogin = (await ownTypes()).filter(({ credentials = [] }) =>
		credentials.some(({ name }) => name === CREDENTIAL),
	);
	expect(new Set(offered.map(({ node }) => node))).toEqual(new Set(withLogin.map(({ name }) => name)));
	expect(offered.length).toBeGreaterThan(25);
});

it.each(offered.map((each) => [each.node.slice(OWN.length), each.resource, each.operation, each] as const))(
	'%s, %s: %s tells nothing without the credential',
	async (_node, _resource, _operation, { node: type, parameters }) => {
		const answers: unknown[] = [];
		const used = { ...stored };
		for (const credential of [used, { ...used, id: null }, undefined]) {
			const file = oneNode(stored, { ...parameters, simplify: false });
			const nodes = file.nodes.map((node) =>
				node.type === NODE
					? { ...node, type, credentials: credential === undefined ? {} : { [CREDENTIAL]: credential } }
					: node,
			);
			const body = { pinData: {}, settings: {}, ...file, nodes };
			const saved = await guest.call('POST', 'workflows', body);
			answers.push(saved.body);
			const id: unknown = saved.body?.data?.id;
			if (typeof id !== 'string') continue;
			const started = await guest.call('POST', `workflows/${id}/run`, {
				triggerToStartFrom: { name: 'Start' },
			});
			answers.push(started.body);
			const run: unknown = started.body?.data?.executionId;
			if (typeof run !== 'string') continue;
			const done = await guest.ended(run);
			expect(done.status).toBe('error');
			// It is for want of the credential, not of anything in the form.
			expect(done.error?.message).toMatch(/credential/i);
			answers.push(done.text);
		}
		expect(answers.length).toBeGreaterThan(2);
		expect(learnt(answers)).toEqual([]);
	},
);

it.each([
	'credentials',
	'credentials?includeScopes=true&includeData=true',
	'credentials/CREDENTIAL',
	'credentials/CREDENTIAL?includeData=true',
	'credentials/for-workflow?workflowId=WORKFLOW',
	'workflows',
	'workflows/WORKFLOW',
	'workflow-history/workflow/WORKFLOW',
	'executions',
	'executions/EXECUTION',
	'projects/my-projects',
])('reading %s tells nothing either', async (path) => {
	const filled = path
		.replace('CREDENTIAL', stored.id)
		.replace('WORKFLOW', workflow)
		.replace('EXECUTION', execution);
	expect((await owner.call('GET', filled)).status).toBe(200);
	expect(learnt(await guest.call('GET', filled))).toEqual([]);
});

it('neither does a test of the owner’s credential by its id', async () => {
	const credentials = { id: stored.id, name: stored.name, type: CREDENTIAL, data: {} };
	const answer = await guest.call('POST', 'credentials/test', { credentials });
	expect(JSON.stringify(answer.body)).not.toContain('"OK"');
	expect(learnt(answer)).toEqual([]);
});

it('n8n’s public API tells nothing with a key of that user', async () => {
	const apiKey = await guest.createApiKey('guest', [
		'workflow:list',
		'execution:list',
		'execution:read',
		'workflow:read',
	]);
	const read = async (path: string) => {
		const response = await fetch(`${guest.url}/api/v1/${path}`, { headers: { 'x-n8n-api-key': apiKey } });
		return { status: response.status, body: await response.text() };
	};
	const answers = [
		await read('workflows'),
		await read('executions?includeData=true'),
		await read(`executions/${execution}?includeData=true`),
		await read(`workflows/${workflow}`),
	];
	expect(answers[0]?.status).toBe(200);
	expect(learnt(answers)).toEqual([]);
});

it('on the Community edition not even the owner can share a workflow with that user', async () => {
	expect((await owner.call('PUT', `workflows/${workflow}/share`, { shareWithIds: [] })).status).toBe(403);
});
