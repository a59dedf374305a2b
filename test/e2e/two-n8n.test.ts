import type { Rest } from '../../scripts/n8n/rest';
import { ownN8n, sharedN8n, template, type OwnN8n } from './n8n';
import {
	itemsOf,
	oneNode,
	openWorld,
	registerKey,
	saveCredential,
	withCredential,
	type Stored,
	type World,
} from './world';

const KEYS = Array.from({ length: 5 }, (_, at) => `both-${at}.dev`);
const FIRST_ISSUES = Array.from({ length: 5 }, (_, at) => `fresh-${at}.dev`);

/** Longer than n8n leaves to what runs when it is told to stop. */
const HELD_MS = 5_000;

/** One n8n with the credential and the nightly workflow. */
interface Side {
	readonly rest: Rest;
	readonly stored: Stored;
	readonly night: string;
}

/** How much of the vault's time goes by between two sweeps. */
const STEP_MS = 3_000;

/** Longer than a run that was cut off may still keep others from its key. */
const LEFT_BEHIND_MS = 180_000;

let world: World;
/** How far the vault's clock, by which all runs go, was put forward. */
let aheadMs = 0;
let own: OwnN8n;
let sides: readonly Side[] = [];
const created: string[] = [];
const revoked: string[] = [];
let onCreated: () => void = () => undefined;

async function sideOf(rest: Rest): Promise<Side> {
	const stored = await saveCredential(rest, world);
	const night = withCredential(template('rotate-due-keys-every-night'), stored);
	return { rest, stored, night: await rest.createWorkflow(night) };
}

beforeAll(async () => {
	world = await openWorld(() => Date.now() + aheadMs);
	// A second or so is left to what runs when n8n is told to stop: less than a sweep needs.
	own = await ownN8n('second', { N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '1' });
	sides = [await sideOf(await sharedN8n()), await sideOf(own.rest)];
	const { provider } = world.stage.provider;
	const handle = provider.handle.bind(provider);
	provider.handle = (request) => {
		const response = handle(request);
		const id = request.path.split('/').at(-1) ?? '';
		if (request.method === 'DELETE' && response.status < 300) revoked.push(id);
		if (request.method === 'POST' && response.status === 201) {
			created.push(request.path);
			onCreated();
		}
		return response;
	};
}, 60_000);
afterAll(async () => {
	await own.close();
	await world.close();
});

const living = () =>
	world.stage.provider.provider.state.keys.filter(({ deletedMs }) => deletedMs === null).map(({ id }) => id);

const sweep = ({ rest, night }: Side) => rest.run(night, 'Start by Hand', 60_000);

const chosen = (key: string) => ({ key: { __rl: true, mode: 'name', value: key }, simplify: false });

/** How these keys stand, as n8n tells. */
async function statesOf({ rest, stored }: Side, keys: readonly string[]): Promise<unknown[]> {
	const parameters = { resource: 'key', operation: 'list', simplify: false };
	const run = await rest.run(await rest.createWorkflow(oneNode(stored, parameters)), 'Start');
	const told = new Map(itemsOf(run, 'Keyturn').map(({ key, status }) => [key, status]));
	return keys.map((key) => told.get(key));
}

/** Sweeps with each side that is named, at the same time, until nothing is left to do. */
async function sweepUntilDone(by: readonly Side[], keys: readonly string[]): Promise<void> {
	for (const deadline = Date.now() + 90_000; ;) {
		for (const { status } of await Promise.all(by.map(sweep))) expect(status).toBe('success');
		const states = await statesOf(by[0]!, keys);
		if (states.every((status) => status === 'up to date')) return;
		if (Date.now() > deadline) throw new Error(JSON.stringify(states));
		aheadMs += STEP_MS;
	}
}

/** Sweeps until so many of the keys are not up to date yet, and names them. */
async function openAfterSweeps(side: Side, count: number): Promise<string[]> {
	for (const deadline = Date.now() + 60_000; ;) {
		expect((await sweep(side)).status).toBe('success');
		const states = await statesOf(side, FIRST_ISSUES);
		const open = FIRST_ISSUES.filter((_key, at) => states[at] !== 'up to date');
		if (open.length === count) return open;
		if (Date.now() > deadline) throw new Error(`Still open: ${open.join(', ')}`);
		aheadMs += STEP_MS;
	}
}

it('two n8n on one vault rotate each key once: no key too many, none revoked twice', async () => {
	const old = new Map<string, string>();
	for (const key of KEYS) {
		old.set(key, (await world.makeKey(key)).id);
		await registerKey(sides[0]!.rest, world, sides[0]!.stored, key);
	}
	created.length = 0;
	await Promise.all(
		KEYS.flatMap((key) =>
			sides.map(async ({ rest, stored }) => {
				const parameters = { resource: 'rotation', operation: 'rotate', mode: 'planned', ...chosen(key) };
				const id = await rest.createWorkflow(oneNode(stored, parameters));
				const { status, error } = await rest.run(id, 'Start');
				if (status !== 'success') expect(error?.message).toMatch(/another run|somebody else|at work/i);
			}),
		),
	);
	await sweepUntilDone(sides, KEYS);

	expect(created).toHaveLength(KEYS.length);
	expect([...revoked].sort()).toEqual([...old.values()].sort());
	expect(living()).toHaveLength(KEYS.length);
}, 180_000);

it('n8n that is stopped in mid-sweep goes on with it after its next start', async () => {
	const [, second] = sides as [Side, Side];
	const before = living();
	for (const key of FIRST_ISSUES) {
		await world.allow(key);
		await registerKey(second.rest, world, second.stored, key);
	}
	[created.length, revoked.length] = [0, 0];
	await new Promise((done) => setTimeout(done, 2_200));
	const stopped = new Promise<void>((resolve) => {
		onCreated = () => {
			onCreated = () => undefined;
			process.kill(own.instance.pid, 'SIGTERM');
			// The key is made, and its answer held until n8n is gone: it is served from this very process.
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, HELD_MS);
			resolve();
		};
	});
	const execution = await second.rest.start(second.night, 'Start by Hand');
	await stopped;
	await own.instance.stop();
	expect(created).toHaveLength(1);

	await own.restart();
	expect((await second.rest.execution(execution)).status).not.toBe('success');
	// All but the one that was cut off: that run could still be alive, by the vault's clock.
	const [cutOff = ''] = await openAfterSweeps(second, 1);
	expect(await statesOf(second, [cutOff])).not.toEqual(['up to date']);
	aheadMs += LEFT_BEHIND_MS;
	await sweepUntilDone([second], FIRST_ISSUES);
	const ours = living().filter((id) => !before.includes(id));
	expect(ours).toHaveLength(FIRST_ISSUES.length);
	expect(created.length - revoked.length).toBe(FIRST_ISSUES.length);
	expect(new Set(revoked).size).toBe(revoked.length);
}, 180_000);
