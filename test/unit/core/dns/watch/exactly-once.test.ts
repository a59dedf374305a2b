import type { ZoneReport } from '../../../../../core/dns/watch/report';
import { WatchedDomain } from '../../../../fakes/dns/watched-domain';
import { atEvery, cutOff, cuts } from '../../../../fakes/cut-off';

const MX = { without: ['example.com. MX'], more: ['example.com. MX 10 mx.new.example.'] };

/** Ids without a gap and without a double, as the document counts them. */
function entriesOnce(domain: WatchedDomain): string[] {
	const audit = domain.audit();
	expect(audit.map(({ id }) => Number(id.split('/')[1]))).toEqual(audit.map((_, at) => at + 1));
	return audit.map(({ kind }) => kind);
}

const FIRST = ['zone change seen', 'zone change approved'];

describe.each(cuts)('a request to the vault that is $fate, after which the run $then', (cut) => {
	it('makes nobody be told twice, and each entry stands in the log once', async () => {
		const tried = await atEvery(async (nth) => {
			const domain = await WatchedDomain.approved();
			domain.change(MX);
			const { report, cameToIt } = await cutOff(domain.scene.host, { ...cut, nth }, () => domain.compare());
			const after = [await domain.compare(), await domain.compare()];
			const alerts = [report, ...after].filter((each) => each?.alert === true).length;
			expect(alerts).toBeLessThanOrEqual(1);
			// Without a report nobody can be told; a run that gives one tells it, whatever was lost on the way.
			if (report !== null) expect([report.alert, alerts]).toEqual([true, 1]);
			expect(after.map(({ status, light }) => `${status} ${light}`)).toEqual(['changed red', 'changed red']);
			expect(entriesOnce(domain)).toEqual([...FIRST, 'zone change seen']);
			return { cameToIt };
		});
		expect(tried).toBeGreaterThanOrEqual(4);
	});

	it('leaves an approval made or not made, never half', async () => {
		const tried = await atEvery(async (nth) => {
			const domain = await WatchedDomain.approved();
			domain.change(MX);
			const { digest } = await domain.compare();
			const { report, cameToIt } = await cutOff(domain.scene.host, { ...cut, nth }, () =>
				domain.approve(digest),
			);
			const then = await domain.compare();
			if (report !== null) expect(then.status).toBe('as approved');
			if (then.status === 'changed') await domain.approve(digest);
			else await expect(domain.approve(digest)).rejects.toMatchObject({ code: 'NOT_NOW' });
			expect(await domain.compare()).toMatchObject({
				status: 'as approved',
				light: 'green',
				auditWaiting: 0,
			});
			expect(entriesOnce(domain)).toEqual([...FIRST, 'zone change seen', 'zone change approved']);
			return { cameToIt };
		});
		expect(tried).toBeGreaterThanOrEqual(4);
	});

	it('leaves a rejection made or not made', async () => {
		await atEvery(async (nth) => {
			const domain = await WatchedDomain.approved();
			domain.change(MX);
			const { digest } = await domain.compare();
			const { report, cameToIt } = await cutOff(domain.scene.host, { ...cut, nth }, () =>
				domain.reject(digest),
			);
			const then = await domain.compare();
			if (report !== null) expect(then.rejected).not.toBeNull();
			if (then.rejected === null) await domain.reject(digest);
			await domain.compare();
			expect(entriesOnce(domain)).toEqual([...FIRST, 'zone change seen', 'zone change rejected']);
			return { cameToIt };
		});
	});
});

describe('two runs at once', () => {
	/** Lets another run happen right before this one writes for the first time. */
	function meanwhile(domain: WatchedDomain, happens: () => Promise<unknown>) {
		const http = domain.scene.host.http.bind(domain.scene.host);
		let first = true;
		Object.assign(domain.scene.host, {
			http: async (request: Parameters<typeof http>[0]) => {
				if (first && request.method !== 'GET' && request.url.includes('/zones/')) {
					first = false;
					await happens();
				}
				return await http(request);
			},
		});
	}

	it('tell one change once, whichever wrote first', async () => {
		const domain = await WatchedDomain.approved();
		domain.change(MX);
		const other = await domain.another();
		let theirs: ZoneReport | undefined;
		meanwhile(domain, async () => (theirs = await domain.compare(other)));
		const ours = await domain.compare();
		expect([theirs?.alert, ours.alert]).toEqual([true, false]);
		expect(ours.digest).toBe(theirs?.digest);
		expect(entriesOnce(domain)).toEqual([...FIRST, 'zone change seen']);
	});

	it('begin one and the same document', async () => {
		const domain = await WatchedDomain.begin();
		const other = await domain.another();
		let theirs: ZoneReport | undefined;
		meanwhile(domain, async () => (theirs = await domain.compare(other)));
		const ours = await domain.compare();
		expect([theirs?.alert, ours.alert, ours.digest]).toEqual([true, false, theirs?.digest]);
		expect(entriesOnce(domain)).toEqual(['zone change seen']);
	});

	it('really at once', async () => {
		const domain = await WatchedDomain.approved();
		domain.change(MX);
		const runs = [domain.keyturn, await domain.another(), await domain.another()];
		const reports = await Promise.all(runs.map((run) => domain.compare(run)));
		expect(reports.filter(({ alert }) => alert)).toHaveLength(1);
		expect(entriesOnce(domain)).toEqual([...FIRST, 'zone change seen']);
	});

	it('one that looked earlier and writes later tells nothing that is over, and closes nothing that is there', async () => {
		const domain = await WatchedDomain.approved();
		domain.change(MX);
		const other = await domain.another();
		let theirs: ZoneReport | undefined;
		meanwhile(domain, async () => {
			domain.scene.time.pass(5_000);
			domain.change({ more: ['example.com. NS ns.new.example.'] });
			theirs = await domain.compare(other);
		});
		const ours = await domain.compare();
		expect([theirs?.alert, ours.alert, ours.digest]).toEqual([true, false, theirs?.digest]);
		expect(await domain.compare()).toMatchObject({ alert: false, digest: theirs?.digest });
		expect(entriesOnce(domain)).toEqual([...FIRST, 'zone change seen']);
	});

	it('one that looked before an approval and writes after it does not undo it', async () => {
		const domain = await WatchedDomain.approved();
		domain.change(MX);
		const { digest } = await domain.compare();
		const other = await domain.another();
		const by = { name: 'Grace Hopper', how: 'platform' } as const;
		domain.change({ more: ['example.com. NS ns.new.example.'] });
		meanwhile(domain, async () => {
			domain.scene.time.pass(5_000);
			domain.change(MX);
			await other.approveZone({ domain: 'example.com.', digest: digest!, by }, domain.asked);
		});
		expect((await domain.compare()).alert).toBe(false);
		expect(await domain.compare()).toMatchObject({ status: 'as approved', light: 'green' });
	});

	it('approve once', async () => {
		const domain = await WatchedDomain.approved();
		domain.change(MX);
		const { digest } = await domain.compare();
		const other = await domain.another();
		const by = { name: 'Grace Hopper', how: 'platform' } as const;
		meanwhile(domain, () => other.approveZone({ domain: 'example.com.', digest: digest!, by }, domain.asked));
		await expect(domain.approve(digest)).rejects.toMatchObject({
			message: expect.stringContaining('it was approved on 2030-01-02 by Grace Hopper'),
		});
		expect(entriesOnce(domain)).toEqual([...FIRST, 'zone change seen', 'zone change approved']);
	});

	it('a run whose write landed and was written over meanwhile still knows that it was its own', async () => {
		const domain = await WatchedDomain.approved();
		domain.change(MX);
		const other = await domain.another();
		const by = { name: 'Grace Hopper', how: 'typed' } as const;
		const http = domain.scene.host.http.bind(domain.scene.host);
		let first = true;
		Object.assign(domain.scene.host, {
			http: async (request: Parameters<typeof http>[0]) => {
				const answer = await http(request);
				if (!first || request.method === 'GET' || !request.url.includes('/zones/')) return answer;
				first = false;
				const { digest } = await domain.compare(other);
				await other.rejectZone({ domain: 'example.com.', digest: digest!, by });
				throw new Error('the answer was lost');
			},
		});
		expect(await domain.compare()).toMatchObject({ alert: true, rejected: { by: 'Grace Hopper' } });
		expect(entriesOnce(domain)).toEqual([...FIRST, 'zone change seen', 'zone change rejected']);
	});
});

describe('an audit log that cannot be written', () => {
	it('hides nothing: the change is told, that the entry is missing is said, and the next run writes it', async () => {
		const domain = await WatchedDomain.approved();
		domain.change(MX);
		const { between } = domain.scene.host;
		domain.scene.host.between = (request, service) =>
			request.path.includes('/audit/') ? { status: 503, headers: {}, body: '' } : service(request);
		const report = await domain.compare();
		expect(report).toMatchObject({ alert: true, light: 'red', auditWaiting: 1 });
		expect(report.sentence).toContain('Not in the audit log yet');
		domain.change({});
		expect(await domain.compare()).toMatchObject({ status: 'as approved', light: 'yellow', auditWaiting: 2 });
		domain.scene.host.between = between;
		expect(await domain.compare()).toMatchObject({ light: 'green', auditWaiting: 0 });
		expect(entriesOnce(domain)).toEqual([...FIRST, 'zone change seen', 'zone change went back']);
	});

	it('loses no entry that another run noted meanwhile and could not write itself', async () => {
		const domain = await WatchedDomain.approved();
		domain.change(MX);
		const other = await domain.another();
		const by = { name: 'Grace Hopper', how: 'typed' } as const;
		const http = domain.scene.host.http.bind(domain.scene.host);
		let writes = 0;
		let dead = false;
		Object.assign(domain.scene.host, {
			http: async (request: Parameters<typeof http>[0]) => {
				if (dead && request.url.includes('/audit/')) throw new Error('it is dead by then');
				if (request.method !== 'GET' && request.url.includes('/zones/') && ++writes === 2) {
					dead = true;
					const { digest } = await domain.compare(other);
					await other.rejectZone({ domain: 'example.com.', digest: digest!, by });
					dead = false;
				}
				return await http(request);
			},
		});
		expect(await domain.compare()).toMatchObject({ alert: true });
		await domain.compare();
		expect(entriesOnce(domain)).toEqual([...FIRST, 'zone change seen', 'zone change rejected']);
	});

	it('in which others wrote in our place is not green', async () => {
		const domain = await WatchedDomain.approved();
		const uid = domain.audit()[0]!.id.split('/')[0]!;
		await domain.scene.corner.write(`audit/${uid}/3`, { entries: '[{"id":"another"}]' });
		domain.change(MX);
		expect((await domain.compare()).sentence).toContain('it is damaged');
		domain.change({});
		expect(await domain.compare()).toMatchObject({ status: 'as approved', light: 'yellow' });
	});
});
