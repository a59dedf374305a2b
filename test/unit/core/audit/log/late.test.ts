import { openLogState } from '../../../../../core/audit/log/state';
import { keepExport, lateFor } from '../../../../../core/audit/log/late';
import { cutOff } from '../../../../fakes/cut-off';
import { Scene } from '../../../../fakes/scene';

const DAY = 86_400_000;
const watch = { name: 'w', read: null, own: [], silentAfter: 1e9, form: 'text' } as const;
const none = { kinds: [], subjects: [] };

/** An alert of a month that stays in the watch's own document until its next look, in the month after. */
async function lateAlert() {
	const scene = await Scene.registered();
	await (await scene.open()).logReport();
	scene.time.pass(200 * DAY);
	const cut = { fate: 'lost on the way', then: 'dies', nth: 18 } as const;
	await cutOff(scene.host, cut, async () => (await scene.open()).watchEvents(watch));
	const end = scene.time.now + 60_000;
	scene.time.pass(120_000);
	const months = {
		first: { from: end - 30 * DAY, to: end },
		second: { from: end, to: end + 30 * DAY },
	};
	const exported = async (month: keyof typeof months, more: object = none) =>
		(await scene.open()).exportLog({ format: 'jsonl', ...none, ...months[month], ...more });
	return { scene, months, exported };
}

const textOf = ({ file }: { readonly file: { readonly bytes: Uint8Array } }) =>
	Buffer.from(file.bytes).toString();
const alertOf = (at: number) => new RegExp(`"at":${at},[^\\n]*"kind":"alert opened"`);

it('an entry that comes in after the export of its month is in that of the next one, which says so', async () => {
	const { scene, months, exported } = await lateAlert();
	const before = await exported('first');
	expect(before.entries).toBe(0);
	expect(before.sentence).not.toContain('before the period');
	scene.time.pass(DAY);
	await (await scene.open()).watchEvents(watch);
	const late = alertOf(months.first.to - 60_000 + 999);
	const next = await exported('second');
	expect(textOf(next)).toMatch(late);
	expect(next.sentence).toContain(
		' An entry from before the period came in after an earlier export; the file holds it as well.',
	);
	// A moment in which nothing else came about: the file of entries is there for this one alone.
	const { from } = months.second;
	const bundle = await (await scene.open()).exportBundle({ from, to: from + 1 });
	expect(Buffer.from(bundle.file.bytes).toString()).toMatch(late);
	expect(bundle.sentence).toContain('An entry from before the period');
	// The log has told of that export since.
	expect(await (await scene.open()).exportLogDryRun({ ...months.second, ...none })).toMatchObject({
		entries: next.entries + 1,
	});
	// Of its own month it is at any time; a list holds what was asked for, and an export what it is to be about.
	expect(textOf(await exported('first'))).toMatch(late);
	const listed = await (await scene.open()).listEntries({ ...months.second, ...none }, 100);
	expect(listed.filter(({ at }) => at < months.second.from)).toEqual([]);
	expect(textOf(await exported('second', { kinds: ['log made'] }))).not.toMatch(late);
});

it('what was in the export of its month is in no later one', async () => {
	const { scene, months, exported } = await lateAlert();
	await (await scene.open()).watchEvents(watch);
	const late = alertOf(months.first.to - 60_000 + 999);
	expect(textOf(await exported('first'))).toMatch(late);
	scene.time.pass(DAY);
	expect(textOf(await exported('second'))).not.toMatch(late);
});

it('of each day the first export is kept, for a year', async () => {
	const scene = await Scene.registered();
	const vault = await scene.connect();
	const context = { host: scene.host, vault, drivers: { providers: {}, targets: {} }, budgetMs: 60_000 };
	const { document } = await openLogState(context);
	const draft = { ...document, exports: [...document.exports] };
	for (let day = 1; day <= 500; day++)
		for (const hour of [1, 20]) keepExport(draft, day * DAY + hour, day * 10 + hour);
	expect(draft.exports).toHaveLength(400);
	expect(draft.exports[0]).toEqual({ day: 101, size: 1_011 });
	const isLate = lateFor(draft, 300 * DAY + 5);
	const entry = (at: number) => ({ id: 'x/1', at, kind: '', key: '', actor: '', facts: {} });
	const before = entry(300 * DAY);
	expect([isLate(3_000, before), isLate(3_001, before), isLate(3_001, entry(300 * DAY + 5))]).toEqual([
		false,
		true,
		false,
	]);
	expect(lateFor(draft, 501 * DAY)(9_999, before)).toBe(false);
	expect(lateFor(draft, null)(9_999, before)).toBe(false);
});
