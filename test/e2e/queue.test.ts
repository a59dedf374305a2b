import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { S, settledAt } from '../../core/rotation/bounds';
import { Canary, missedBy, type Planted } from '../../demo/canary';
import { startWorker } from '../../scripts/n8n/instance';
import { queueEnvironment } from '../../scripts/n8n/queue';
import type { Started } from '../../scripts/servers/processes';
import { startRedis, type Redis } from '../../scripts/servers/redis';
import { startStage } from '../engine/backed-stage';
import { backedCalls } from './backed-workflow';
import { Laws } from './laws';
import { ownN8n, type OwnN8n } from './n8n';
import { Night } from './night';
import { OutsideClient } from './outside-client';
import { RedisWatch } from './redis-watch';
import { Services } from './services';
import { Team } from './team';

const KEYS = Array.from({ length: 200 }, (_, index) => `app-${String(index)}.dev`);
const WORKERS = ['worker-1', 'worker-2'] as const;
const LONGEST_PHASE_MS = 240_000;
/** How many workers are killed while one phase lasts, and how long both are left alone before. */
const KILLS = 2;
const MOST_ROUNDS = 5;
/** Long enough that a busy machine starts all executions within it. */
const CACHE_S = 15;
/** A Date header tells whole seconds, so a sweep may take its time for one that is up to a second ago. */
const SPARE_MS = 2_500;
/** A worker that has written nothing for so long was killed, or waits for what it may not do yet. */
const STILL_MS = 5_000;
const LIFE_MS = { least: 3_000, more: 10_000 };
jest.setTimeout(600_000);

describe('queue mode: 200 keys, sweeps on two workers that are killed at random', () => {
	let services: Services;
	let redis: Redis;
	let watch: RedisWatch;
	let n8n: OwnN8n;
	let team: Team;
	let night: Night;
	let laws: Laws;
	let client: OutsideClient;
	let env: Readonly<Record<string, string>>;
	const madeByHand = new Map<string, string>();
	const workers = new Map<string, Started>();
	const values: Planted[] = [];
	const random = chance(20_261_124);
	let kills = 0;
	let sweeps = 0;

	/** What was opened, to be closed in the opposite order. */
	const opened: (() => unknown)[] = [];

	beforeAll(async () => {
		services = await Services.open();
		opened.push(() => services.close());
		redis = await startRedis();
		opened.push(() => redis.stop());
		watch = await RedisWatch.open(redis.port);
		opened.push(() => {
			watch.close();
		});
		env = queueEnvironment(redis);
		n8n = await ownN8n('n8n-queue', env);
		opened.push(() => n8n.close());
		opened.push(() => Promise.all([...workers.values()].map((worker) => worker.kill9())));
		await Promise.all(WORKERS.map(start));
		team = await Team.open(services, 'marketing');
		opened.push(() => team.close());
		const keyturn = team.keyturn();
		for (const key of KEYS) {
			madeByHand.set(key, await team.adopt(keyturn, key, { observeSeconds: 0 }));
			values.push({ name: `old value of ${key}`, value: team.valueOf(key) });
		}
		team.provider.onLanded(({ method }, answer) => {
			if (method === 'POST') values.push({ name: 'a new value', value: newValueIn(answer) });
		});
		laws = new Laws(services);
		laws.watch(team, KEYS);
		night = await Night.import(n8n.rest, team);
		const sources = KEYS.map((key) => ({ name: key, value: () => team.valueOf(key) }));
		client = new OutsideClient(services.providerUrl, sources, 10);
		opened.push(() => client.stop());
	});

	afterAll(async () => {
		for (const close of opened.reverse()) await close();
	});

	async function start(name: string): Promise<void> {
		workers.set(name, await startWorker({ folder: n8n.folder, env }, name));
	}

	/** Ends a worker as a power cut would, and starts it again. */
	async function cut(name: string): Promise<void> {
		const worker = workers.get(name);
		if (worker === undefined) return;
		workers.delete(name);
		await worker.kill9();
		kills += 1;
		await start(name);
	}

	/** Keeps sweeps going until all keys are that far; meanwhile one worker or the other is killed at random moments. */
	async function sweepUntil(far: (key: string) => boolean): Promise<void> {
		const { signal, over } = phase();
		const ending = once(signal, 'abort');
		const sweeping = WORKERS.map(async () => {
			for (; !signal.aborted; sweeps++)
				await Promise.race([night.sweep(n8n.rest).then(() => pause(3_000)), ending]);
		});
		const killing = (async () => {
			for (let times = 0; times < KILLS; times++) {
				await Promise.race([pause(LIFE_MS.least + random() * LIFE_MS.more), ending]);
				if (signal.aborted) return;
				await cut(WORKERS[Math.floor(random() * WORKERS.length)] ?? WORKERS[0]);
				sweeps += 1;
				// The sweep that died with it is not taken up again by itself.
				await night.start(n8n.rest);
			}
		})();
		const deadline = Date.now() + LONGEST_PHASE_MS;
		for (let open = KEYS; open.length > 0; open = open.filter((key) => !far(key))) {
			if (Date.now() > deadline) throw new Error(`not done in time: ${standing()}`);
			await pause(500);
		}
		over();
		await Promise.all([...sweeping, killing]);
	}

	const standing = () =>
		JSON.stringify(
			KEYS.reduce<Record<string, number>>((counts, key) => {
				const state = team.document(key).rotation?.state ?? 'none';
				return { ...counts, [state]: (counts[state] ?? 0) + 1 };
			}, {}),
		);

	/** When a sweep can take the key further, in the vault's time; 0 when it can now. */
	function nextRun(key: string): number {
		const { rotation, lease, notBefore, intents } = team.document(key);
		if (rotation === null) return 0;
		const settled = intents.map(({ at }) => settledAt(team.document(key), at));
		return Math.max(lease === null ? 0 : lease.until + S, notBefore, rotation.until ?? 0, ...settled);
	}

	/** What each key that a worker holds was last seen as, and since when. */
	const lastSeen = new Map<string, { readonly document: string; readonly since: number }>();

	/** True when a sweep can do nothing for the key now. A worker that still moves it on is not cut off for that. */
	function waits(key: string): boolean {
		if (nextRun(key) <= services.vaultNow) return false;
		const document = JSON.stringify(team.document(key));
		const before = lastSeen.get(key);
		const seen = before?.document === document ? before : { document, since: Date.now() };
		lastSeen.set(key, seen);
		return team.document(key).lease === null || Date.now() - seen.since > STILL_MS;
	}

	/** With both workers dead, lets the vault's time go by until nothing has to be waited for. */
	async function quiet(): Promise<void> {
		await Promise.all([...workers.values()].map((worker) => worker.kill9()));
		const ms = Math.max(...KEYS.map(nextRun)) + SPARE_MS - services.vaultNow;
		services.vault.knobs.clockOffsetMs += Math.max(0, ms);
		kills += WORKERS.length;
		await Promise.all(WORKERS.map(start));
	}

	it('rotates every key once', async () => {
		const began = Date.now();
		await sweepUntil((key) => ended(team, key) || waits(key));
		for (let round = 0; round < MOST_ROUNDS && !KEYS.every((key) => ended(team, key)); round++) {
			await quiet();
			await sweepUntil((key) => ended(team, key) || waits(key));
		}
		const seconds = Math.round((Date.now() - began) / 1_000);
		await client.stop();

		expect(KEYS.flatMap((key) => laws.faultsOf(team, key, madeByHand.get(key) ?? ''))).toEqual([]);
		expect(laws.breaches).toEqual([]);
		expect(client.failed).toEqual([]);
		const swept = WORKERS.map(
			(name) => (workers.get(name)?.printed() ?? '').match(/Worker started execution/g)?.length ?? 0,
		);
		expect(Math.min(...swept)).toBeGreaterThan(0);
		const requests = team.vault.passed.length + team.provider.passed.length;
		const { calls } = client;
		process.stdout.write(
			`queue mode: ${JSON.stringify({ keys: KEYS.length, seconds, kills, sweeps, swept, killedKeys: laws.kills, requests, calls, failed: client.failed.length })}\n`,
		);
	});

	it('100 items of ten executions after a rotation, on both workers: none carries the old key, at most two readings', async () => {
		const [old, fresh] = [`sk-old-${chanceText()}`, `sk-new-${chanceText()}`];
		values.push({ name: 'old key of an app', value: old }, { name: 'new key of an app', value: fresh });
		const stage = await startStage();
		opened.push(() => stage.close());
		await stage.publish(old);
		const { call } = await backedCalls(n8n.rest, stage, { cacheSeconds: CACHE_S });
		expect((await call()).status).toBe('success');
		await stage.publish(fresh);
		stage.living.delete(old);
		await pause(CACHE_S * 1_000 + 200);
		stage.forget();
		stage.knobs.vaultDelayMs = 1_500;
		const done = await Promise.all(Array.from({ length: 10 }, () => call({}, { items: 10 })));
		expect(done.map(({ status, items }) => [status, items.length])).toEqual(done.map(() => ['success', 10]));
		const sent = stage.keys();
		expect([
			sent.filter((each) => each === old).length,
			sent.filter((each) => each === fresh).length,
		]).toEqual([0, 100]);
		expect(stage.reads()).toBeLessThanOrEqual(2);
		process.stdout.write(
			`two workers: ${JSON.stringify({ calls: sent.length, withOldKey: 0, readings: stage.reads() })}\n`,
		);
	});

	it('and nothing of a secret went through Redis', async () => {
		const secrets: Planted[] = [
			// All values go the same ways; the search takes a second for twenty of them.
			...values.filter(({ name }, index) => index % 5 === 0 || name.endsWith('of an app')),
			{ name: 'admin key', value: services.adminKey },
			{ name: 'installation key', value: services.read('marketing/system/installation')?.['value'] ?? '' },
			...Object.keys(services.vault.state.namespaces['']?.tokens ?? {}).map((value) => ({
				name: 'session token',
				value,
			})),
			...Object.values(services.vault.state.namespaces['']?.roles ?? {})
				.flatMap(({ secretIds }) => secretIds)
				.map((value) => ({ name: 'secret id', value })),
		];
		const canary = new Canary(secrets);
		const [control] = values;
		await watch.ask('SAVE');
		const texts = async () => [
			{ name: 'commands', text: watch.seen },
			{ name: 'keys', text: await watch.everything() },
			{ name: 'database file', text: readFileSync(redis.database, 'latin1') },
		];
		const { bytes, leaks } = canary.search(await texts());
		expect(leaks).toEqual([]);
		expect(missedBy(canary, secrets)).toEqual([]);

		await watch.ask('SET', 'control', JSON.stringify({ body: control?.value }));
		await watch.ask('PUBLISH', 'control', String(control?.value));
		await watch.ask('SAVE');
		const found = new Set(canary.search(await texts()).leaks.map(({ where }) => where));
		expect([...found].sort()).toEqual(['commands', 'database file', 'keys']);
		process.stdout.write(
			`Redis: ${JSON.stringify({ secrets: secrets.length, bytes, leaks: leaks.length })}\n`,
		);
	});
});

const chanceText = () => randomBytes(16).toString('hex');

/** A stretch of time that others can be told the end of. */
function phase() {
	const controller = new AbortController();
	return {
		signal: controller.signal,
		over: () => {
			controller.abort();
		},
	};
}

const ended = (team: Team, key: string): boolean => {
	const { rotation, last } = team.document(key);
	return rotation === null && last !== null && last.deadVersion === null;
};

const newValueIn = (answer: string): string => {
	const { value } = JSON.parse(answer === '' ? '{}' : answer) as { value?: string };
	return value ?? '';
};

/** Numbers from 0 to 1 that are the same in each run. */
function chance(seed: number): () => number {
	let state = seed;
	return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}
