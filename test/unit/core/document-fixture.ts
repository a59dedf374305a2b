import {
	documentSchema,
	type Debt,
	type Document,
	type Rotation,
	type State,
} from '../../../core/rotation/document';

export const NOW = Date.UTC(2030, 0, 1);

const generation = (keyId: string) => ({
	keyId,
	keyName: null,
	version: '1',
	fingerprint: '0123456789abcdef',
	since: NOW - 86_400_000,
});

/** A rotation in one state, with an old and a new key. */
export const rotationIn = (state: State, more: Partial<Rotation> = {}): Rotation => ({
	number: 1,
	mode: 'planned',
	leaked: 'none',
	actor: 'a test',
	state,
	resume: null,
	marks: [{ state: 'PLANNED', at: NOW - 60_000 }],
	restrictions: { scopes: ['work'], lifetimeSeconds: null },
	old: generation('old'),
	next: generation('new'),
	expect: '1',
	attempt: 1,
	refused: 0,
	until: null,
	cachedUntil: null,
	disabling: false,
	disabledAt: null,
	setbacks: 0,
	problem: null,
	evidence: {},
	...more,
});

/** A key that is owed. */
export const debtOf = (reason: Debt['reason'], more: Partial<Debt> = {}): Debt => ({
	keyId: 'x',
	reason,
	since: NOW,
	fingerprint: null,
	version: null,
	disabled: false,
	rotation: 1,
	todo: null,
	saidBy: null,
	...more,
});

/** A document that passes its own schema. */
export function documentWith(
	more: Partial<Document> = {},
	record: Partial<Document['record']> = {},
): Document {
	return documentSchema.parse({
		v: 1,
		uid: '0123456789abcdef0123456789abcdef',
		name: 'a.key',
		record: {
			app: 'App',
			owner: 'Owner',
			risk: 'normal',
			cadenceDays: 90,
			graceSeconds: 3_600,
			cacheSeconds: 300,
			delaySeconds: 120,
			observeSeconds: 300,
			provider: 'dev',
			providerSettings: {},
			admin: 'dev',
			place: { path: 'keyturn/values/a.key', field: 'value' },
			targets: [],
			smoke: null,
			registeredAt: NOW,
			...record,
		},
		current: generation('old'),
		restrictions: null,
		rotations: 1,
		rotation: null,
		last: null,
		intents: [],
		debt: [],
		staged: null,
		notBefore: 0,
		epoch: 1,
		lease: null,
		request: null,
		outbox: [],
		sequence: 0,
		dueAt: NOW + 86_400_000,
		listedUnder: '2030-01-02',
		writeId: '0123456789abcdef01234567',
		...more,
	});
}

export const outboxEntry = { id: 'u/1/1', at: NOW, kind: 'x', key: 'a.key', actor: 'a test', facts: {} };
