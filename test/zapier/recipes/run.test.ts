import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Export } from '../../../scripts/zapier/recipe-export';
import { warpClock, type Warp } from '../../engine/warp';
import { openStage, type Stage } from '../stage';
import { RunningZap } from './zaps';

const DAY_MS = 86_400_000;
/** A key as most are: a day of grace, five minutes of cache, two minutes for a late request. */
const usual = { graceHours: 24, cacheSeconds: 300, delaySeconds: 120, observeSeconds: 300 };
/** So many nights the page promises. */
const NIGHTS = 5;

const exported = (id: string) =>
	JSON.parse(
		readFileSync(join(__dirname, `../../../workflows/zapier/${id}.unofficial.json`), 'utf8'),
	) as Export;

let stage: Stage;
let warp: Warp;
beforeEach(async () => {
	warp = warpClock();
	stage = await openStage({ now: warp.now });
});
afterEach(async () => {
	warp.restore();
	await stage.close();
});

const nightly = exported('rotate-due-keys-every-night').zaps;
const forKey = (key: string, zap = nightly[0]!) =>
	new RunningZap(stage, zap, { find_key: { key }, channel_message: { channel: 'ops' } });
/** The same hour of the next day, to the second. */
const nextNight = () => {
	warp.to(warp.now() + DAY_MS - 1_000);
};
const found = async (key: string) => {
	const { results, error } = await stage.search('find_key', { key });
	expect(error).toBeUndefined();
	return (results as ReadonlyArray<Readonly<Record<string, unknown>>>)[0];
};

/** Goes on to the time when the key is due. */
async function due(key: string) {
	warp.to(warp.now() + 30 * DAY_MS + 60_000);
	expect(await found(key)).toMatchObject({ status: 'due' });
}

describe('Rotate due keys every night', () => {
	test('a key that is due is rotated to the end within the nights that the page names, and then left alone', async () => {
		const old = await stage.register('nightly.dev', { ...usual, cadenceDays: 30 });
		const zap = forKey('nightly.dev');
		for (let night = 0; night < 29; night++) {
			expect((await zap.onTime()).reached).toEqual(['find_key']);
			nextNight();
		}
		warp.to(warp.now() + DAY_MS + 60_000);
		let nights = 0;
		for (; nights < 20; nights++) {
			const { error, reached } = await zap.onTime();
			expect(error).toBeUndefined();
			expect(reached).toEqual(['find_key', 'rotate_key']);
			if ((await found('nightly.dev'))?.['status'] === 'up to date') break;
			nextNight();
		}
		expect(nights + 1).toBeLessThanOrEqual(NIGHTS);
		expect(stage.lives(old.id)).toBe(false);
		const value = await stage.read('values/nightly.dev');
		expect(value).not.toBe(old.value);
		for (let night = 0; night < 10; night++) {
			nextNight();
			expect((await zap.onTime()).reached).toEqual(['find_key']);
		}
		expect(await stage.read('values/nightly.dev')).toBe(value);
	}, 60_000);

	test('every hour it ends within two hours of the grace', async () => {
		const old = await stage.register('hourly.dev', { ...usual, cadenceDays: 30 });
		await due('hourly.dev');
		const zap = forKey('hourly.dev');
		let hours = 0;
		for (; hours < 40; hours++) {
			await zap.onTime();
			if ((await found('hourly.dev'))?.['status'] === 'up to date') break;
			warp.to(warp.now() + 3_600_000 - 1_000);
		}
		expect(hours).toBeLessThanOrEqual(26 + 1);
		expect(stage.lives(old.id)).toBe(false);
	}, 60_000);

	test('nights that fail lose nothing: vault sealed, provider down, and then it ends all the same', async () => {
		const old = await stage.register('unlucky.dev', { ...usual, cadenceDays: 30 });
		await due('unlucky.dev');
		const zap = forKey('unlucky.dev');
		const { knobs: vault } = stage.vault.vault.state;
		const { knobs: provider } = stage.provider.provider.state;
		let failed = 0;
		for (let night = 0; night < 20; night++) {
			vault.sealed = night % 3 === 0;
			provider.failNext = night % 3 === 1 ? { status: 503, count: 50 } : { status: 503, count: 0 };
			if ((await zap.onTime()).error !== undefined) failed += 1;
			vault.sealed = false;
			provider.failNext = { status: 503, count: 0 };
			if ((await found('unlucky.dev'))?.['status'] === 'up to date') break;
			nextNight();
		}
		expect(failed).toBeGreaterThan(1);
		expect(await found('unlucky.dev')).toMatchObject({ status: 'up to date', notProvedDead: 0 });
		expect(stage.lives(old.id)).toBe(false);
	}, 60_000);

	test('what needs a person is told once, and goes on when the person has done it', async () => {
		const old = await stage.register('by-hand.dev', {
			...usual,
			cadenceDays: 30,
			provider: 'manual',
			admin: '',
			providerSettings: {
				createPage: `${stage.provider.url}/keys`,
				probeUrl: `${stage.provider.url}/v1/whoami`,
			},
		});
		await due('by-hand.dev');
		const zap = forKey('by-hand.dev');
		const teller = forKey('by-hand.dev', nightly[1]);
		await teller.publish();
		await zap.onTime();
		const [told, ...others] = await teller.poll();
		expect(others).toEqual([]);
		expect(told?.sent[0]?.['channel']).toBe('ops');
		expect(told?.sent[0]?.['text']).toMatch(/^by-hand\.dev: .*pending\/by-hand\.dev/);
		expect(await teller.poll()).toEqual([]);

		await stage.put('pending/by-hand.dev', (await stage.makeKey('pasted')).value);
		for (let night = 0; night < 10; night++) {
			nextNight();
			await zap.onTime();
			const row = await found('by-hand.dev');
			if (row?.['status'] === 'up to date') break;
			// He revokes the old key when he is told to.
			if (String(row?.['sentence']).includes('only a person can revoke'))
				await fetch(`${stage.provider.url}/v1/keys/${old.id}`, {
					method: 'DELETE',
					headers: { authorization: `Bearer ${stage.provider.adminKey}` },
				});
		}
		expect(await found('by-hand.dev')).toMatchObject({ status: 'up to date' });
		expect(stage.lives(old.id)).toBe(false);
	}, 60_000);

	test('the control: without its filter the Zap would replace the key each time', async () => {
		await stage.register('unguarded.dev', { ...usual, cadenceDays: 30 });
		const { nodes, ...rest } = nightly[0]!;
		const open = Object.fromEntries(Object.entries(nodes).filter(([, each]) => each.type_of !== 'filter'));
		await forKey('unguarded.dev', { ...rest, nodes: open }).onTime();
		expect((await found('unguarded.dev'))?.['underWay']).toBe(true);
	});

	test('the control: Key Due alone begins a rotation and does not end it', async () => {
		const old = await stage.register('begun.dev', { ...usual, cadenceDays: 30 });
		const node = nightly[0]!.nodes;
		const trigger = { ...node['1']!, action: 'key_due', selected_api: node['4']!.selected_api };
		const action = { ...node['4']!, params: { key: '{{1__key}}' } };
		const zap = forKey('begun.dev', { ...nightly[0]!, nodes: { 1: trigger, 4: action } });
		await zap.publish();
		await due('begun.dev');
		for (let night = 0; night < 10; night++) {
			await zap.poll();
			nextNight();
		}
		expect(await found('begun.dev')).toMatchObject({ status: 'waiting' });
		expect(stage.lives(old.id)).toBe(true);
	}, 60_000);
});

describe('Monthly credential review reminder', () => {
	test('writes one message about the key and changes nothing', async () => {
		await stage.register('reviewed.dev', { ...usual, owner: 'Ada Lovelace', app: 'Summariser' });
		// The vault tells whole seconds: a key's age counts from the latest moment that it may have been registered at.
		warp.to(warp.now() + 5 * DAY_MS + 60_000);
		const [zap] = exported('monthly-credential-review-reminder').zaps;
		const before = stage.provider.provider.state.keys.length;
		const { sent, error, reached } = await forKey('reviewed.dev', zap).onTime();
		expect(error).toBeUndefined();
		expect(reached).toEqual(['find_key', 'channel_message']);
		expect(sent[0]?.['text']).toMatch(
			/^Review of reviewed\.dev \(app Summariser, owner Ada Lovelace\): The key is up to date; next rotation on \d{4}-\d\d-\d\d\. In use for 5 days, due \d{4}-\S+, earlier keys not proved dead: 0\. Is the owner still here, and is the app still in use\? $/,
		);
		expect(stage.provider.provider.state.keys).toHaveLength(before);
	});
});
