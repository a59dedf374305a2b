import type { BareAlert } from '../../../../../core/audit/alerts/alert';
import type { AuditEntry } from '../../../../../core/audit/entry';
import { detect } from '../../../../../core/audit/detect/detect';
import type { DetectInput, KeyRow, LogRow } from '../../../../../core/audit/detect/input';
import { detectState, emptyDetectState, type DetectState } from '../../../../../core/audit/detect/memory';
import { rules } from '../../../../../core/audit/detect/rules';
import { opened } from '../../../../fakes/audit/detecting';
import { event } from '../../../../fakes/audit/series';

const T = Date.UTC(2030, 0, 10, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const KEY = 'app.openai';

const entry = (kind: string, at: number, more: Partial<AuditEntry> = {}): AuditEntry => ({
	id: `uid/1/${kind}/${at}`,
	at,
	kind,
	key: KEY,
	actor: 'n8n',
	facts: {},
	...more,
});
const row = (more: Partial<KeyRow> = {}): KeyRow => ({
	name: KEY,
	dueAt: T + 30 * DAY,
	debt: 0,
	problem: null,
	...more,
});
const log = (more: Partial<LogRow> = {}): LogRow => ({
	answer: 'verified',
	sentence: 'All 12 entries are there.',
	anchoredAt: T,
	newer: 0,
	unkeptSince: null,
	...more,
});
const reads = (count: number, more: (each: number) => object) =>
	Array.from({ length: count }, (_, each) => event(T + each * 10_000, more(each)));

type Step = Partial<DetectInput> & { readonly at?: number };

/** What is told over some looks, an hour apart where nothing else is said. */
function play(
	steps: readonly Step[],
	begin: DetectState = emptyDetectState(),
): { alerts: BareAlert[]; state: DetectState } {
	let state = begin;
	const alerts: BareAlert[] = [];
	for (const [index, { at, ...more }] of steps.entries()) {
		const now = at ?? T + (index + 1) * HOUR;
		const result = detect(state, { now, events: [], entries: [], keys: [], ...more });
		alerts.push(...result.alerts);
		state = detectState.parse(JSON.parse(JSON.stringify(result.state)));
	}
	return { alerts, state };
}

interface Case {
	readonly on: readonly Step[];
	/** What comes close, and is none. */
	readonly off: ReadonlyArray<readonly Step[]>;
	/** After which the incident is over; nothing but time for those that are quiet then. */
	readonly over: readonly Step[];
}

const later = (rule: keyof typeof rules): Step[] => [{ at: T + (rules[rule].quiet ?? 0) + 2 * DAY }];
const one = (more: object): Step[] => [{ events: [event(T, more)] }];
const managed = [
	{
		name: KEY,
		at: [
			{ source: 'vault', role: 'vault', target: 'secret/app' },
			{ source: 'iam', role: 'provider', target: 'bot' },
		],
	},
] as const;
const atOwnKeys = (more: object, own: readonly string[] = ['approle keyturn']): Step[] => [
	{
		events: [
			event(T, {
				action: 'secret read',
				source: 'vault',
				target: 'secret/keyturn/system/log-key-1',
				...more,
			}),
		],
		own: { vault: own },
		ownSecrets: { vault: ['secret/keyturn/system/log-key-'] },
	},
];
const known: Step = { at: T - 9 * DAY, events: [event(T - 9 * DAY, { actor: 'old', target: 'secret/a' })] };

const cases: Readonly<Record<keyof typeof rules, Case>> = {
	R1: {
		on: one({ action: 'key created' }),
		off: [
			one({ action: 'key created', outcome: 'refused' }),
			[
				{
					events: [event(T, { action: 'key created', source: 'iam', target: 'AKIA1', within: 'bot' })],
					entries: [entry('key created', T + 1_000, { facts: { keyId: 'AKIA1' } })],
					keys: managed,
				},
			],
			// Too young: an entry may still tell of it.
			[{ at: T + MINUTE, events: [event(T, { action: 'key created' })] }],
		],
		over: later('R1'),
	},
	R2: {
		on: [{ events: reads(20, (each) => ({ target: `secret/${each}` })) }],
		off: [
			[{ events: reads(19, (each) => ({ target: `secret/${each % 9}` })) }],
			[
				{
					events: reads(40, (each) => ({
						target: `secret/${each}`,
						outcome: 'refused',
						actor: `a${each % 5}`,
						from: `10.0.${each % 8}.1`,
					})),
				},
			],
			[
				{
					events: reads(40, (each) => ({ target: `secret/documents/${each}` })),
					withoutValues: { 'vault-audit-device': ['secret/documents/'] },
				},
			],
		],
		over: later('R2'),
	},
	'R2-EXPORT': {
		on: one({ action: 'secret exported' }),
		off: [one({ action: 'secret exported', outcome: 'refused' })],
		over: later('R2-EXPORT'),
	},
	R3: {
		on: [{ events: reads(10, () => ({ outcome: 'refused' })) }],
		off: [
			[{ events: reads(9, () => ({ outcome: 'refused' })) }],
			[{ events: reads(30, () => ({ outcome: 'failed' })) }],
		],
		over: later('R3'),
	},
	R4: {
		on: [{ events: reads(10, (each) => ({ outcome: 'refused', actor: `a${each}` })) }],
		off: [[{ events: reads(9, (each) => ({ outcome: 'refused', actor: `a${each}` })) }]],
		over: later('R4'),
	},
	R5: {
		on: one({ action: 'dns changed', target: 'Z1' }),
		off: [
			one({ action: 'dns changed', outcome: 'failed' }),
			[
				{
					events: [event(T, { action: 'dns changed', target: 'Z1', within: 'WWW.example.org.' })],
					zones: ['example.org'],
					entries: [entry('zone change approved', T - HOUR, { key: 'example.org' })],
				},
			],
		],
		over: later('R5'),
	},
	R6: {
		on: one({ action: 'certificate changed' }),
		off: [one({ action: 'certificate changed', outcome: 'refused' })],
		over: later('R6'),
	},
	R7: {
		on: [{ entries: [entry('roll back begun', T, { facts: { why: 'The smoke test failed.' } })] }],
		off: [[{ entries: [entry('rotation planned', T)] }], [{ rows: [row()] }]],
		over: [{ entries: [entry('old key proved dead', T + 2 * HOUR)] }],
	},
	'R7-OVERDUE': {
		on: [{ rows: [row({ dueAt: T - 2 * DAY })] }],
		off: [[{ rows: [row({ dueAt: T - HOUR })] }]],
		over: [{ at: T + DAY, rows: [row()] }],
	},
	'R7-DEBT': {
		on: [{ rows: [row({ debt: 1 })] }, { at: T + 2 * DAY, rows: [row({ debt: 1 })] }],
		off: [[{ rows: [row({ debt: 1 })] }, { rows: [row({ debt: 1 })] }, { rows: [row()] }]],
		over: [{ at: T + 3 * DAY, rows: [row()] }],
	},
	R8: {
		on: [{ heard: [{ source: 'cloudtrail', heardAt: T - DAY, silentAfter: HOUR }] }],
		off: [[{ heard: [{ source: 'cloudtrail', heardAt: T, silentAfter: 2 * HOUR }] }]],
		over: [{ heard: [{ source: 'cloudtrail', heardAt: T + HOUR, silentAfter: 2 * HOUR }] }],
	},
	'R8-OFF': {
		on: one({ action: 'audit changed' }),
		off: [one({ action: 'audit changed', outcome: 'refused' })],
		over: later('R8-OFF'),
	},
	R9: {
		on: [{ log: log({ answer: 'rewritten', sentence: 'Entry 7 is another one.' }) }],
		off: [[{ log: log() }], [{ log: log({ answer: 'not visible' }) }]],
		over: [{ log: log() }],
	},
	'R9-ANCHOR': {
		on: [{ log: log({ anchoredAt: T - 2 * DAY, newer: 3, unkeptSince: T - 2 * DAY }) }],
		off: [
			[{ log: log({ anchoredAt: T - 2 * DAY }) }],
			// An entry that came just now, though the last checkpoint was given out long ago; and a first look.
			[{ log: log({ anchoredAt: T - 2 * DAY, newer: 9, unkeptSince: T }) }],
			[{ log: log({ anchoredAt: null, newer: 9, unkeptSince: T }) }],
			[{ log: log({ answer: 'not visible', anchoredAt: null, unkeptSince: T - 2 * DAY }) }],
		],
		over: [{ log: log() }],
	},
	'R9-DIFFER': {
		on: [
			{
				mismatches: [
					{
						id: 'REC-01',
						severity: 'critical',
						title: 'Changed outside Keyturn',
						key: KEY,
						at: T,
						evidence: 'x',
						remedy: 'y',
					},
				],
			},
		],
		off: [[{ mismatches: [] }]],
		over: later('R9-DIFFER'),
	},
	R10: {
		on: [known, { events: [event(T, { actor: 'new', target: 'secret/a' })] }],
		off: [
			[known, { events: [event(T, { actor: 'old', target: 'secret/b' })] }],
			[known, { events: [event(T, { actor: 'new', target: 'secret/never-read' })] }],
			// Nothing was read.
			[known, { events: [event(T, { actor: 'new', target: 'secret/a', outcome: 'refused' })] }],
			[known, { events: [event(T, { actor: 'new', target: 'secret/a', action: 'other' })] }],
			[
				known,
				{
					events: [event(T, { actor: 'new', target: 'secret/a' })],
					withoutValues: { 'vault-audit-device': ['secret/a'] },
				},
			],
			[
				{ ...known, at: T - DAY, events: [event(T - DAY, { actor: 'old', target: 'secret/a' })] },
				{ events: [event(T, { actor: 'new', target: 'secret/a' })] },
			],
			[
				known,
				{
					events: [event(T, { actor: 'keyturn', target: 'secret/a' })],
					own: { 'vault-audit-device': ['keyturn'] },
				},
			],
		],
		over: later('R10'),
	},
	R11: {
		on: one({ action: 'secret deleted' }),
		off: [
			one({ action: 'secret deleted', outcome: 'refused' }),
			[
				{
					events: [event(T, { action: 'secret deleted', source: 'vault', target: 'secret/app' })],
					entries: [entry('old key proved dead', T - DAY)],
					keys: managed,
				},
			],
		],
		over: later('R11'),
	},
	R12: {
		on: atOwnKeys({ actor: 'mallory' }),
		off: [
			atOwnKeys({ actor: 'approle keyturn' }),
			atOwnKeys({ actor: 'mallory', outcome: 'refused' }),
			atOwnKeys({ actor: 'mallory', outcome: 'failed' }),
			atOwnKeys({ actor: 'mallory', target: 'secret/keyturn/system/log' }),
			// Which identity is Keyturn's was not said.
			atOwnKeys({ actor: 'mallory' }, []),
		],
		over: later('R12'),
	},
};

describe.each(Object.entries(cases))('%s', (id, { on, off, over }) => {
	it('opens once, goes on in silence, and closes once', () => {
		const { alerts, state } = play(on);
		expect(alerts.map(({ rule, state: at }) => `${rule} ${at}`)).toEqual([`${id} opened`]);
		const [alert] = alerts;
		expect(alert?.sentence).toMatch(/[.]$/);
		// A finding of reconciling brings its own remedy.
		expect(alert?.next).toBe(id === 'R9-DIFFER' ? 'y' : rules[id as keyof typeof rules].remedy);
		// The same once more, and once more as something new.
		const again = play(
			on.slice(-1).map((step) => ({ ...step, at: T + 2 * DAY })),
			state,
		);
		expect(again.alerts.filter(({ state: at }) => at === 'opened')).toEqual([]);
		const closed = play(over, state);
		expect(closed.alerts.map(({ rule, state: at }) => `${rule} ${at}`)).toEqual([`${id} closed`]);
		expect(closed.alerts[0]?.id).toBe(alert?.id);
		expect(
			play(
				over.map((step) => ({ ...step, at: (step.at ?? T + HOUR) + MINUTE })),
				closed.state,
			).alerts,
		).toEqual([]);
	});

	it.each(off.map((steps, index) => [index, steps] as const))(
		'is silent for what comes close (%d)',
		(_index, steps) => {
			expect(play(steps).alerts).toEqual([]);
		},
	);

	it('the same state and input give the same, and what was seen before changes nothing', () => {
		const [first, second] = [play(on), play(on)];
		expect(second).toEqual(first);
		const replayed = play([{ ...on.at(-1)!, at: on.at(-1)!.at ?? T + on.length * HOUR }], first.state);
		expect(replayed.alerts).toEqual([]);
		expect(replayed.state.bursts).toEqual(first.state.bursts);
	});
});

it('what is over is not opened again by what is read a second time', () => {
	const events = [event(T, { action: 'audit changed', id: 'one' })];
	const { state } = play([{ events }, { at: T + 3 * DAY }]);
	const forgetful = { ...state, seen: [] };
	expect(play([{ at: T + 4 * DAY, events }], forgetful).alerts).toEqual([]);
});

it('an event that comes from a clock far ahead is taken for one of now', () => {
	const { alerts } = play([{ at: T, events: [event(T + 300 * DAY, { action: 'audit changed' })] }]);
	expect(alerts).toMatchObject([{ rule: 'R8-OFF', at: T }]);
});

it('texts of an event stand in sentence, target and evidence only', () => {
	const text = '<script>`@here`\u202e';
	const { alerts } = play(one({ action: 'audit changed', actor: text, target: text, operation: text }));
	expect(`${alerts[0]?.title}${alerts[0]?.next}${alerts[0]?.id}${alerts[0]?.rule}`).not.toContain('script');
});

it('strangers without end keep the state below 1 MB, and none that waits is lost', () => {
	let state = emptyDetectState();
	const alerts: BareAlert[] = [];
	for (let round = 0; round < 12; round++) {
		const now = T + (round + 1) * HOUR;
		const events = Array.from({ length: 1_000 }, (_, each) =>
			event(now - each * 500, {
				actor: `a${round}-${each}`.padEnd(1_500, 'x'),
				target: `t${each}`.padEnd(1_900, 'x'),
				action: each % 3 === 0 ? 'secret deleted' : 'secret read',
				from: `${each}`,
			}),
		);
		const result = detect(state, { now, events, entries: [], keys: [] });
		alerts.push(...result.alerts);
		({ state } = result);
		expect(JSON.stringify(state).length).toBeLessThan(1024 * 1024);
	}
	expect(detectState.safeParse(state).success).toBe(true);
	const one = opened(alerts, 'R11').length;
	const inSum = opened(alerts, 'MANY')
		.flatMap(({ evidence }) => evidence.filter(({ label }) => label === rules.R11.title))
		.reduce((sum, { text }) => sum + Number(text), 0);
	expect(one).toBeGreaterThanOrEqual(300);
	expect(one + inSum).toBe(12 * 334 - state.waiting.length);
});

it('a zone that Check DNS found changed is told until somebody has decided on it', () => {
	const seen = (kind: string, at: number) => [entry(kind, at, { key: 'example.org' })];
	for (const [kind, sentence] of [
		['zone change approved', 'The change was approved.'],
		['zone change rejected', 'The change was rejected: see that it is undone.'],
		['zone change went back', 'The zone is as it was approved again.'],
	] as const) {
		const { alerts } = play([
			{ entries: seen('zone change seen', T) },
			{ entries: seen('zone change noted', T + HOUR) },
			{ entries: seen(kind, T + 2 * HOUR) },
		]);
		expect(alerts).toMatchObject([
			{
				rule: 'R5',
				state: 'opened',
				target: 'example.org',
				sentence: 'Check DNS saw that example.org is not as approved.',
			},
			{ rule: 'R5', state: 'closed', sentence },
		]);
	}
});

it('what is over at a key is said in words', () => {
	const rows = (more: Partial<KeyRow>) => ({ rows: [row(more)] });
	const told = play([
		rows({ dueAt: T - 2 * DAY, problem: 'The provider refused.' }),
		rows({ dueAt: T + 30 * DAY }),
	]).alerts.map(({ rule, state, sentence }) => [rule, state, sentence]);
	expect(told).toEqual(
		expect.arrayContaining([
			['R7-OVERDUE', 'opened', 'app.openai was due on 2030-01-08 and was not rotated.'],
			['R7-OVERDUE', 'closed', 'app.openai is due on 2030-02-09.'],
			['R7', 'opened', 'app.openai: The provider refused.'],
			['R7', 'closed', 'Nothing is in the way of app.openai any more.'],
		]),
	);
});

it('an identity that is seen for the first time may read more than one that is known', () => {
	const first = reads(19, (each) => ({ target: `secret/${each}` }));
	expect(play([{ events: first }]).alerts).toEqual([]);
	const known = play([{ at: T - 2 * DAY, events: [event(T - 2 * DAY, { target: 'secret/own' })] }]).state;
	expect(opened(play([{ events: first }], known).alerts, 'R2')).toHaveLength(1);
});
