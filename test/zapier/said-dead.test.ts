import { warpClock, type Warp } from '../engine/warp';
import { openStage, type Stage, writesIn } from './stage';

type Row = Readonly<Record<string, unknown>>;

const KEY = 'pasted.dev';
const ADA = 'Ada Lovelace';
const MINUTE_MS = 60_000;
const REVOKE_PAGE = 'https://keys.test/old';
const trial = { meta: { isLoadingSample: true } };

let stage: Stage;
let warp: Warp;
let old: { readonly id: string };

/** A key that only people make and revoke: the new one is in use, the old one waits for its revocation. */
beforeAll(async () => {
	warp = warpClock();
	stage = await openStage({ now: warp.now });
	old = await stage.register(KEY, {
		provider: 'manual',
		admin: '',
		providerSettings: {
			createPage: 'https://keys.test/new',
			revokePage: REVOKE_PAGE,
			probeUrl: `${stage.provider.url}/v1/whoami`,
			sendAs: 'bearer',
		},
		graceHours: 0.01,
		cacheSeconds: 5,
		delaySeconds: 5,
	});
	await stage.create('rotate_key', { key: KEY });
	await stage.put(`pending/${KEY}`, (await stage.makeKey('the second')).value);
	await runs(3);
});
afterAll(async () => {
	warp.restore();
	await stage.close();
});

async function runs(times: number) {
	for (let run = 0; run < times; run++) {
		await stage.create('rotate_key', { key: KEY });
		warp.to(warp.now() + 5 * MINUTE_MS);
	}
}
const status = async () => ((await stage.search('find_key', { key: KEY })).results as [Row])[0];
const retire = (by?: string, how: Parameters<Stage['create']>[2] = {}) =>
	stage.create('retire_old_key', { key: KEY, ...(by === undefined ? {} : { confirmed_by: by }) }, how);
/** The same with a look at what was sent, which must change nothing. */
async function unchanged(...given: Parameters<typeof retire>) {
	const before = stage.sent.length;
	const done = await retire(...given);
	expect(writesIn(stage.sent.slice(before))).toEqual([]);
	return { ...done, asked: stage.sent.length - before };
}

describe('while the old value is there', () => {
	test('nobody’s word is taken, in a Zap and in its test, and the page to revoke it on is named', async () => {
		expect(await status()).toMatchObject({ status: 'needs you', notProvedDead: 1 });
		const { error } = await unchanged(ADA);
		expect(error?.name).toBe('HaltedError');
		expect(error?.message).toContain('nobody’s word is taken for it');
		expect(error?.message).toContain(REVOKE_PAGE);
		const { results } = await unchanged(ADA, trial);
		expect(results).toMatchObject({
			dryRun: true,
			sentence: expect.stringMatching(/nobody’s word is taken for it\. Nothing was changed by this test\.$/),
			next: expect.stringContaining(REVOKE_PAGE),
		});
	});

	test('a test without a name says what is waited for', async () => {
		const { results } = await unchanged(undefined, trial);
		expect(results).toMatchObject({ next: expect.stringContaining(REVOKE_PAGE) });
	});
});

describe('once it is destroyed', () => {
	beforeAll(async () => {
		await stage.asPerson('PUT', `secret/destroy/keyturn/values/${KEY}`, { versions: [1] });
		await runs(2);
	});

	test('the sentence names page, step and field, and they are those of Zapier', async () => {
		const { next } = (await status()) as { next: string };
		expect(next).toContain(REVOKE_PAGE);
		const { retire_old_key: step } = (stage.app as { creates: Record<string, Step> }).creates;
		expect(next).toContain(step!.display.label);
		const labels = step!.operation.inputFields.map(({ label }) => label);
		expect(labels).toContain(/ as (.+)\.$/.exec(next)?.[1]);
		expect(next).not.toContain('n8n');
	});

	test.each([
		['from an earlier step', { key: KEY, confirmed_by: '{{1__name}}' }, 'must be chosen by hand'],
		['that nobody typed', { key: KEY }, 'must be chosen by hand'],
	])('a name %s is refused, and nothing is sent', async (_what, typed, why) => {
		const { error, asked } = await unchanged(ADA, { typed });
		expect(error?.message).toContain(`Confirmed By: it ${why}`);
		expect(asked).toBe(0);
	});

	test('a secret or a name without end is refused', async () => {
		const secret = await unchanged('sk-live-0123456789abcdef0123456789abcdef');
		expect(secret.error?.message).toContain('looks like a secret');
		expect(secret.error?.message).not.toContain('0123456789');
		const { error } = await unchanged('x'.repeat(201));
		expect(error?.message).toContain('needs the name of the person');
	});

	test('a test takes nobody’s word, and says that a run would', async () => {
		const { results } = await unchanged(ADA, trial);
		expect(results).toMatchObject({
			dryRun: true,
			sentence: expect.stringMatching(/^The word of Ada Lovelace would end the wait/),
			next: expect.stringContaining('empty Confirmed By again'),
		});
		expect(await status()).toMatchObject({ status: 'needs you', notProvedDead: 1 });
	});

	test('a person’s word ends it: as a word, not as a proof', async () => {
		for (const key of stage.provider.provider.state.keys)
			if (key.id === old.id) Object.assign(key, { deletedMs: warp.now(), deadFromMs: warp.now() });
		for (let done = await retire(ADA); (done.results as Row)['underWay'] === true; done = await retire()) {
			expect(done.error).toBeUndefined();
			warp.to(warp.now() + 5 * MINUTE_MS);
		}
		expect(await status()).toMatchObject({
			light: 'yellow',
			notProvedDead: 0,
			sentence: expect.stringContaining(`was not proved: ${ADA} says so`),
		});
		const rotation = ((await stage.search('find_rotation', { key: KEY })).results as [Row])[0];
		expect(rotation['proof']).toBeNull();
	});
});

interface Step {
	readonly display: { readonly label: string };
	readonly operation: { readonly inputFields: ReadonlyArray<{ readonly label: string }> };
}
