import { actions } from '../../../../../core/audit/events/event';
import { reconcile, type Reconciling } from '../../../../../core/audit/reconcile/reconcile';
import { detect } from '../../../../../core/audit/detect/detect';
import { emptyDetectState } from '../../../../../core/audit/detect/memory';
import { event } from '../../../../fakes/audit/series';
import { rotated, type Rotated } from '../../../../fakes/audit/rotated';
import { KEY } from '../../../../fakes/scene';

const HOUR = 3_600_000;
const QUARTER = 900_000;
let whole: Rotated;
beforeAll(async () => {
	whole = await rotated();
});

const window = (more: Partial<Reconciling> = {}): Reconciling => {
	const { from, to, keys, own } = whole;
	const seen = { actions, from: from - HOUR, to: to + HOUR, gaps: [] };
	return {
		from,
		to,
		overlap: QUARTER,
		keys,
		own,
		visible: [
			{ ...seen, source: 'vault-audit-device' },
			{ ...seen, source: 'dev' },
		],
		...more,
	};
};

/** What the vault saw of the new value's publication. */
const published = () =>
	whole.events.find(
		({ action, target }) => action === 'secret written' && target === whole.keys[0]!.at[0]!.target,
	)!;

describe('a whole rotation', () => {
	it('and what vault and provider saw of it agree', () => {
		const { entries, events } = whole;
		const result = reconcile(entries, events, window());
		expect(result).toMatchObject({ findings: [], notVisible: [], answer: 'verified' });
		// The new key, the published value, the old key disabled and dead, and the old value destroyed.
		expect(result.matched).toBe(5);
	});

	it('is not verified where nobody said how Keyturn is called and a stranger could have destroyed a version', () => {
		const { entries, events } = whole;
		const stranger = events.map((each) =>
			each.action === 'secret deleted' ? { ...each, actor: 'mallory' } : each,
		);
		expect(reconcile(entries, stranger, window()).findings.map(({ id }) => id)).toEqual(['REC-01']);
		const result = reconcile(entries, stranger, window({ own: {} }));
		expect(result).toMatchObject({ findings: [], answer: 'not visible' });
		expect(result.notVisible).toEqual([
			expect.stringMatching(/“secret deleted” at .* by mallory fits a rotation.*Own Identities/),
		]);
	});

	it.each(['secret written', 'key created', 'key deleted'] as const)(
		'without its event “%s” is told',
		(action) => {
			const { entries, events } = whole;
			const result = reconcile(
				entries,
				events.filter((each) => each.action !== action),
				window(),
			);
			expect(result.answer).toBe('could not be proved');
			expect(result.findings).toMatchObject([{ id: 'REC-02', key: KEY, severity: 'high' }]);
		},
	);

	it.each(['value published', 'key created', 'old key proved dead'])(
		'without its entry “%s” is told',
		(kind) => {
			const { entries, events } = whole;
			const result = reconcile(
				entries.filter((each) => each.kind !== kind),
				events,
				window(),
			);
			expect(result.answer).toBe('could not be proved');
			expect(result.findings.map(({ id }) => id)).toContain('REC-01');
		},
	);

	it('a second write by anybody is told, and one by somebody else even where an entry would fit', () => {
		const { entries, events } = whole;
		const written = published();
		const twice = [...events, { ...written, id: 'again', time: written.time + 60_000 }];
		expect(reconcile(entries, twice, window()).findings).toMatchObject([{ id: 'REC-01', key: KEY }]);
		const bySomebody = events.map((each) => (each === written ? { ...each, actor: 'root' } : each));
		const { findings } = reconcile(entries, bySomebody, window());
		expect(findings.map(({ id }) => id).sort()).toEqual(['REC-01', 'REC-02']);
		expect(findings.find(({ id }) => id === 'REC-01')?.evidence).toContain('by root');
	});

	it('what was refused or failed changes nothing, and shows no effect of an entry', () => {
		const { entries, events } = whole;
		const written = published();
		for (const outcome of ['refused', 'failed'] as const) {
			const tried = { ...written, id: 'tried', actor: 'mallory', time: written.time + 60_000, outcome };
			expect(reconcile(entries, [...events, tried], window()).findings).toEqual([]);
			const never = events.map((each) => (each === written ? { ...each, outcome } : each));
			expect(reconcile(entries, never, window()).findings).toMatchObject([{ id: 'REC-02' }]);
		}
	});

	it('a key is known by its id: that of another shows nothing, its own does however late it was written down', () => {
		const { entries, events } = whole;
		const other = events.map((each) =>
			each.action === 'key created' ? { ...each, target: 'key_other', within: 'the account' } : each,
		);
		const { findings } = reconcile(entries, other, window());
		expect(findings.map(({ id }) => id).sort()).toEqual(['REC-01', 'REC-02']);
		const late = entries.map((each) =>
			each.kind === 'key created' ? { ...each, at: each.at + 20 * 24 * HOUR } : each,
		);
		expect(reconcile(late, events, window()).findings).toEqual([]);
	});

	it('an event shows what must have been seen before what may have been', () => {
		const { entries, events } = whole;
		const written = published();
		const entry = entries.find(({ kind }) => kind === 'value published')!;
		const back = { ...entry, id: 'back', kind: 'roll back begun', at: written.time };
		const later = entries.map((each) => (each === entry ? { ...each, at: each.at + 300_000 } : each));
		expect(reconcile([...later, back], events, window()).findings).toEqual([]);
	});

	it('a value that a sweep destroys weeks later is ours, once, where the entries of its rotation are too old to be read', () => {
		const { entries, events, keys } = whole;
		const destroyed = events.find(({ action }) => action === 'secret deleted')!;
		const of = (days: number) => [{ ...keys[0]!, last: destroyed.time - days * 24 * HOUR }];
		const unasked = { visible: [], from: destroyed.time - HOUR };
		const found = (seen: typeof events, days: number, read: typeof entries = []) =>
			reconcile(read, seen, window({ ...unasked, keys: of(days) })).findings.map(({ id }) => id);
		expect(found([destroyed], 30)).toEqual([]);
		expect(found([destroyed], 50)).toEqual(['REC-01']);
		expect(found([destroyed, { ...destroyed, id: 'again' }], 30)).toEqual(['REC-01']);
		const others = entries.filter(({ kind }) => kind !== 'old key proved dead');
		expect(found([destroyed], 30, others)).toEqual([]);
		const told = entries.filter(({ kind }) => kind === 'old key proved dead');
		expect(found([destroyed, { ...destroyed, id: 'again' }], 0, told)).toEqual(['REC-01']);
	});

	it.each([
		['a quarter of an hour before its event', -QUARTER + 1_000, true],
		['earlier', -QUARTER - 60_000, false],
		['two days after it, by the run that found out', 48 * HOUR, true],
		['later', 48 * HOUR + QUARTER + 60_000, false],
	])('an entry that was written %s: shown by it or not', (_when, apart, fits) => {
		const { entries, events, from, to } = whole;
		const written = published();
		const moved = entries.map((each) =>
			each.kind === 'value published' ? { ...each, at: written.time + apart } : each,
		);
		const wide = { from: from - 72 * HOUR, to: to + 72 * HOUR };
		const visible = window().visible.map((each) => ({ ...each, from: wide.from - HOUR, to: wide.to + HOUR }));
		const { findings } = reconcile(moved, events, window({ ...wide, visible }));
		expect(findings.map(({ id }) => id).sort()).toEqual(fits ? [] : ['REC-01', 'REC-02']);
	});

	it('a source that was blind right before an entry may have missed its event', () => {
		const { entries, events } = whole;
		const { at } = entries.find(({ kind }) => kind === 'value published')!;
		const [vault, dev] = window().visible as [Reconciling['visible'][number], Reconciling['visible'][number]];
		const gaps = [{ from: at - QUARTER, to: at - QUARTER + 1, why: 'lost' }];
		const seen = events.filter((each) => each !== published());
		const result = reconcile(entries, seen, window({ visible: [{ ...vault, gaps }, dev] }));
		expect(result).toMatchObject({ findings: [], answer: 'not visible' });
		expect(result.notVisible.join()).toContain('was not visible for “secret written”');
	});

	it('nothing is visible of a place in another source, nor what its own does not show', () => {
		const { entries, events } = whole;
		const [vault, dev] = window().visible as [Reconciling['visible'][number], Reconciling['visible'][number]];
		const unseen = (visible: Reconciling['visible']) =>
			reconcile(entries, events, window({ visible })).notVisible.join('\n');
		expect(unseen([vault, { ...dev, source: 'cloudtrail' }])).toContain(
			'at its provider, key created and key deleted was not visible',
		);
		expect(unseen([vault, { ...dev, actions: ['key created', 'key disabled'] }])).toContain(
			'at its provider, key deleted was not visible',
		);
		expect(unseen([vault, dev])).toBe('');
	});

	it.each([
		['made', 'key created', 'critical'],
		['deleted', 'key deleted', 'high'],
	] as const)('a key that somebody %s for the same account is told', (_what, action, severity) => {
		const { entries, events, to } = whole;
		const stranger = { source: 'dev', action, target: 'key_stranger', within: 'the account' };
		const seen = [...events, event(to - HOUR, stranger)];
		expect(reconcile(entries, seen, window()).findings).toMatchObject([{ id: 'REC-01', severity }]);
	});

	it.each<[string, Partial<Reconciling>, RegExp]>([
		[
			'no source of the provider',
			{ visible: [] },
			/at its provider, key created and key deleted was not visible/,
		],
		['a gap', {}, /in the vault/],
		['no key', { keys: [] }, /No managed key was given/],
	])('%s: not visible, never verified', (what, more, sentence) => {
		const { entries, events, from, to } = whole;
		const base = window(more);
		const visible =
			what === 'a gap'
				? base.visible.map((each) =>
						each.source === 'dev' ? each : { ...each, gaps: [{ from: from + 1, to: to - 1, why: 'lost' }] },
					)
				: base.visible;
		const seen =
			what === 'a gap' ? events.filter(({ source }) => source === 'dev') : what === 'no key' ? [] : [];
		const result = reconcile(entries, seen, { ...base, visible });
		expect(result.answer).toBe('not visible');
		expect(result.findings).toEqual([]);
		expect(result.notVisible.join('\n')).toMatch(sentence);
	});

	it('raises no alarm, whether its entries come with the events or at its end', () => {
		const { entries, events, keys, own, withoutValues, from, to } = whole;
		for (const step of [QUARTER, HOUR, 24 * HOUR]) {
			let state = emptyDetectState();
			for (let now = from + step; now < to + 4 * step; now += step) {
				const result = detect(state, {
					now,
					events: events.filter(({ time }) => time > now - step && time <= now),
					entries: entries.filter(({ at }) => at <= now),
					keys,
					own,
					withoutValues,
					rows: [{ name: KEY, dueAt: to + 90 * 24 * HOUR, debt: 0, problem: null }],
				});
				expect(result.alerts).toEqual([]);
				state = result.state;
			}
		}
	});
});
