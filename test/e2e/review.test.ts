import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Rest } from '../../scripts/n8n/rest';
import { sharedN8n, template } from './n8n';
import {
	itemsOf,
	openWorld,
	registerKey,
	saveCredential,
	withCredential,
	type Stored,
	type World,
} from './world';

const TEMPLATE = 'monthly-credential-review-reminder';

let world: World;
let n8n: Rest;
let stored: Stored;
let chat: Server;
const messages: string[] = [];
beforeAll(async () => {
	chat = createServer((request, response) => {
		let body = '';
		request.on('data', (part: Buffer) => (body += part.toString()));
		request.on('end', () => {
			messages.push((JSON.parse(body) as { text: string }).text);
			response.end('{}');
		});
	});
	await new Promise<void>((listening) => chat.listen(0, '127.0.0.1', listening));
	world = await openWorld();
	n8n = await sharedN8n();
	stored = await saveCredential(n8n, world, 'Review');
});
afterAll(async () => {
	chat.close();
	await world.close();
});

/** The template as a person leaves it who switched the messages on. */
function reviewing(more: Readonly<Record<string, object>> = {}) {
	const url = `http://127.0.0.1:${(chat.address() as AddressInfo).port}/`;
	const original = withCredential(template(TEMPLATE), stored);
	const nodes = original.nodes.map((node: { name: string; parameters: object }) => ({
		...node,
		parameters: { ...node.parameters, ...more[node.name], ...(node.name.startsWith('Send ') ? { url } : {}) },
		disabled: false,
	}));
	return n8n.createWorkflow({ ...original, nodes });
}

it('says that no key is registered, then tells of each key, and sends it', async () => {
	const id = await reviewing({ 'Loop Over Pages': { batchSize: 1 } });
	expect((await n8n.run(id, 'Start by Hand')).status).toBe('success');
	expect(messages.splice(0)).toEqual([expect.stringContaining('No key is registered yet.')]);

	await world.makeKey('kept.dev');
	await world.allow('new.dev');
	for (const name of ['kept.dev', 'new.dev']) await registerKey(n8n, world, stored, name);
	const done = await n8n.run(id, 'Start by Hand');
	expect(done.status).toBe('success');
	expect(itemsOf(done, 'Most Urgent First').map(({ key }) => key)).toEqual(['new.dev', 'kept.dev']);
	expect(messages.splice(0)).toEqual([
		expect.stringMatching(/page 1 of 2\nNeed a person: 1\..* Fine: 1\.\n\nNEED A PERSON\n🟡 new\.dev · /),
		expect.stringMatching(/page 2 of 2\n.*\n\nFINE\n🟢 kept\.dev · owner: .* · 0 days old · next rotation /),
	]);
});

it('published it runs by its schedule, and n8n keeps nothing of a run that went well', async () => {
	const often = { rule: { interval: [{ field: 'seconds', secondsInterval: 1 }] } };
	const id = await reviewing({ 'First Day of Every Month at 9:00': often });
	await n8n.publish(id);
	for (const deadline = Date.now() + 20_000; messages.length < 3 && Date.now() < deadline;)
		await new Promise((done) => setTimeout(done, 250));
	await n8n.unpublish(id);
	await new Promise((done) => setTimeout(done, 2_000));
	expect(messages.length).toBeGreaterThan(2);
	expect(await n8n.executions(id)).toEqual([]);
}, 60_000);
