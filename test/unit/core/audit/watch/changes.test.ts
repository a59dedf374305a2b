import { keepChanges, ownIn, visibleIn } from '../../../../../core/audit/watch/changes';
import type { Seen } from '../../../../../core/audit/watch/read';
import type { WatchState } from '../../../../../core/audit/watch/state';
import { event } from '../../../../fakes/audit/series';

const SOURCE = 'vault-audit-device';
const managed = [{ name: 'app.dev', at: [{ source: SOURCE, role: 'vault', target: 'secret/app' }] }] as const;
const given = { managed, entries: [] };

const empty = (): Pick<WatchState, 'sources' | 'changes'> => ({ sources: {}, changes: [] });
const seenTo = (readTo: number, more: Partial<Seen> = {}): Seen => ({
	source: SOURCE,
	events: [],
	gaps: [],
	notVisible: [],
	state: { cursor: null, readTo, heardAt: readTo },
	...more,
});

it('a source is visible from its first look to its latest, but for the gaps of all of them', () => {
	const kept = empty();
	const gap = { from: 150, to: 180, why: 'AWS forgot it' };
	keepChanges(kept, seenTo(100), [], 0, given);
	keepChanges(kept, seenTo(200, { gaps: [gap] }), [], 0, given);
	keepChanges(kept, seenTo(300), [], 0, given);
	expect(visibleIn(kept)).toMatchObject([{ source: SOURCE, from: 100, to: 300, gaps: [gap] }]);
	// A gap that is over before what is kept tells nothing any more.
	keepChanges(kept, seenTo(400), [], 200, given);
	expect(visibleIn(kept)).toMatchObject([{ from: 100, to: 400, gaps: [] }]);
});

it('how Keyturn is called at a source is known to looks at other things as well', () => {
	const kept = empty();
	keepChanges(kept, seenTo(100), ['approle keyturn'], 0, given);
	keepChanges(kept, null, [], 0, given);
	expect(ownIn(kept)).toEqual({ [SOURCE]: ['approle keyturn'] });
	keepChanges(kept, seenTo(200), [], 0, given);
	expect(ownIn(kept)).toEqual({});
});

it('keeps changes of managed keys alone, each once, for as long as they are asked for', () => {
	const kept = empty();
	const change = (id: string, time: number, target = 'secret/app') =>
		event(time, { id, source: SOURCE, action: 'secret written', target });
	const events = [change('2', 20), change('1', 10), change('3', 15, 'secret/other'), event(30)];
	keepChanges(kept, seenTo(100, { events }), [], 0, given);
	keepChanges(kept, seenTo(200, { events: [change('2', 20), change('4', 150)] }), [], 15, given);
	expect(kept.changes.map(({ id }) => id)).toEqual(['2', '4']);
});

it('texts that somebody chose are cut', () => {
	const kept = empty();
	const long = 'x'.repeat(2_000);
	const events = [
		event(10, {
			...{ id: long, actor: long, operation: long, from: long, within: 'secret/app', target: long },
			source: SOURCE,
			action: 'secret written',
		}),
	];
	keepChanges(kept, seenTo(100, { events }), [], 0, given);
	expect(JSON.stringify(kept.changes).length).toBeLessThan(2_000);
});
