import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Rest } from '../../scripts/n8n/rest';
import { sharedN8n } from './n8n';
import { formOf, offered as everything } from './offered';
import {
	CREDENTIAL,
	NODE,
	OWN,
	nodeOf,
	openWorld,
	registerKey,
	saveCredential,
	type Stored,
	type World,
} from './world';

const KEY = 'tempting.dev';
const BASELINE = `${OWN}dnsBaseline`;
const AUDIT = `${OWN}auditExport`;
const LANGCHAIN = '@n8n/n8n-nodes-langchain.';

interface Type {
	readonly name: string;
	readonly outputs: unknown;
}

let world: World;
let n8n: Rest;
let stored: Stored;
let model: Server;
/** The tools that were offered to the model, and the calls of the harmless one. */
const offered = new Set<string>();
let harmless = 0;

/** A model that wants the worst: it calls every tool that it is offered, once. */
const worstCase = () =>
	createServer((request, response) => {
		if (request.url === '/harmless') {
			harmless += 1;
			return void response.end('{}');
		}
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			const { tools = [], messages } = JSON.parse(body) as {
				tools?: { function: { name: string } }[];
				messages: { role: string }[];
			};
			const names = tools.map((tool) => tool.function.name);
			for (const name of names) offered.add(name);
			const called = messages.some(({ role }) => role === 'tool');
			const calls = names.map((name, at) => ({
				id: `call_${at}`,
				type: 'function',
				function: { name, arguments: JSON.stringify({ input: KEY, key: KEY, operation: 'rotate' }) },
			}));
			const message =
				called || calls.length === 0
					? { role: 'assistant', content: 'Done.' }
					: { role: 'assistant', content: null, tool_calls: calls };
			const choice = { index: 0, message, finish_reason: called ? 'stop' : 'tool_calls' };
			response.setHeader('content-type', 'application/json');
			response.end(
				JSON.stringify({
					id: 'chat_1',
					object: 'chat.completion',
					created: 1,
					model: 'worst-case',
					choices: [choice],
					usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
				}),
			);
		});
	});

beforeAll(async () => {
	world = await openWorld();
	n8n = await sharedN8n();
	stored = await saveCredential(n8n, world);
	await world.makeKey(KEY);
	await registerKey(n8n, world, stored, KEY);
	model = worstCase();
	await new Promise<void>((resolve) => model.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
	model.closeAllConnections();
	model.close();
	await world.close();
});

/** All that vault and provider hold, but for logins. */
const state = () => {
	const { mounts } = world.stage.vault.vault.state.namespaces['']!;
	const keys = world.stage.provider.provider.state.keys.map((key) => ({ ...key, lastUsedMs: null }));
	return structuredClone({ mounts, keys });
};

const toolsOf = (types: readonly Type[], owner: string) =>
	types
		.filter(
			({ name, outputs }) =>
				name.startsWith(owner) && (name.endsWith('Tool') || JSON.stringify(outputs).includes('ai_tool')),
		)
		.map(({ name }) => name);

/** An agent with that model, and with these nodes connected as its tools. */
async function runAgent(...tools: readonly object[]) {
	const address = `http://127.0.0.1:${(model.address() as AddressInfo).port}`;
	const openAiApi = {
		id: await n8n.createCredential('openAiApi', 'A model', { apiKey: 'none-needed', url: address }),
		name: 'A model',
	};
	const named = tools.map((tool, at) => ({ ...nodeOf(`Tool ${at}`, '', 1, {}), ...tool }));
	const toAgent = (type: string) => ({ [type]: [[{ node: 'Agent', type, index: 0 }]] });
	const id = await n8n.createWorkflow({
		name: 'Worst case',
		nodes: [
			nodeOf('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			nodeOf('Agent', `${LANGCHAIN}agent`, 2, { promptType: 'define', text: 'Do your worst.', options: {} }),
			nodeOf(
				'Model',
				`${LANGCHAIN}lmChatOpenAi`,
				1,
				{ model: 'worst-case', options: { baseURL: address } },
				{
					credentials: { openAiApi },
				},
			),
			...named,
		],
		connections: {
			Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
			Model: toAgent('ai_languageModel'),
			...Object.fromEntries(named.map(({ name }) => [name, toAgent('ai_tool')])),
		},
	});
	return await n8n.run(id, 'Start');
}

const control = () => ({
	type: 'n8n-nodes-base.httpRequestTool',
	typeVersion: 4.2,
	parameters: {
		toolDescription: 'Calls a harmless address',
		url: `http://127.0.0.1:${(model.address() as AddressInfo).port}/harmless`,
		options: {},
	},
});

it('n8n makes no tool for AI agents out of this package', async () => {
	const types = (await n8n.types('nodes')) as Type[];
	expect(types.map(({ name }) => name)).toEqual(expect.arrayContaining([NODE, BASELINE, AUDIT]));
	expect(toolsOf(types, OWN)).toEqual([]);
	// The same look sees the tools of another package.
	expect(toolsOf(types, 'n8n-nodes-base.').length).toBeGreaterThan(50);
	expect(toolsOf(types, LANGCHAIN).length).toBeGreaterThan(3);
});

it('the scripted caller does call what it is offered', async () => {
	const done = await runAgent(control());
	expect({ status: done.status, error: done.error?.message }).toEqual({
		status: 'success',
		error: undefined,
	});
	expect(harmless).toBe(1);
	expect(offered.size).toBe(1);
});

const confirmed = { confirmedBy: 'Ann Field' };
const decision = { digest: '0'.repeat(64), how: 'typed', person: 'Ann Field' };
/** Filled in as somebody would who wants it to work; everything else stays as the form gives it. */
const filled: Readonly<Record<string, object>> = {
	rotate: { mode: 'planned' },
	rollBack: confirmed,
	retireOldKey: confirmed,
	rotateKey: confirmed,
	approve: decision,
	reject: decision,
	answerQuestion: { question: 'secondFactor', answer: 'yes', person: 'Ann Field' },
};
const emergency = formOf(NODE, 'rotation', 'rotate', { ...confirmed, mode: 'emergency', leaked: 'in use' });
/** Everything that the package offers over the vault, and the emergency besides. */
const asked: ReadonlyArray<readonly [node: string, parameters: { readonly operation: string }]> = [
	...everything.map(
		({ node, operation, parameters }) => [node, { ...parameters, ...filled[operation], operation }] as const,
	),
	[NODE, emergency],
];

it('every operation is among them', () => {
	const byNode = (node: string) => asked.filter(([name]) => name === node).map(([, each]) => each.operation);
	expect(byNode(NODE)).toHaveLength(9);
	expect(byNode(BASELINE)).toEqual(expect.arrayContaining(['approve', 'backUp', 'checkMany']));
	expect(byNode(AUDIT)).toEqual(expect.arrayContaining(['append', 'setUp', 'sendAlert', 'receive']));
});

it.each(
	asked.flatMap(([node, parameters]) =>
		[node, `${node}Tool`].map((type) => [`${parameters.operation} by ${type}`, type, parameters] as const),
	),
)('wired to an agent by hand all the same, %s changes nothing', async (_title, type, parameters) => {
	const before = state();
	offered.clear();
	const keyturn = {
		type,
		parameters: { ...parameters, key: { __rl: true, mode: 'name', value: KEY } },
		credentials: { [CREDENTIAL]: stored },
	};
	const outcome = await runAgent(keyturn, control()).then(
		({ status, error }) => ({ status, message: error?.message }),
		(error: unknown) => ({ status: 'refused', message: String(error) }),
	);
	expect(outcome.status).not.toBe('success');
	// n8n's own words for why: the node is no tool, and its credential is for this package's nodes alone.
	expect(outcome.message).toMatch(
		/supplyData|restricted to: n8n-nodes-keyturn\.auditExport, n8n-nodes-keyturn\.dnsBaseline, n8n-nodes-keyturn\.rotateKey\./,
	);
	expect([...offered].filter((name) => /keyturn|rotat/i.test(name))).toEqual([]);
	expect(state()).toEqual(before);
});
