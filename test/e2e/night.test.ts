import { importCredentials, importWorkflows } from '../../scripts/n8n/cli';
import { install } from '../../scripts/n8n/installation';
import type { Rest } from '../../scripts/n8n/rest';
import { shared, sharedN8n, template } from './n8n';
import {
	CREDENTIAL,
	itemsOf,
	oneNode,
	openWorld,
	registerKey,
	saveCredential,
	withCredential,
	type Stored,
	type World,
} from './world';

const TEMPLATE = 'rotate-due-keys-every-night';
const KEY = 'night.dev';

let world: World;
let n8n: Rest;
let stored: Stored;
let workflow = '';
beforeAll(async () => {
	world = await openWorld();
	n8n = await sharedN8n();
	stored = await saveCredential(n8n, world);
	workflow = await n8n.createWorkflow({ ...withCredential(template(TEMPLATE), stored), name: 'Night' });
	// A key that nobody has made yet is due at once.
	await world.allow(KEY);
	await registerKey(n8n, world, stored, KEY);
});
afterAll(() => world.close());

const statusParameters = (key: string) => ({
	resource: 'key',
	operation: 'getStatus',
	key: { __rl: true, mode: 'name', value: key },
	simplify: false,
});

async function statusOf(key: string) {
	const parameters = {
		resource: 'key',
		operation: 'getStatus',
		key: { __rl: true, mode: 'name', value: key },
	};
	const id = await n8n.createWorkflow(oneNode(stored, { ...parameters, simplify: false }));
	return itemsOf(await n8n.run(id, 'Start'), 'Keyturn')[0]!;
}

const byHand = () => n8n.run(workflow, 'Start by Hand');

it('imports by n8n’s own command, credential and all', async () => {
	const { folder } = shared();
	const installation = await install();
	const id = 'importedCredential';
	await importCredentials(installation, folder, [
		{ id, name: 'Imported', type: CREDENTIAL, data: world.settings },
	]);
	const credential = { id, name: 'Imported' };
	await importWorkflows(installation, folder, [
		{ ...withCredential(template(TEMPLATE), credential), id: 'importedNight' },
	]);
	const done = await n8n.run('importedNight', 'Start by Hand');
	expect(done.status).toBe('success');
	expect(itemsOf(done, 'Write the Result')).toHaveLength(1);
}, 60_000);

it('an n8n in which it is not active is told by *Get Status*: "nightly workflow not active"', async () => {
	const other = await openWorld();
	try {
		const credential = await saveCredential(n8n, other);
		await other.makeKey('quiet.dev');
		await registerKey(n8n, other, credential, 'quiet.dev');
		const id = await n8n.createWorkflow(oneNode(credential, statusParameters('quiet.dev')));
		expect(itemsOf(await n8n.run(id, 'Start'), 'Keyturn')).toMatchObject([
			{ sweeps: 'nightly workflow not active', lastSweepAt: null },
		]);
	} finally {
		await other.close();
	}
});

it('run by hand it issues the key that was due, and a key that is up to date is left alone', async () => {
	for (let round = 0; round < 20 && (await statusOf(KEY))['status'] !== 'up to date'; round += 1) {
		expect((await byHand()).status).toBe('success');
		await new Promise((done) => setTimeout(done, 1_000));
	}
	expect(await statusOf(KEY)).toMatchObject({ light: 'green', sweeps: 'nightly workflow active' });
	const made = world.stage.provider.provider.state.keys.length;
	const idle = await byHand();
	expect(idle.status).toBe('success');
	expect(itemsOf(idle, 'Write the Result')).toHaveLength(1);
	expect(world.stage.provider.provider.state.keys).toHaveLength(made);
}, 90_000);

it('published it runs by its schedule, and not any more when it is switched off', async () => {
	const original = template(TEMPLATE);
	const everySecond = { rule: { interval: [{ field: 'seconds', secondsInterval: 1 }] } };
	const nodes = original.nodes.map((node: { type: string }) =>
		node.type.endsWith('scheduleTrigger') ? { ...node, parameters: everySecond } : node,
	);
	const id = await n8n.createWorkflow({ ...withCredential({ ...original, nodes }, stored), name: 'Often' });
	await n8n.publish(id);
	let ran = await n8n.executions(id);
	for (const deadline = Date.now() + 20_000; ran.length < 2 && Date.now() < deadline;) {
		await new Promise((done) => setTimeout(done, 250));
		ran = await n8n.executions(id);
	}
	await n8n.unpublish(id);
	const done = await n8n.ended(ran.at(-1)!.id);
	expect(done.status).toBe('success');
	expect(Object.keys(done.runData)).toContain('Every Night at 2:15');
	expect(itemsOf(done, 'Write the Result')).toHaveLength(1);

	await new Promise((resolve) => setTimeout(resolve, 1_500));
	const before = (await n8n.executions(id)).length;
	await new Promise((resolve) => setTimeout(resolve, 3_000));
	expect(await n8n.executions(id)).toHaveLength(before);
}, 60_000);

it('what goes wrong takes the error branch, with what to do, and the workflow itself succeeds', async () => {
	const { knobs } = world.stage.vault.vault;
	knobs.sealed = true;
	const done = await byHand();
	knobs.sealed = false;
	expect(done.status).toBe('success');
	expect(itemsOf(done, 'Write What Stopped It')).toEqual([
		{
			text: expect.stringMatching(/^Keyturn could not look after the keys last night: .*sealed.*Ask whoever/),
		},
	]);
	expect(itemsOf(await byHand(), 'Write the Result')).toHaveLength(1);
});

it('a credential that was deleted meanwhile ends with one clear error', async () => {
	const gone = await saveCredential(n8n, world, 'To be deleted');
	const id = await n8n.createWorkflow(withCredential(template(TEMPLATE), gone));
	await n8n.must('DELETE', `credentials/${gone.id}`);
	const done = await n8n.run(id, 'Start by Hand');
	expect(done.status).toBe('success');
	expect(itemsOf(done, 'Write What Stopped It')).toEqual([
		{ text: expect.stringMatching(/vault credential of this node is no longer in n8n.*choose another/) },
	]);
});
