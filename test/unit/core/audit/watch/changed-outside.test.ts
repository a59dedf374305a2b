import type { WatchReport } from '../../../../../core/operations/watch-events';
import { receiver, strangersLine } from '../../../../fakes/audit/receiver';
import { auditedVault } from '../../../../fakes/audit/vault-trail';
import { KEY, Scene, VAULT } from '../../../../fakes/scene';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A team whose key was rotated days ago, and a watch that has heard of its vault since an hour ago. */
async function watching() {
	const scene = await Scene.registered();
	const { look, receive } = await receiver(scene);
	const keyturn = await scene.open();
	await scene.until(keyturn, 'up to date');
	scene.time.pass(3 * DAY);
	let count = 0;
	const { prefix } = scene.corner;
	/** Of nothing that is managed: it only shows that the forwarder is there. */
	const quiet = () => strangersLine(`quiet-${(count += 1)}`, scene.time.now, 'secret/data/other');
	await receive([quiet()]);
	scene.time.pass(60 * MINUTE);
	const value = `secret/data/${prefix}/values/${KEY}`;
	return { scene, keyturn, look, receive, quiet, value };
}

const told = (reports: readonly WatchReport[]) => ({
	alerts: reports.flatMap(({ alerts }) =>
		alerts.filter(({ rule }) => rule === 'R9-DIFFER').map(({ state }) => state),
	),
	findings: [...new Set(reports.flatMap(({ findings }) => findings.map(({ id, at }) => `${id} ${at}`)))],
});

describe.each([0, 5, 14, 30, 300])('a line that comes %i minutes after the deed', (late) => {
	it.each(['update', 'delete'])(
		'of a stranger who does “%s” to a managed value is told once',
		async (operation) => {
			const { scene, look, receive, quiet, value } = await watching();
			const at = scene.time.now;
			scene.time.pass(late * MINUTE);
			const reports = [await receive([strangersLine('deed', at, value, operation)])];
			for (let turn = 0; turn < 6; turn++) {
				scene.time.pass(20 * MINUTE);
				reports.push(await (turn % 2 === 0 ? look() : receive([quiet()])));
			}
			expect(told(reports)).toEqual({ alerts: ['opened'], findings: [`REC-01 ${at}`] });
			const [alert] = reports.flatMap(({ alerts }) => alerts.filter(({ rule }) => rule === 'R9-DIFFER'));
			expect(alert?.sentence).toContain('by mallory e9 from 192.0.2.66');
			expect(alert?.next).toMatch(/^Ask whoever is named .* rotate the key in emergency mode/);
			expect(reports.at(-1)?.reconciled).toBe('could not be proved');
			// A day later it is no finding of the last day any more.
			scene.time.pass(DAY);
			expect((await look()).findings).toEqual([]);
		},
	);
});

it('days of lines that come at once after an outage of the forwarder are judged as well', async () => {
	const { scene, look, receive, value } = await watching();
	const at = scene.time.now;
	scene.time.pass(3 * DAY);
	const reports = [await receive([strangersLine('deed', at, value)]), await look()];
	expect(told(reports)).toEqual({ alerts: ['opened'], findings: [`REC-01 ${at}`] });
});

it('what a person did to the entry before the key was registered is no finding', async () => {
	const scene = await Scene.begin();
	await scene.handMade();
	const { look, receive } = await receiver(scene);
	await receive([strangersLine('quiet', scene.time.now, 'secret/data/other')]);
	const value = `secret/data/${scene.corner.prefix}/values/${KEY}`;
	const lines = [strangersLine('by hand', scene.time.now, value)];
	scene.time.pass(10 * MINUTE);
	await (await scene.open()).register(scene.registration());
	const reports = [await receive(lines)];
	for (let turn = 0; turn < 3; turn++) {
		scene.time.pass(20 * MINUTE);
		reports.push(await look());
	}
	expect(told(reports)).toEqual({ alerts: [], findings: [] });
});

it('of more changes than are kept nothing is claimed for the time of those that were forgotten', async () => {
	const { scene, look, receive, value } = await watching();
	const many = Array.from({ length: 350 }, (_, each) =>
		strangersLine(`deed-${each}`.padEnd(1_500, 'x'), scene.time.now + each * 1_000, value),
	);
	scene.time.pass(30 * MINUTE);
	await receive(many);
	const { findings, notVisible } = await look();
	expect(findings).toHaveLength(300);
	expect(notVisible.join(' ')).toMatch(/in the vault, secret written and secret deleted was not visible/);
});

it('a batch with thousands of reads of a managed value neither jams the log nor the watch', async () => {
	const { scene, look, receive, value } = await watching();
	const reads = Array.from({ length: 3_000 }, (_, each) =>
		strangersLine(`read-${each}`.padEnd(1_000, 'x'), scene.time.now + each, value, 'read'),
	);
	expect((await receive(reads)).events).toBe(3_000);
	scene.time.pass(20 * MINUTE);
	const { checkpoint } = await look();
	const entries = Number(checkpoint?.split('\n')[1]);
	expect(entries).toBeGreaterThan(200);
	expect(entries).toBeLessThan(300);
	expect(await (await scene.open()).verifyLog({ pinned: [], outside: checkpoint ?? '' })).toMatchObject({
		files: { state: 'agree' },
	});
}, 30_000);

describe('Keyturn’s own rotation, told line by line a minute later', () => {
	/** Rotates the key while its lines come in, but for those that `drops` names. */
	async function rotated(drops: (line: string) => boolean) {
		const { scene, keyturn, look, receive, quiet } = await watching();
		const lines = auditedVault(scene.host, VAULT);
		const reports: WatchReport[] = [];
		let sent = 0;
		for (let run = 0; run < 30; run++) {
			await keyturn.rotate(KEY).catch(() => undefined);
			scene.time.pass(MINUTE);
			const batch = lines.slice(sent).filter((line) => !drops(line));
			sent = lines.length;
			reports.push(await receive([...batch, quiet()]));
		}
		for (let turn = 0; turn < 4; turn++) {
			scene.time.pass(20 * MINUTE);
			reports.push(await receive([quiet()]), await look());
		}
		return told(reports);
	}

	it('is no finding', async () => {
		expect(await rotated(() => false)).toEqual({ alerts: [], findings: [] });
	}, 60_000);

	it('is no finding either when the sweep that clears up after it comes a week later', async () => {
		const { scene, keyturn, look, receive, quiet } = await watching();
		const lines = auditedVault(scene.host, VAULT);
		await scene.until(keyturn, 'up to date');
		const reports = [await receive([...lines.splice(0), quiet()])];
		scene.time.pass(7 * DAY);
		await keyturn.rotateDue(60_000);
		const swept = lines.splice(0);
		expect(swept.some((line) => /"path":"secret\/destroy\//.test(line))).toBe(true);
		reports.push(await receive([...swept, quiet()]));
		for (let turn = 0; turn < 4; turn++) {
			scene.time.pass(20 * MINUTE);
			reports.push(await receive([quiet()]), await look());
		}
		expect(told(reports)).toEqual({ alerts: [], findings: [] });
	}, 60_000);

	it('is an entry without effect where the vault’s own log has no such write', async () => {
		const { alerts, findings } = await rotated((line) =>
			/"update","path":"secret\/data\/[^"]*\/values\//.test(line),
		);
		expect(alerts).toContain('opened');
		expect(findings.length).toBeGreaterThan(0);
		for (const each of findings) expect(each).toMatch(/^REC-02 /);
	}, 60_000);
});

describe('Keyturn’s own keys and the log’s own files', () => {
	it.each(['read', 'update'])(
		'a stranger’s “%s” of the key that signs the log is told at once',
		async (operation) => {
			const { scene, receive } = await watching();
			const { prefix } = scene.corner;
			const { alerts } = await receive([
				strangersLine('theft', scene.time.now, `secret/data/${prefix}/system/log-key-1`, operation),
			]);
			const [alert] = alerts.filter(({ rule }) => rule === 'R12');
			expect(alert).toMatchObject({ state: 'opened', severity: 'critical' });
			expect(alert?.sentence).toContain('by mallory e9 from 192.0.2.66');
		},
	);

	it.each(['seg/000000000001', 'seg/000000000002'])(
		'the log’s file %s, deleted in the vault’s page, is a log that was rewritten, and the rest is looked at',
		async (file) => {
			const scene = await Scene.registered();
			const keyturn = await scene.open();
			const { keys, checkpoint } = await keyturn.logReport();
			await keyturn.appendEvent({ event: 'e', subject: 's', facts: {}, by: 'Ann' });
			const { prefix } = scene.corner;
			const { secrets } = scene.vault.state.namespaces['']!.mounts['secret/']!;
			for (const version of Object.values(secrets[`/${prefix}/audit/log/${file}`]!.versions))
				Object.assign(version, { deletionTime: new Date(scene.time.now).toISOString() });
			scene.time.pass(200 * DAY);
			const { look } = await receiver(scene);
			const rules = (await look()).alerts.map(({ rule }) => rule);
			expect(rules).toEqual(expect.arrayContaining(['R9', 'R7-OVERDUE']));
			const verdict = await (await scene.open()).verifyLog({ pinned: keys, outside: checkpoint });
			expect(verdict).toMatchObject({ light: 'red', exitCode: 1 });
		},
	);
});
