import { states, type Document, type State } from '../../../core/rotation/document';
import { canRollBack, decide, type Decision } from '../../../core/rotation/steps';
import { NOW, debtOf, documentWith, outboxEntry, rotationIn } from './document-fixture';

const now = { earliest: NOW, latest: NOW + 999 };
const later = NOW + 60_000;
const at = (document: Document, disable = true): Decision => decide(document, now, { disable, record: true });

/** What each state comes to when nothing has to be waited for. */
const plain: { readonly [Each in State]: Decision } = {
	PLANNED: { effect: 'issue' },
	STORED: { effect: 'prove' },
	PROBED: { effect: 'publish' },
	PUBLISHED: { effect: 'deploy' },
	DISTRIBUTING: { effect: 'deploy' },
	GRACE: { mark: 'OLD_DISABLED' },
	OLD_DISABLED: { effect: 'disable' },
	REVOKING: { effect: 'revoke' },
	REVOKED: { effect: 'finish' },
	REVOKE_PENDING: { effect: 'revoke' },
	ROLLING_BACK: { effect: 'rollBack' },
	ROLLED_BACK: { effect: 'finish' },
	NEEDS_HUMAN: { mark: 'PLANNED' },
};

describe('the next step', () => {
	it.each(states.map((state) => [state, plain[state]] as const))('in %s is %j', (state, expected) => {
		expect(at(documentWith({ rotation: rotationIn(state) }))).toEqual(expected);
	});

	it.each<[string, Partial<Document>, Partial<Document['record']>, boolean, Decision]>([
		[
			'waits for the end of the grace',
			{ rotation: rotationIn('GRACE', { until: later }) },
			{},
			true,
			{ wait: later },
		],
		[
			'uses the wait to add to the audit log',
			{ rotation: rotationIn('GRACE', { until: later }), outbox: [outboxEntry] },
			{},
			true,
			{ effect: 'record' },
		],
		[
			'goes on at the very end of the grace',
			{ rotation: rotationIn('GRACE', { until: NOW }) },
			{},
			true,
			{ mark: 'OLD_DISABLED' },
		],
		[
			'waits when a write of the old world may still land',
			{ rotation: rotationIn('GRACE', { until: NOW }), notBefore: later },
			{},
			true,
			{ wait: later },
		],
		[
			'disables nothing where the provider cannot',
			{ rotation: rotationIn('GRACE') },
			{},
			false,
			{ mark: 'REVOKING' },
		],
		[
			'disables nothing when nobody wants to watch',
			{ rotation: rotationIn('GRACE') },
			{ observeSeconds: 0 },
			true,
			{ mark: 'REVOKING' },
		],
		[
			'disables nothing in an emergency',
			{ rotation: rotationIn('GRACE', { mode: 'emergency' }) },
			{},
			true,
			{ mark: 'REVOKING' },
		],
		[
			'disables nothing that has no id',
			{ rotation: { ...rotationIn('GRACE'), old: { ...rotationIn('GRACE').old!, keyId: null } } },
			{},
			true,
			{ mark: 'REVOKING' },
		],
		[
			'watches the disabled key',
			{ rotation: rotationIn('OLD_DISABLED', { disabledAt: NOW - 299_000 }) },
			{},
			true,
			{ wait: NOW + 1_000 },
		],
		[
			'revokes after the watch',
			{ rotation: rotationIn('OLD_DISABLED', { disabledAt: NOW - 300_000 }) },
			{},
			true,
			{ mark: 'REVOKING' },
		],
		[
			'revokes nothing while a write may land',
			{ rotation: rotationIn('REVOKING'), notBefore: NOW + 1 },
			{},
			true,
			{ wait: NOW + 1 },
		],
		[
			'pays nothing while a write may land',
			{ rotation: rotationIn('REVOKE_PENDING'), notBefore: NOW + 1 },
			{},
			true,
			{ wait: NOW + 1 },
		],
		[
			'goes on where the person was asked',
			{ rotation: rotationIn('NEEDS_HUMAN', { resume: 'REVOKING' }) },
			{},
			true,
			{ mark: 'REVOKING' },
		],
		['rests when there is nothing', {}, {}, true, { rest: true }],
		[
			'adds to the audit log when nothing else is to do',
			{ outbox: [outboxEntry] },
			{},
			true,
			{ effect: 'record' },
		],
		[
			'pays a debt first',
			{ debt: [debtOf('orphan')], outbox: [outboxEntry] },
			{},
			true,
			{ effect: 'settle' },
		],
		[
			'waits until a list can tell what became of a request',
			{ intents: [{ name: 'kt', at: NOW, epoch: 1, live: false }] },
			{},
			true,
			{ wait: NOW + 260_000 },
		],
		[
			'lists once the request can no longer land',
			{ intents: [{ name: 'kt', at: NOW - 260_001, epoch: 1, live: false }] },
			{},
			true,
			{ effect: 'settle' },
		],
		[
			'does not list one moment too early',
			{ intents: [{ name: 'kt', at: NOW - 260_000, epoch: 1, live: false }] },
			{},
			true,
			{ wait: NOW },
		],
	])('%s', (_name, more, record, disable, expected) => {
		expect(at(documentWith(more, record), disable)).toEqual(expected);
	});

	it('is decided from the document and the time alone, and changes neither', () => {
		for (const state of states) {
			const document = documentWith({ rotation: rotationIn(state), notBefore: later });
			const before = JSON.stringify(document);
			const first = at(document);
			expect(at(documentWith({ rotation: rotationIn(state), notBefore: later }))).toEqual(first);
			expect(JSON.stringify(document)).toBe(before);
		}
	});

	it('waits only for what lies ahead, whatever the times are', () => {
		const times = [null, NOW - 1, NOW, NOW + 1, later];
		let waits = 0;
		for (const state of states)
			for (const until of times)
				for (const disabledAt of times)
					for (const notBefore of times) {
						const decision = at(
							documentWith({ rotation: rotationIn(state, { until, disabledAt }), notBefore: notBefore ?? 0 }),
						);
						if (!('wait' in decision)) continue;
						waits += 1;
						expect(decision.wait).toBeGreaterThan(NOW);
					}
		expect(waits).toBeGreaterThan(50);
	});

	it('reads, revokes, disables: nothing irreversible starts before `notBefore`, from any state', () => {
		for (const state of states) {
			const decision = at(
				documentWith({ rotation: rotationIn(state, { disabledAt: NOW - 1 }), notBefore: later }),
			);
			expect('effect' in decision ? decision.effect : '').not.toMatch(/revoke|disable/);
		}
	});

	it('can go back from each state in which the old key still works, and from no other', () => {
		expect([...canRollBack].sort()).toEqual(
			[
				'DISTRIBUTING',
				'GRACE',
				'NEEDS_HUMAN',
				'OLD_DISABLED',
				'PLANNED',
				'PROBED',
				'PUBLISHED',
				'STORED',
			].sort(),
		);
	});
});
