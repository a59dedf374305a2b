import type { AuditEntry } from '../../../core/audit/entry';
import type { ViewedEntry } from '../../../core/audit/formats/format';
import { utf8 } from '../../../core/utf8';

const AT = Date.UTC(2030, 0, 1, 12);
export const META = { origin: 'keyturn.example/audit', version: '1.2.3' };

/** An entry of Keyturn's own. */
export const ownEntry = (more: Partial<AuditEntry> = {}): AuditEntry => ({
	id: '0a1b/1/3',
	at: AT,
	kind: 'key created',
	key: 'marketing-summariser.dev',
	actor: 'n8n: Rotate my keys',
	facts: { keyId: 'k7', fingerprint: '00112233aabbccdd', version: 3, adopted: false, oldKeyId: null },
	...more,
});

/** An entry of what somebody else's log told. */
export const toldEntry = (action: string, facts: AuditEntry['facts'] = {}): AuditEntry =>
	ownEntry({
		kind: `event: ${action}`,
		key: 'event-watch',
		actor: 'n8n: Watch for key events',
		facts: {
			source: 'aws-cloudtrail',
			about: 'marketing-summariser.dev',
			eventId: 'e-0815',
			by: 'arn:aws:iam::123456789012:user/ann',
			target: 'prod/summariser',
			operation: 'GetSecretValue',
			outcome: 'done',
			from: '192.0.2.7',
			hash: 'ab'.repeat(32),
			time: AT - 60_000,
			...facts,
		},
	});

/** An entry of an alert of Keyturn's. */
export const alertEntry = (facts: AuditEntry['facts'] = {}): AuditEntry =>
	ownEntry({
		kind: 'alert opened',
		key: 'event-watch',
		facts: {
			incident: '7c1f',
			rule: 'secret-read-by-someone-new',
			severity: 'high',
			target: 'x',
			sentence: 'It was read.',
			...facts,
		},
	});

/** The entry as a leaf of the log; not in canonical form, which has no room for what a forged one may hold. */
export const viewed = (entry: AuditEntry, index = 0): ViewedEntry => ({
	index,
	entry,
	bytes: utf8.encode(JSON.stringify(entry)),
});

/** One text in each place of an entry that can hold one. */
export const places: Readonly<Record<string, (text: string) => AuditEntry>> = {
	id: (id) => ownEntry({ id }),
	kind: (kind) => ownEntry({ kind }),
	'kind of an event': (action) => toldEntry(action),
	key: (key) => ownEntry({ key }),
	actor: (actor) => ownEntry({ actor }),
	'name of a fact': (name) => ownEntry({ facts: { before: 1, [name]: 'text', 'z after': 2 } }),
	fact: (fact) => ownEntry({ facts: { before: 1, fact, 'z after': 2 } }),
	...Object.fromEntries(
		['incident', 'rule', 'severity', 'sentence'].map((name) => [
			`${name} of an alert`,
			(text: string) => alertEntry({ [name]: text }),
		]),
	),
	...Object.fromEntries(
		['source', 'eventId', 'operation', 'by', 'target', 'outcome', 'from', 'hash'].map((name) => [
			`${name} of an event`,
			(text: string) => toldEntry('secret read', { [name]: text }),
		]),
	),
};
