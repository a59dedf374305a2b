import { LOGS } from '../../../../fakes/dns/certspotter';
import { ENDPOINTS } from '../../../../fakes/dns/internet';
import { PortfolioScene } from '../../../../fakes/dns/portfolio-scene';
import { REGISTRY } from '../../../../fakes/dns/rdap';

const [FIRST, SECOND] = ENDPOINTS.map(({ url }) => new URL(url).origin) as [string, string];
const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
/** Hundreds of looks, on a machine that has other work. */
jest.setTimeout(60_000);

const tooMany = (seconds?: number) => ({
	status: 429,
	headers: seconds === undefined ? {} : { 'retry-after': String(seconds) },
	body: '',
});

test('no source is asked more often than its limit in any window, and none much less', async () => {
	const scene = await PortfolioScene.begin(5);
	const { summary } = await scene.run(scene.domains(24));
	expect(summary.checked).toBe(24);
	expect(scene.mostWithin(FIRST, SECOND_MS)).toBe(50);
	expect(scene.mostWithin(SECOND, SECOND_MS)).toBeLessThanOrEqual(50);
	expect(scene.mostWithin(REGISTRY, SECOND_MS)).toBe(1);
	expect(scene.mostWithin(LOGS, HOUR_MS)).toBe(10);
	expect(scene.asked.filter(({ origin }) => origin === 'https://data.iana.org')).toHaveLength(1);
	for (const domain of scene.domains(24))
		expect(scene.mostWithin(`https://${domain}`, SECOND_MS)).toBeLessThanOrEqual(4);
	expect(summary.sources.find(({ source }) => source === 'Certificate logs')).toMatchObject({
		sent: 10,
		notSent: 19,
	});
});

test('a registry that is slow is asked one thing at a time', async () => {
	const scene = await PortfolioScene.begin();
	let open = 0;
	let most = 0;
	const { http } = scene.scene.host;
	Object.assign(scene.scene.host, {
		http: async (request: Parameters<typeof http>[0]) => {
			if (!request.url.startsWith(REGISTRY)) return await http(request);
			most = Math.max(most, ++open);
			await scene.scene.host.clock.sleep(2_500);
			open--;
			return await http(request);
		},
	});
	const { summary } = await scene.run(scene.domains(6));
	expect([summary.checked, most]).toEqual([6, 1]);
});

test('what the hourly limit left out is not checked, with when it may be asked, and no light is green for it', async () => {
	const scene = await PortfolioScene.begin();
	const { rows } = await scene.run(scene.domains(8));
	const without = rows.filter(({ notChecked }) =>
		notChecked.some(({ why }) => why.includes('stay within its limit')),
	);
	expect(without).toHaveLength(3);
	for (const { light, notChecked } of without) {
		expect(light).not.toBe('green');
		expect(notChecked.find(({ id }) => id === 'TLS-02')).toEqual({
			id: 'TLS-02',
			title: expect.any(String),
			blind: true,
			why: 'Certificate logs at api.certspotter.com: not asked, to stay within its limit; it may be asked from 2030-01-01 13:15 UTC on',
		});
	}
});

test('the hourly limit holds over runs, two of them at once, and over one that was cut off', async () => {
	const scene = await PortfolioScene.begin();
	const others = [await scene.scene.open(), await scene.scene.open()];
	const domains = scene.domains(7);
	for (let run = 0; run < 5; run++) {
		await Promise.all([scene.run(domains), scene.run(domains, { by: others[0]! })]);
		scene.scene.time.pass(16 * 60_000);
	}
	expect(scene.mostWithin(LOGS, HOUR_MS)).toBeLessThanOrEqual(10);
	expect(scene.searches().length).toBeGreaterThanOrEqual(10);

	// A run that dies with some of them sent: the next one cannot know how many.
	const began = scene.asked.length;
	scene.scene.time.pass(HOUR_MS);
	scene.instead = (_request, origin) => {
		const sent = scene.asked.slice(began).filter((each) => each.origin === LOGS).length;
		if (origin === LOGS && sent >= 3) scene.isDead = true;
		return null;
	};
	await Promise.race([scene.run(domains), untilDead(scene)]);
	expect(scene.isDead).toBe(true);
	// How many of its searches were begun by then is a matter of who came first.
	const begun = scene.searches().length;
	scene.isDead = false;
	scene.instead = () => null;
	for (let run = 0; run < 7; run++) {
		await scene.run(domains, { by: others[1]! });
		scene.scene.time.pass(16 * 60_000);
	}
	expect(scene.mostWithin(LOGS, HOUR_MS)).toBeLessThanOrEqual(10);
	expect(scene.searches().length - begun).toBeGreaterThanOrEqual(5);
});

/** Until nothing goes on any more in the run that died. */
async function untilDead(scene: PortfolioScene): Promise<void> {
	while (!scene.isDead) await new Promise((resolve) => setImmediate(resolve));
	for (let turn = 0; turn < 500; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe('a source that wants no more requests', () => {
	test('is left alone for as long as it says, in this run and the next; others are asked', async () => {
		const scene = await PortfolioScene.begin();
		let refusedAt = 0;
		scene.instead = (_request, origin) => {
			if (origin !== REGISTRY || refusedAt !== 0) return null;
			refusedAt = scene.scene.time.now;
			return tooMany(900);
		};
		const domains = scene.domains(6);
		const first = await scene.run(domains);
		expect(first.summary.checked).toBe(6);
		const second = await scene.run(domains);
		expect(second.summary.checked).toBe(6);
		const early = scene.asked.filter(
			({ origin, at }) => origin === REGISTRY && at > refusedAt && at < refusedAt + 900_000,
		);
		expect(early).toEqual([]);
		const why = second.rows[0]?.notChecked.find(({ id }) => id === 'REG-01')?.why;
		expect(why).toBe(
			'Registry at rdap.registry.example: not asked, to stay within its limit; it may be asked from 2030-01-01 12:15 UTC on',
		);
		scene.scene.time.pass(900_000);
		const third = await scene.run(domains);
		expect(third.rows.filter(({ notChecked }) => notChecked.some(({ id }) => id === 'REG-01'))).toEqual([]);
	});

	test('for a short while is waited for', async () => {
		const scene = await PortfolioScene.begin();
		let refusals = 0;
		scene.instead = (_request, origin) => (origin === REGISTRY && refusals++ === 0 ? tooMany(5) : null);
		const { rows } = await scene.run(scene.domains(4));
		const blind = rows.filter(({ notChecked }) => notChecked.some(({ id }) => id === 'REG-01'));
		expect(blind).toHaveLength(1);
		const [one, other] = scene.asked.filter(({ origin }) => origin === REGISTRY).map(({ at }) => at);
		expect(other! - one!).toBeGreaterThanOrEqual(5_000);
	});

	test('and does not say for how long: a minute', async () => {
		const scene = await PortfolioScene.begin();
		let refusals = 0;
		scene.instead = (_request, origin) => (origin === REGISTRY && refusals++ === 0 ? tooMany() : null);
		await scene.run(scene.domains(4));
		expect(scene.asked.filter(({ origin }) => origin === REGISTRY)).toHaveLength(1);
		scene.scene.time.pass(60_000);
		await scene.run(scene.domains(4));
		expect(scene.asked.filter(({ origin }) => origin === REGISTRY)).toHaveLength(5);
	});

	test('a resolver: no further domain is begun, none loses its turn, and it is said when to go on', async () => {
		const scene = await PortfolioScene.begin();
		let asked = 0;
		scene.instead = (_request, origin) => (origin === FIRST && ++asked > 400 ? tooMany(1_200) : null);
		const { summary, rows } = await scene.run(scene.domains(30));
		expect(summary.left).toBe(30 - rows.length);
		expect(summary.left).toBeGreaterThan(10);
		expect(summary.sentence).toContain('It stopped early: Resolvers: they want no more questions for now.');
		const from = Date.parse(summary.runAgainAt ?? '');
		expect(from - scene.scene.time.now).toBeGreaterThan(1_150_000);
		scene.instead = () => null;
		scene.scene.time.pass(from - scene.scene.time.now);
		expect((await scene.run(scene.domains(30))).summary).toMatchObject({
			left: 0,
			checked: 30 - rows.length,
		});
	});

	test('the certificate logs: who was to be searched comes first the next time', async () => {
		const scene = await PortfolioScene.begin();
		scene.instead = (_request, origin) => (origin === LOGS ? tooMany(600) : null);
		const first = await scene.run(scene.domains(3));
		expect(first.summary).toMatchObject({ searched: 0, neverSearched: 3 });
		scene.instead = () => null;
		scene.scene.time.pass(HOUR_MS);
		expect((await scene.run(scene.domains(3))).summary).toMatchObject({ searched: 3, neverSearched: 0 });
	});
});
