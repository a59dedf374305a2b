import { openKeyturn } from '../../../core/keyturn';
import type { Vault } from '../../../core/vaults/vault';
import { refusal } from '../../contract/provider-suite';
import { ASKED, BackupScene } from '../../fakes/dns/backup-scene';
import { DOMAIN, WatchedDomain } from '../../fakes/dns/watched-domain';
import { Scene } from '../../fakes/scene';

const SAYS = 'Audit log not set up';
const HOW = 'Set up the audit log: connect Keyturn to a vault that can hold one';
const DAY_MS = 86_400_000;

/** The scene's vault as one that cannot keep entries which are created once. */
function withoutAudit(vault: Vault): Vault {
	return new Proxy(vault, {
		get: (target, name) => {
			if (name === 'audit') return null;
			const value: unknown = Reflect.get(target, name, target);
			return typeof value === 'function' ? (value.bind(target) as unknown) : value;
		},
	});
}

const opened = async (scene: Scene) => openKeyturn(scene.host, withoutAudit(await scene.connect()));

/** How often a text tells of it. */
const times = (text: string): number => text.split(SAYS).length - 1;

describe('on a vault that cannot hold a log', () => {
	it('a rotation comes to its end, its entries wait in the document, and each report says so', async () => {
		const scene = await Scene.registered();
		const report = await scene.until(await opened(scene), 'up to date');
		expect(report).toMatchObject({ status: 'up to date', notProvedDead: 0 });
		expect(report.auditWaiting).toBeGreaterThan(5);
		expect(report.sentence).toContain(`${SAYS}: ${report.auditWaiting} entries wait`);
		expect(report.next).toContain(HOW);

		// The same key on a vault that can hold one: everything that waited is told, once.
		const later = await scene.open();
		const done = await scene.until(later, 'up to date');
		expect(done.sentence).not.toContain('not set up');
		expect(done.auditWaiting).toBe(0);
	});

	const entry = { event: 'review signed off', subject: 'first.dev', by: 'Ada Lovelace', facts: {} };
	const given = { pinned: [], outside: '' };
	const period = { from: null, to: null };
	const all = { ...period, kinds: [], subjects: [] };
	type Ask = (keyturn: Awaited<ReturnType<typeof opened>>) => Promise<unknown>;
	const asked: Readonly<Record<string, Ask>> = {
		'Get Checkpoint': (keyturn) => keyturn.logReport(),
		'Get Checkpoint, which only looks': (keyturn) => keyturn.lookAtLog(),
		'Set Up': (keyturn) => keyturn.beginLog({ kind: 'in-vault', settings: {}, admin: null }),
		'Rotate Signing Key': (keyturn) => keyturn.rotateLogKey(false, 'Ada Lovelace'),
		'Rotate Signing Key of a lost one': (keyturn) => keyturn.rotateLogKey(true, 'Ada Lovelace'),
		Verify: (keyturn) => keyturn.verifyLog(given),
		'Verify, which only looks': (keyturn) => keyturn.verifyLogAsItIs(given),
		'Export of the log': (keyturn) => keyturn.exportBundle(period),
		'Export of entries': (keyturn) => keyturn.exportLog({ ...all, format: 'jsonl' }),
		'Get Many': (keyturn) => keyturn.listEntries(all, 10),
		'Get Proof': (keyturn) => keyturn.proveEntry(0),
		'Append Event': (keyturn) => keyturn.appendEvent(entry),
		'Append Event as a trial': (keyturn) => keyturn.appendEventDryRun(entry),
	};
	it.each(Object.entries(asked))('%s says so, and how to set it up', async (_, ask) => {
		const scene = await Scene.registered();
		const keyturn = await opened(scene);
		const before = scene.state();
		const error = await refusal(() => ask(keyturn));
		expect(error).toMatchObject({ code: 'NOT_NOW', next: expect.stringContaining(HOW) });
		expect(times(error.message)).toBe(1);
		expect(scene.state()).toEqual(before);
	});

	it('Watch says so each time, once, and still tells what is wrong with the keys', async () => {
		const scene = await Scene.registered();
		const keyturn = await opened(scene);
		const order = { name: 'log', read: null, own: [], silentAfter: DAY_MS, form: 'text' } as const;
		for (const later of [0, 200 * DAY_MS, 0]) {
			scene.time.pass(later);
			const report = await keyturn.watchEvents(order);
			expect(report).toMatchObject({ light: 'red', checkpoint: null });
			expect(times(report.sentence)).toBe(1);
			expect(report.alerts.map(({ rule }) => rule).includes('R7-OVERDUE')).toBe(later > 0);
			for (const { message } of report.alerts) expect(times(JSON.stringify(message))).toBe(1);
		}
	});

	it('a watched domain says so with each change and decision, and its entries wait', async () => {
		const domain = await WatchedDomain.begin();
		const told = async (report: Awaited<ReturnType<typeof domain.compare>>) => {
			expect(times(report.sentence)).toBe(1);
			expect(report.next).toContain(HOW);
			expect(report.auditWaiting).toBeGreaterThan(0);
			expect(domain.kinds()).toEqual([]);
			return report;
		};
		domain.keyturn = await opened(domain.scene);
		const { digest } = await domain.compare();
		await told(await domain.approve(digest));
		domain.change({ more: ['example.com. TXT "another-service=1"'] });
		await told(await domain.compare());
		const answer = { domain: DOMAIN, question: 'secondFactor', answer: 'yes', by: 'Ada Lovelace' } as const;
		expect(times((await domain.keyturn.answerQuestion(answer)).sentence)).toBe(1);

		domain.keyturn = await domain.another();
		expect(await domain.compare()).toMatchObject({ auditWaiting: 0 });
		expect(domain.kinds()).toContain('zone change seen');
	});

	it('a zone’s backup says so, and why no newer one is made', async () => {
		const backup = await BackupScene.begin();
		const run = async () => (await opened(backup.scene)).backUpZone(backup.order, ASKED);
		const report = await run();
		expect(report).toMatchObject({ status: 'new copy', light: 'yellow' });
		expect(times(report.sentence)).toBe(1);
		expect(report.next).toContain(HOW);
		backup.scene.time.pass(DAY_MS);
		backup.change('192.0.2.20', '192.0.2.21');
		const error = await refusal(run);
		expect(error).toMatchObject({ code: 'NOT_NOW', message: expect.stringContaining(SAYS) });
		expect(error).toMatchObject({ next: expect.stringMatching(/^Nothing was backed up\. Set up the audit/) });
	});
});
