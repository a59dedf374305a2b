import type { BareAlert } from '../../../../../core/audit/alerts/alert';
import { detect } from '../../../../../core/audit/detect/detect';
import type { DetectInput, LogRow } from '../../../../../core/audit/detect/input';
import { detectState, emptyDetectState } from '../../../../../core/audit/detect/memory';

const T = Date.UTC(2030, 0, 10, 12);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What each of some looks tells, an hour apart: so many keys are overdue. */
function looks(steps: ReadonlyArray<Partial<DetectInput> & { readonly overdue: number }>): BareAlert[][] {
	let state = emptyDetectState();
	return steps.map(({ overdue, ...more }, index) => {
		const rows = Array.from({ length: 900 }, (_, each) => ({
			name: `app.${each}`,
			dueAt: each < overdue ? T - 3 * DAY : T + 90 * DAY,
			debt: 0,
			problem: null,
		}));
		const input = { now: T + index * HOUR, events: [], entries: [], keys: [], rows, ...more };
		const result = detect(state, input);
		state = detectState.parse(JSON.parse(JSON.stringify(result.state)));
		return [...result.alerts];
	});
}

const told = (alerts: readonly BareAlert[], rule: string, state: string) =>
	alerts.filter((each) => each.rule === rule && each.state === state);
const counts = (alerts: readonly BareAlert[]) => [
	told(alerts, 'R7-OVERDUE', 'opened').length,
	told(alerts, 'R7-OVERDUE', 'closed').length,
	told(alerts, 'MANY', 'opened').length,
	told(alerts, 'MANY', 'closed').length,
];
const log = (answer: LogRow['answer']): LogRow => ({
	answer,
	sentence: 'Entry 7 is another one.',
	anchoredAt: T,
	newer: 0,
	unkeptSince: null,
});

it('more overdue keys than can be followed are told once: so many one by one, the others in sum', () => {
	const all = looks([{ overdue: 520 }, { overdue: 520 }, { overdue: 520 }]);
	expect(all.map(counts)).toEqual([
		[400, 0, 1, 0],
		[0, 0, 0, 0],
		[0, 0, 0, 0],
	]);
	const [sum] = told(all[0]!, 'MANY', 'opened');
	expect(sum).toMatchObject({
		severity: 'high',
		sentence: '120 more incidents than can be followed at once: 120 × A rotation is overdue.',
		evidence: [{ label: 'A rotation is overdue', text: '120' }],
	});
});

it('what is told in sum is told anew when it is something else, and one by one when there is room', () => {
	const all = looks([{ overdue: 420 }, { overdue: 421 }, { overdue: 300 }, { overdue: 390 }]);
	expect(all.map(counts)).toEqual([
		[400, 0, 1, 0],
		[0, 0, 1, 1],
		[0, 100, 0, 1],
		[90, 0, 0, 0],
	]);
});

it('a flood forgets none that is open and keeps no grave one out', () => {
	const all = looks([
		{ overdue: 0, log: log('rewritten') },
		{ overdue: 900 },
		{ overdue: 900, log: log('verified') },
		{ overdue: 900, log: log('rewritten') },
	]);
	expect(all.map((alerts) => alerts.filter(({ rule }) => rule === 'R9').map(({ state }) => state))).toEqual([
		['opened'],
		[],
		['closed'],
		['opened'],
	]);
});
