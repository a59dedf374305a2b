import type { PortfolioReport } from '../../../../../core/operations/check-portfolio';
import { LOGS, certspotter, entry } from '../../../../fakes/dns/certspotter';
import { PortfolioScene } from '../../../../fakes/dns/portfolio-scene';
import { REGISTRY } from '../../../../fakes/dns/rdap';

/** Hundreds of looks, on a machine that has other work. */
jest.setTimeout(60_000);

const names = ({ rows }: PortfolioReport) => rows.map(({ domain }) => domain).sort();
const lost = () => {
	throw new Error('the answer was lost');
};

describe('a run whose time is over', () => {
	test('leaves the rest to the next, and a new round begins when all were looked at', async () => {
		const scene = await PortfolioScene.begin();
		const domains = scene.domains(20);
		const seen: string[] = [];
		let last = await scene.run(domains, { totalMs: 10_000 });
		expect(last.summary).toMatchObject({ light: 'yellow', round: 1 });
		expect(Date.parse(last.summary.runAgainAt ?? '')).toBeLessThanOrEqual(scene.scene.time.now + 1_000);
		seen.push(...names(last));
		for (let run = 0; last.summary.left > 0; run++) {
			expect(run).toBeLessThan(5);
			last = await scene.run(domains, { totalMs: 10_000 });
			expect(last.summary.round).toBe(1);
			seen.push(...names(last));
		}
		expect(seen.sort()).toEqual([...domains].sort());
		const second = await scene.run(domains, { totalMs: 4_000 });
		expect(second.summary.round).toBe(2);
		expect(second.summary.left).toBeGreaterThan(0);
		expect((await scene.run(domains)).summary).toMatchObject({
			round: 2,
			checked: second.summary.left,
			left: 0,
		});
	});

	test('was within it, with what a look takes', async () => {
		const scene = await PortfolioScene.begin();
		const began = scene.scene.time.now;
		await scene.run(scene.domains(40), { totalMs: 12_000 });
		expect(scene.scene.time.now - began).toBeLessThan(14_000);
	});
});

describe('a run that is cut off', () => {
	const domains = [
		'd0.com',
		'd1.com',
		'd2.com',
		'd3.com',
		'd4.com',
		'd5.com',
		'd6.com',
		'd7.com',
		'd8.com',
		'd9.com',
	];
	const DOCUMENT = '/zones/portfolios/';

	/** Runs until the nth request about the portfolio, which has this fate; nothing is sent after it. */
	async function cut(scene: PortfolioScene, nth: number, fate: 'lost on the way' | 'answer lost') {
		let requests = 0;
		scene.atVault = (request, answer) => {
			if (!request.url.includes(DOCUMENT)) return answer();
			if (++requests > nth) return lost();
			if (requests < nth) return answer();
			if (fate === 'answer lost') answer();
			return lost();
		};
		const report = await scene.run(domains).catch(() => null);
		scene.atVault = (_request, answer) => answer();
		return { report, cameToIt: requests >= nth };
	}

	test.each(['lost on the way', 'answer lost'] as const)(
		'at any request about it that is %s: the next run looks at the rest, and at no more than those again',
		async (fate) => {
			let tried = 0;
			for (let nth = 1; nth < 12; nth++) {
				const scene = await PortfolioScene.begin();
				const { report, cameToIt } = await cut(scene, nth, fate);
				if (!cameToIt) break;
				tried++;
				const next = await scene.run(domains);
				expect(next.summary.left).toBe(0);
				// Only when all of it was written, whatever the run that was cut off heard of it.
				if (next.summary.round === 2)
					expect([fate, report?.rows.length]).toEqual(['answer lost', domains.length]);
				const all = new Set([...(report === null ? [] : names(report)), ...names(next)]);
				expect(all.size).toBe(domains.length);
				if (report !== null)
					expect(report.summary.light).toBe(report.summary.stopped === null ? 'green' : 'yellow');
				expect((await scene.run(domains)).summary).toMatchObject({ checked: domains.length, left: 0 });
			}
			expect(tried).toBeGreaterThanOrEqual(3);
		},
	);

	test('what was seen is told although it could not be kept, with what that means', async () => {
		const scene = await PortfolioScene.begin();
		const { report } = await cut(scene, 3, 'lost on the way');
		expect(report?.rows.length).toBeGreaterThanOrEqual(8);
		expect(report?.summary.left).toBe(domains.length);
		expect(report?.summary.sentence).toContain('It stopped early');
	});

	test('in the middle: what was written is not looked at again', async () => {
		const scene = await PortfolioScene.begin();
		const many = scene.domains(30);
		let writes = 0;
		scene.atVault = (request, answer) => {
			const response = answer();
			if (request.method === 'POST' && request.url.includes(DOCUMENT) && ++writes === 3) scene.isDead = true;
			return response;
		};
		void scene.run(many);
		while (!scene.isDead) await new Promise((resolve) => setImmediate(resolve));
		for (let turn = 0; turn < 500; turn++) await new Promise((resolve) => setImmediate(resolve));
		scene.isDead = false;
		const { summary } = await scene.run(many, { by: await scene.scene.open() });
		expect(summary).toMatchObject({ round: 1, left: 0 });
		expect(summary.checked).toBeLessThanOrEqual(30 - 16);
	});
});

test('two runs at once look at all, and neither loses what the other did', async () => {
	const scene = await PortfolioScene.begin();
	const other = await scene.scene.open();
	const domains = scene.domains(20);
	const reports = await Promise.all([scene.run(domains), scene.run(domains, { by: other })]);
	expect(new Set(reports.flatMap(names)).size).toBe(20);
	for (const { summary } of reports) expect(summary).toMatchObject({ left: 0, round: 1 });
	expect((await scene.run(domains)).summary).toMatchObject({ round: 2, checked: 20 });
});

test('a run that another one overtakes goes on with what that one left', async () => {
	const scene = await PortfolioScene.begin();
	const other = await scene.scene.open();
	const domains = scene.domains(36);
	const { host } = scene.scene;
	const { http } = host;
	let writes = 0;
	let theirs: PortfolioReport | undefined;
	Object.assign(host, {
		http: async (request: Parameters<typeof http>[0]) => {
			const isWrite = request.method === 'POST' && request.url.includes('/portfolios/');
			if (isWrite && ++writes === 2) theirs = await scene.run(domains, { by: other });
			return await http(request);
		},
	});
	const ours = await scene.run(domains);
	expect(theirs?.summary).toMatchObject({ checked: 36, left: 0, round: 1 });
	expect(ours.summary).toMatchObject({ left: 0, round: 1 });
	expect(ours.summary.checked).toBeLessThanOrEqual(24);
});

test('nothing starves: over many runs each domain has its turn, and its certificates are searched', async () => {
	const scene = await PortfolioScene.begin();
	const domains = scene.domains(12);
	// One that takes more pages than others, and one that the logs never answer for.
	const pages = Array.from({ length: 7 }, (_, index) =>
		entry(index + 1, ['d3.com'], { not_before: '2029-12-31T00:00:00Z' }),
	);
	const usual = scene.scene.host.services[LOGS]!;
	scene.scene.host.services[LOGS] = (request) => {
		if (request.query['domain'] === 'd5.com') return { status: 503, headers: {}, body: '' };
		return request.query['domain'] === 'd3.com' ? certspotter(pages)(request) : usual(request);
	};
	const looks = new Map(domains.map((domain) => [domain, 0]));
	for (let run = 0; run < 16; run++) {
		// Half of the domains a run, and a run every half hour: always the same ones would be without a search.
		const report = await scene.run(domains, { totalMs: 4_000 });
		for (const domain of names(report)) looks.set(domain, (looks.get(domain) ?? 0) + 1);
		scene.scene.time.pass(30 * 60_000);
	}
	const counts = [...looks.values()];
	expect(Math.min(...counts)).toBeGreaterThanOrEqual(4);
	expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(6);
	const searched = new Map(
		domains.map((domain) => [domain, scene.searches().filter((each) => each === domain).length]),
	);
	expect(Math.min(...searched.values())).toBeGreaterThanOrEqual(2);
	const lastPage = scene.asked.filter(({ url }) => url.includes('domain=d3.com') && url.includes('after=7'));
	expect(lastPage.length).toBeGreaterThanOrEqual(1);
});

describe('lights', () => {
	test('another light comes first, and what a look could not see is not taken for gone', async () => {
		const scene = await PortfolioScene.begin();
		const domains = scene.domains(4);
		const first = await scene.run(domains);
		expect(first.rows.map(({ lightBefore, changed }) => [lightBefore, changed])).toEqual(
			domains.map(() => [null, false]),
		);
		const hold = (name: string) => (_request: unknown, origin: string) => {
			const url = scene.asked.at(-1)?.url ?? '';
			if (origin !== REGISTRY || !url.endsWith(`/${name}`)) return null;
			return {
				status: 200,
				headers: {},
				body: JSON.stringify({ objectClassName: 'domain', ldhName: name, status: ['client hold'] }),
			};
		};
		expect(first.rows.map(({ light }) => light)).toEqual(domains.map(() => 'yellow'));
		scene.instead = hold('d2.com');
		scene.scene.time.pass(2 * 3_600_000);
		const second = await scene.run(domains);
		expect(
			second.rows.map(({ domain, changed, lightBefore, light }) => [domain, changed, lightBefore, light])[0],
		).toEqual(['d2.com', true, 'yellow', 'red']);
		expect(second.summary.changed).toBe(1);
		// The registry says nothing at all: that it was mended is not claimed.
		scene.instead = (_request, origin) =>
			origin === REGISTRY ? { status: 503, headers: {}, body: '' } : null;
		scene.scene.time.pass(2 * 3_600_000);
		const third = await scene.run(domains);
		expect(third.summary.changed).toBe(0);
		expect(third.rows.find(({ domain }) => domain === 'd2.com')).toMatchObject({
			lightBefore: 'red',
			light: 'yellow',
			changed: false,
		});
	});

	test('a domain of which the vault keeps something forged is red, and the others are looked at', async () => {
		const scene = await PortfolioScene.begin();
		await scene.scene.corner.write('zones/d1.com/watch', {
			document: '{"body":"{}","mac":"00"}',
			after: '-',
		});
		const { rows, summary } = await scene.run(scene.domains(3));
		expect(summary).toMatchObject({ checked: 3, left: 0 });
		const forged = rows.find(({ domain }) => domain === 'd1.com');
		expect(forged).toMatchObject({
			light: 'red',
			findings: [],
			sentence: expect.stringContaining('Watched state of d1.com'),
		});
	});
});

describe('the list', () => {
	test('may be a text or a list, holds each domain once, and what is none is told one by one', async () => {
		const scene = await PortfolioScene.begin();
		const { rows, refused, summary } = await scene.run([
			'D0.com, d1.com\nhttps://d2.com/x',
			'd0.com.',
			7,
			'ghp_0123456789abcdefghij',
		]);
		expect(rows.map(({ domain }) => domain).sort()).toEqual(['d0.com', 'd1.com']);
		expect(refused.map(({ position, typed }) => [position, typed])).toEqual([
			[3, 'https://d2.com/x'],
			[5, ''],
			[6, ''],
		]);
		expect(refused[0]).toMatchObject({
			sentence: 'Domain 3 of the list cannot be looked at: Domain: it is a web address, not a domain.',
			next: 'Type the domain alone, such as d2.com.',
		});
		expect(summary).toMatchObject({ domains: 2, refused: 3, light: 'yellow' });
	});

	test.each<[string, unknown]>([
		['nothing', ''],
		['no text', undefined],
		['an empty list', []],
		['too many', Array.from({ length: 10_001 }, (_, index) => `d${String(index)}.com`)],
	])('with %s is refused before anything is asked', async (_what, domains) => {
		const scene = await PortfolioScene.begin();
		const before = scene.scene.host.sent.length;
		await expect(scene.run(domains)).rejects.toMatchObject({ code: 'BAD_INPUT' });
		expect([scene.asked.length, scene.scene.host.sent.length - before]).toEqual([0, 0]);
	});

	test.each(['', 'A b', '../x', 'x/y'])('of a portfolio that is called “%s” is refused', async (name) => {
		const scene = await PortfolioScene.begin();
		await expect(scene.run('d0.com', { name })).rejects.toMatchObject({ code: 'BAD_INPUT' });
		expect(scene.asked).toEqual([]);
	});

	test('forgets what is taken out of it', async () => {
		const scene = await PortfolioScene.begin();
		await scene.run('d0.com, d1.com');
		await scene.run('d1.com, d2.com');
		const again = await scene.run('d0.com, d1.com, d2.com');
		expect(again.rows.find(({ domain }) => domain === 'd0.com')?.lightBefore).toBeNull();
		expect(again.rows.find(({ domain }) => domain === 'd1.com')?.lightBefore).not.toBeNull();
	});
});
