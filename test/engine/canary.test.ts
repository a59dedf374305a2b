import { Canary, missedBy, type Searched } from '../../demo/canary';
import type { DevProviderKnobs } from '../../demo/dev-provider/knobs';
import { goodKnobs } from '../../demo/dev-provider/knobs';
import { warpClock, type Warp } from './warp';
import { recordsOf, textsOf, watchSecrets } from './watched';
import { named, registerParameters, rotateParameters, runNode } from './workflows';
import { startWorld, type World } from './world';

let world: World;
let warp: Warp;
let secrets: ReturnType<typeof watchSecrets>;
beforeAll(async () => {
	warp = warpClock();
	world = await startWorld({ now: warp.now });
	secrets = watchSecrets(world);
});
afterAll(async () => {
	warp.restore();
	await world.close();
});

const ROUNDS = 15;

/** Adopts a key, rotates it under the fault until it is over or stuck, and gives all that n8n kept of it. */
async function rotateUnder(name: string, knobs: Partial<DevProviderKnobs>, rounds = ROUNDS) {
	const texts: Searched[] = [];
	const run = async (parameters: Parameters<typeof runNode>[1]) => {
		const done = await runNode(world, parameters);
		texts.push(...textsOf(name, done));
		return done;
	};
	const old = await world.handMade(name);
	const registered = await run(registerParameters(world, name));
	expect(registered.error).toBeUndefined();

	Object.assign(world.provider.provider.knobs, knobs);
	let finished = false;
	for (let round = 0; !finished && round < rounds; round++) {
		const { json } = await run(rotateParameters(name, { simplify: false }));
		finished = json[0]?.['status'] === 'up to date';
		const later = json[0]?.['continueAt'];
		if (!finished) warp.to(typeof later === 'string' ? later : warp.now() + 5_000);
		await run({ resource: 'key', operation: 'getStatus', key: named(name), simplify: false });
	}
	Object.assign(world.provider.provider.knobs, goodKnobs());
	const key = world.provider.provider.state.keys.find(({ id }) => id === old.id);
	return { texts, finished, oldIsDead: key?.deletedMs !== null };
}

const faults: Readonly<Record<string, Partial<DevProviderKnobs>>> = {
	'no fault': {},
	'late listing': { listDelayMs: 3_000 },
	'late revocation': { revokeDelayMs: 3_000 },
	'late activation': { activateDelayMs: 1_500 },
	'200 for deleting what is not there': { deleteMissingAnswers200: true },
	'a dead key is answered 403': { deadAnswer: 403 },
	'a dead key is answered 200': { deadAnswer: 200 },
	'a list that leaks': { leakingList: true },
	'names may repeat': { duplicateNames: 'allow' },
	'too many requests': { rateLimitNext: { count: 2, retryAfterSeconds: 1 } },
	'a lost answer': { loseAnswerAfterCreate: 1 },
	'a web page': { htmlErrorNext: 2 },
	'a server that fails': { failNext: { status: 500, count: 2 } },
	'an expiry that is not kept': { ignoresExpiry: true },
	'errors that repeat the key': { echoKeyInErrors: true },
	'errors that repeat the key, and a list that leaks': {
		echoKeyInErrors: true,
		leakingList: true,
		failNext: { status: 403, count: 3 },
	},
};

const all: Searched[] = [];

test.each(Object.entries(faults))(
	'%s: nothing leaks, and the old key dies',
	async (fault, knobs) => {
		const { texts, finished, oldIsDead } = await rotateUnder(
			`canary-${Object.keys(faults).indexOf(fault)}.dev`,
			knobs,
		);
		all.push(...texts);
		const { bytes, leaks } = new Canary(secrets.planted()).search(texts);
		expect(leaks).toEqual([]);
		expect(bytes).toBeGreaterThan(1_000);
		expect({ finished, oldIsDead }).toEqual({ finished: true, oldIsDead: true });
	},
	60_000,
);

test('a check that accepts anybody proves nothing: no leak, and the old key lives', async () => {
	const { texts, finished, oldIsDead } = await rotateUnder('canary-anonymous.dev', { anonymous200: true }, 1);
	expect(new Canary(secrets.planted()).search(texts).leaks).toEqual([]);
	expect({ finished, oldIsDead }).toEqual({ finished: false, oldIsDead: false });
}, 60_000);

test('a key limit stops it without a leak and without a new key', async () => {
	const name = 'canary-limit.dev';
	const { state } = world.provider.provider;
	const living = state.keys.filter(({ deletedMs }) => deletedMs === null).length;
	const { texts, oldIsDead } = await rotateUnder(name, { keyLimit: living + 1 }, 2);
	expect(new Canary(secrets.planted()).search(texts).leaks).toEqual([]);
	expect(oldIsDead).toBe(false);
}, 60_000);

test('the audit log and the documents hold no secret', async () => {
	const records = await recordsOf(world);
	expect(records.length).toBeGreaterThan(Object.keys(faults).length * 2);
	expect(new Canary(secrets.planted()).search(records).leaks).toEqual([]);
});

test('the search finds every one of these secrets in every form', () => {
	const planted = secrets.planted();
	expect(planted.length).toBeGreaterThan(Object.keys(faults).length * 2);
	expect(missedBy(new Canary(planted), planted)).toEqual([]);
	const hidden = all.map(({ name, text }) => ({ name, text: text + planted[0]!.value.slice(2, 14) }));
	expect(new Canary(planted).search(hidden.slice(0, 1)).leaks.length).toBeGreaterThan(0);
});
