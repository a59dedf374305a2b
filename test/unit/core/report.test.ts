import { SET_IT_UP } from '../../../core/audit/not-set-up';
import { report } from '../../../core/operations/report';
import { states, type Document, type State } from '../../../core/rotation/document';
import { NOW, debtOf, documentWith, outboxEntry, rotationIn } from './document-fixture';

/** Words of the engine that nobody should have to learn. */
const inside = /\b(lease|epoch|compare-and-set|outbox|journal|intent|debt|CAS)\b/i;
const problem = {
	code: 'NEEDS_HUMAN',
	sentence: 'The smoke test answered 500, not 200.',
	next: 'Mend it, then run again.',
};

/** The light of each state when nothing is in the way. */
const lights: { readonly [Each in State]: 'yellow' | 'red' } = {
	PLANNED: 'yellow',
	STORED: 'yellow',
	PROBED: 'yellow',
	PUBLISHED: 'yellow',
	DISTRIBUTING: 'yellow',
	GRACE: 'yellow',
	OLD_DISABLED: 'yellow',
	REVOKING: 'yellow',
	REVOKED: 'yellow',
	REVOKE_PENDING: 'yellow',
	ROLLING_BACK: 'yellow',
	ROLLED_BACK: 'yellow',
	NEEDS_HUMAN: 'red',
};

const all = (): Document[] => [
	documentWith(),
	documentWith({ current: null }),
	documentWith({ dueAt: NOW - 1 }),
	documentWith({ debt: [debtOf('orphan')] }),
	...states.flatMap((state) =>
		[null, problem].flatMap((each) =>
			[null, NOW + 60_000].map((until) =>
				documentWith({ rotation: rotationIn(state, { problem: each, until }) }),
			),
		),
	),
];

describe('what a person reads of a key', () => {
	it.each(states.map((state) => [state, lights[state]] as const))(
		'in %s the light is %s, with a sentence and what to do',
		(state, light) => {
			const { sentence, next, ...rest } = report(documentWith({ rotation: rotationIn(state) }), NOW);
			expect(rest.light).toBe(light);
			expect(sentence).toMatch(/^[A-Z].*\.$/);
			expect(next).toMatch(/^[A-Z].*\.$/);
		},
	);

	it('is green only when nothing is under way, owed or due', () => {
		const green = all().filter((document) => report(document, NOW).light === 'green');
		expect(green).toEqual([documentWith()]);
		expect(report(documentWith(), NOW)).toMatchObject({ status: 'up to date', next: '', notProvedDead: 0 });
	});

	it('says in plain words what it is, never in the engine’s', () => {
		for (const document of all()) {
			const { sentence, next, steps, proof } = report(document, NOW);
			expect(`${sentence} ${next} ${steps.map(({ step }) => step).join(' ')} ${proof ?? ''}`).not.toMatch(
				inside,
			);
		}
		expect('The lease ran out').toMatch(inside);
	});

	it('names the problem and its remedy where there is one', () => {
		const { sentence, next } = report(
			documentWith({ rotation: rotationIn('NEEDS_HUMAN', { problem }) }),
			NOW,
		);
		expect([sentence, next]).toEqual([problem.sentence, problem.next]);
	});

	it('tells the key in use: the old one until the new one is published', () => {
		const inUse = (state: State) => report(documentWith({ rotation: rotationIn(state) }), NOW).keyId;
		expect(['PLANNED', 'STORED', 'PROBED'].map((state) => inUse(state as State))).toEqual([
			'old',
			'old',
			'old',
		]);
		expect(
			['PUBLISHED', 'GRACE', 'OLD_DISABLED', 'REVOKING', 'REVOKED'].map((state) => inUse(state as State)),
		).toEqual(Array(5).fill('new'));
	});

	it('says that an old key still works only where nobody gave it up', () => {
		const inGrace = (mode: 'planned' | 'emergency') =>
			report(documentWith({ rotation: rotationIn('GRACE', { mode }) }), NOW).sentence;
		expect(inGrace('planned')).toContain('still works');
		expect(inGrace('emergency')).not.toContain('still works');
	});

	it.each([
		['old', 'GRACE', 'red'],
		['old', 'REVOKING', 'red'],
		['old', 'REVOKED', 'yellow'],
		['new', 'ROLLING_BACK', 'red'],
		['new', 'ROLLED_BACK', 'yellow'],
		['new', 'REVOKED', 'red'],
		['both', 'REVOKED', 'red'],
	] as const)('where the %s key leaked, the light in %s is %s', (leaked, state, light) => {
		const mode = 'emergency';
		for (const each of [null, problem]) {
			const rotation = rotationIn(state, { mode, leaked, problem: each });
			expect(report(documentWith({ rotation }), NOW).light).toBe(light);
		}
	});

	it('is red as soon as an emergency is declared for the rotation under way, and while a key rolled back in it lives', () => {
		const request = { kind: 'emergency', leaked: 'old', by: 'Ada', at: NOW } as const;
		expect(report(documentWith({ rotation: rotationIn('GRACE'), request }), NOW).light).toBe('red');
		const debt = [debtOf('rolled back')];
		const rotation = rotationIn('ROLLED_BACK', { mode: 'emergency', leaked: 'new' });
		expect(report(documentWith({ rotation, debt }), NOW).light).toBe('red');
	});

	it('is red once the same thing has been in the way of a planned rotation for a day', () => {
		const lightAt = (since: number) => {
			const marks = [{ state: 'PUBLISHED', at: since }];
			return report(documentWith({ rotation: rotationIn('PUBLISHED', { marks, problem }) }), NOW).light;
		};
		expect([lightAt(NOW - 86_399_999), lightAt(NOW - 86_400_000)]).toEqual(['yellow', 'red']);
		const marks = [{ state: 'GRACE', at: NOW - 7 * 86_400_000 }];
		expect(report(documentWith({ rotation: rotationIn('GRACE', { marks }) }), NOW).light).toBe('yellow');
	});

	it('counts what is not proved dead', () => {
		const debt = [debtOf('orphan')];
		expect(report(documentWith({ debt }), NOW)).toMatchObject({ notProvedDead: 1, light: 'red' });
		expect(report(documentWith({ rotation: rotationIn('REVOKE_PENDING'), debt }), NOW).notProvedDead).toBe(2);
		expect(report(documentWith({ rotation: rotationIn('REVOKED') }), NOW).notProvedDead).toBe(0);
	});

	it('tells when the old key dies and when another run can go on', () => {
		const until = NOW + 3_600_000;
		const grace = report(
			documentWith({ rotation: rotationIn('GRACE', { until }), notBefore: until + 5_000 }),
			NOW,
		);
		expect(grace.oldKeyDiesAt).toBe(new Date(until + 5_000).toISOString());
		expect(grace.continueAt).toBe(new Date(until + 5_000).toISOString());
		expect(report(documentWith({ rotation: rotationIn('REVOKED') }), NOW).oldKeyDiesAt).toBeNull();
		expect(report(documentWith(), NOW)).toMatchObject({ oldKeyDiesAt: null, continueAt: null });
	});

	it('says whether another run goes on at once or waits for a time', () => {
		const statusIn = (state: State) => report(documentWith({ rotation: rotationIn(state) }), NOW).status;
		expect(['PLANNED', 'STORED', 'PROBED', 'PUBLISHED'].map((state) => statusIn(state as State))).toEqual(
			Array(4).fill('rotating'),
		);
		const rotation = rotationIn('REVOKING');
		expect(report(documentWith({ rotation, notBefore: NOW + 1_000 }), NOW).status).toBe('waiting');
	});

	it('calls a key proved dead only where that was seen', () => {
		const told = (evidence: Record<string, string | number>) =>
			report(
				documentWith({
					rotation: rotationIn('REVOKED', { evidence, marks: [{ state: 'REVOKED', at: NOW }] }),
				}),
				NOW,
			);
		const seen = told({ death: 'refused', deathStatus: 401 });
		expect(seen.sentence).toMatch(/^The old key is proved dead;/);
		expect(seen.proof).toContain('refuses the old key (401)');
		expect(seen.steps[0]?.step).toBe('Old key proved dead');
		const typed = told({ death: 'typed' });
		expect(typed.sentence).toMatch(
			/^The new key is in use, and the old one counts as dead on a person’s word;/,
		);
		expect(typed.proof).toBeNull();
		expect(typed.steps[0]?.step).toContain('not proved');
	});

	it('where no log is set up, says so, and how only where there is nothing else to do', () => {
		const told = (more: Partial<Document>) =>
			report(documentWith({ ...more, outbox: [outboxEntry] }), NOW, false);
		expect(told({})).toMatchObject({ next: SET_IT_UP });
		const rotation = rotationIn('NEEDS_HUMAN', { problem });
		expect(told({ rotation }).sentence).toMatch(/^The smoke test .* 1 entries wait/);
		expect(told({ rotation }).next).toBe(problem.next);
	});

	it('keeps to the fields that may be shown', () => {
		for (const document of all())
			expect(Object.keys(report(document, NOW)).sort()).toEqual([
				'ageDays',
				'app',
				'auditWaiting',
				'continueAt',
				'dueAt',
				'fingerprint',
				'key',
				'keyId',
				'light',
				'next',
				'notProvedDead',
				'oldKeyDiesAt',
				'oldKeyId',
				'owner',
				'proof',
				'provider',
				'risk',
				'sentence',
				'status',
				'steps',
			]);
	});
});
