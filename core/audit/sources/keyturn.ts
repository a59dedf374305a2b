import { parsedJson } from '../../parsed-json';
import { auditEntry } from '../entry';
import type { Action } from '../events/event';
import { eventOf } from '../events/make';
import { takeLines } from './lines';
import type { SentSource } from './source';

/** What each kind of entry tells of, in the words for events; what is not here is `other`. */
const does: Readonly<Record<string, Action>> = {
	'key created': 'key created',
	'key put into the vault by a person': 'key created',
	'value published': 'secret written',
	'old key disabled': 'key disabled',
	'old key proved dead': 'key deleted',
	'key proved dead': 'key deleted',
	'key refused': 'rotation failed',
	'roll back begun': 'rotation failed',
	'zone change seen': 'dns changed',
};

/** Keyturn's own log, entry by entry: each line is the stored text of one, as in an export in JSON Lines. */
export const keyturn: SentSource = {
	way: 'sent',
	id: 'keyturn',
	title: 'Keyturn’s Own Log',
	docs: 'https://github.com/keyturn/n8n-nodes-keyturn/blob/main/docs/audit-sources.md',
	rights: 'None: the entries are read from the log, or from what still waits for it',
	promises: {
		delay: 0,
		kept: null,
		visible: [
			'key created',
			'key disabled',
			'key deleted',
			'secret written',
			'rotation failed',
			'dns changed',
			'other',
		],
		notVisible: [
			'What others did: Keyturn writes down its own effects and what it was asked for.',
			'The address that somebody asked from.',
		],
	},
	fields: [],
	take: (lines, at) =>
		takeLines(lines, at, (raw) => {
			const parsed = auditEntry.safeParse(parsedJson(raw));
			if (!parsed.success) return 'unread';
			const { id, at: time, kind, key, actor, facts } = parsed.data;
			const action = Object.hasOwn(does, kind) ? does[kind] : undefined;
			const { keyId } = facts;
			return eventOf(raw, {
				id,
				time,
				source: 'keyturn',
				action: action ?? 'other',
				operation: kind,
				actor,
				target: typeof keyId === 'string' && action?.startsWith('key ') === true ? `${key} ${keyId}` : key,
				outcome: action === 'rotation failed' ? 'failed' : 'done',
				from: '',
			});
		}),
};
