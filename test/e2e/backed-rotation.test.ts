import { setTimeout as pause } from 'node:timers/promises';
import type { Rest } from '../../scripts/n8n/rest';
import { CREDENTIAL_TYPE, requestWorkflow } from '../engine/backed-stage';
import { CACHE_S } from './backed-workflow';
import { sharedN8n } from './n8n';
import { itemsOf, oneNode, openWorld, registerKey, saveCredential, type World } from './world';

jest.setTimeout(180_000);

const EVERY_MS = 200;
/** So many calls at least are made from before the rotation to after it, also on a fast machine. */
const FEWEST_CALLS = 50;

let n8n: Rest;
beforeAll(async () => {
	n8n = await sharedN8n();
});

/** A vault-backed credential for one key of the world, with a login that reads this key and nothing else. */
async function backedBy(world: World, name: string): Promise<string> {
	const { vault } = world.stage.vault;
	const path = `keyturn/values/${name}`;
	vault.definePolicy(name, { [`secret/data/${path}`]: ['read'] });
	return await n8n.createCredential(CREDENTIAL_TYPE, name, {
		address: world.stage.vault.url,
		login: 'approle',
		...vault.defineAppRole(name, { policies: [name] }),
		loginMount: 'approle',
		mount: 'secret',
		path,
		field: 'value',
		allowedHosts: world.stage.provider.url,
		sendAs: 'bearer',
		cacheSeconds: CACHE_S,
	});
}

/** A published workflow that calls the provider whenever its webhook is called; answers with the webhook's address. */
async function publishedClient(world: World, name: string): Promise<{ url: string; id: string }> {
	const id = await backedBy(world, name);
	const made = requestWorkflow({ method: 'POST', url: `${world.stage.provider.url}/v1/work` }, { id });
	const nodes = made.nodes.map((node) =>
		node.name === 'Start'
			? {
					...node,
					type: 'n8n-nodes-base.webhook',
					typeVersion: 2,
					webhookId: name,
					parameters: { path: name, responseMode: 'lastNode' },
				}
			: node,
	);
	const workflow = await n8n.createWorkflow({ ...made, nodes, name: `Client of ${name}` });
	await n8n.publish(workflow);
	return { url: `${n8n.url}/webhook/${name}`, id: workflow };
}

/** Calls at a steady pace and keeps every answer that is not the one of an accepted key. */
function steadyCalls(url: string) {
	const under = new Set<Promise<void>>();
	const failed: string[] = [];
	const keys: string[] = [];
	let made = 0;
	const call = async () => {
		const text = await fetch(url)
			.then((answer) => answer.text())
			.catch((error: unknown) => String(error));
		const { ok, keyId } = /^\{.*\}$/s.test(text) ? JSON.parse(text) : {};
		if (ok === true) keys.push(keyId);
		else failed.push(text);
	};
	const timer = setInterval(() => {
		made += 1;
		const one = call().finally(() => under.delete(one));
		under.add(one);
	}, EVERY_MS);
	return {
		/** Waits until so many calls were made. */
		async reached(calls: number) {
			while (made < calls) await pause(EVERY_MS);
		},
		async end() {
			clearInterval(timer);
			await Promise.all(under);
			return { failed, keys };
		},
	};
}

async function rotatedToTheEnd(credential: { id: string; name: string }, name: string) {
	const parameters = {
		resource: 'rotation',
		operation: 'rotate',
		key: { __rl: true, mode: 'name', value: name },
		simplify: false,
	};
	const workflow = await n8n.createWorkflow(oneNode(credential, parameters));
	for (let round = 0; round < 20; round++) {
		const done = await n8n.run(workflow, 'Start');
		const [told] = itemsOf(done, 'Keyturn');
		if (told?.['underWay'] !== true) return told;
		await pause(Math.max(250, Date.parse(String(told['continueAt'])) - Date.now() + 250));
	}
	return undefined;
}

it.each([401, 403, 200] as const)(
	'a client at 5 calls a second through a whole rotation, where a dead key is answered %d: no call fails, none carries a revoked key',
	async (deadAnswer) => {
		const world = await openWorld();
		try {
			const name = `backed-${deadAnswer}.dev`;
			const { provider } = world.stage.provider;
			provider.knobs.deadAnswer = deadAnswer;
			const old = await world.makeKey(name);
			const stored = await saveCredential(n8n, world);
			await registerKey(n8n, world, stored, name);
			const client = await publishedClient(world, name);
			// A webhook is known some time after its workflow was published.
			for (let at = 0; at < 40 && !(await fetch(client.url)).ok; at++) await pause(250);

			const calls = steadyCalls(client.url);
			await pause(1_500);
			const told = await rotatedToTheEnd(stored, name);
			await pause(3_000);
			await calls.reached(FEWEST_CALLS);
			const { failed, keys } = await calls.end();
			await n8n.unpublish(client.id);

			expect(told).toMatchObject({ light: 'green', status: 'up to date' });
			expect(failed).toEqual([]);
			expect(keys[0]).toBe(old.id);
			expect(keys.at(-1)).not.toBe(old.id);
			const { work, keys: states } = provider.state;
			expect([work.withDeadKey, work.failed]).toEqual([0, 0]);
			expect(states.find(({ id }) => id === old.id)).toMatchObject({
				deadFromMs: expect.any(Number),
				callsAfterDeath: 0,
			});
		} finally {
			await world.close();
		}
	},
);
