import type { INodeProperties } from 'n8n-workflow';
import { type AlertFormId, alertForms } from '../../../core/audit/alerts';
import type { AlertRow, WatchOrder, WatchReport } from '../../../core/operations/watch-events';
import { KeyturnError } from '../../../core/errors';
import type { Ask } from '../../shared/answer-items';

const HOUR_MS = 3_600_000;
const NO_MESSAGE = 'none';

export const watchName: INodeProperties = {
	displayName: 'Watch Name',
	name: 'watch',
	type: 'string',
	noDataExpression: true,
	default: 'key-events',
	required: true,
	placeholder: 'e.g. key-events',
	description: 'The name under which the vault keeps how far was read and which incidents are open',
};

export const messageField: INodeProperties = {
	displayName: 'Message For',
	name: 'message',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'No Message', value: NO_MESSAGE },
		...Object.entries(alertForms).map(([value, { title }]) => ({ name: title, value })),
	].sort((a, b) => a.name.localeCompare(b.name)),
	default: 'text',
	description: 'The form in which each alert is also written, ready for the node that sends it',
};

export const ownOption: INodeProperties = {
	displayName: 'Own Identities',
	name: 'own',
	type: 'string',
	noDataExpression: true,
	default: '',
	placeholder: 'e.g. approle 5f2c…',
	description:
		'How the source names Keyturn’s own login, separated by commas; the same done by anybody else then counts as changed outside Keyturn, and without it some of that is “not visible”',
};

export const silentOption: INodeProperties = {
	displayName: 'Silent After (Hours)',
	name: 'silentHours',
	type: 'number',
	noDataExpression: true,
	typeOptions: { minValue: 1 },
	default: 26,
	description: 'How long a source may be silent before that is an incident',
};

export interface WatchOptions {
	readonly own?: string;
	readonly silentHours?: number;
}

export function watchOf(ask: Ask): Omit<WatchOrder, 'read'> {
	const { own = '', silentHours = 26 } = ask<WatchOptions>('options', {});
	const form: string = ask('message', NO_MESSAGE);
	if (form !== NO_MESSAGE && !Object.hasOwn(alertForms, form))
		throw new KeyturnError('BAD_INPUT', 'Message For', 'choose one from the list');
	return {
		name: ask('watch', '').trim(),
		own: own
			.split(',')
			.map((each) => each.trim())
			.filter((each) => each !== ''),
		silentAfter: silentHours * HOUR_MS,
		form: form === NO_MESSAGE ? null : (form as AlertFormId),
	};
}

/** A row for each alert, and at the end one that says what was looked at. */
export const rowsOf = ({ alerts, light, sentence, next, ...look }: WatchReport): readonly object[] => [
	...alerts.map((alert) => ({ ...alert, light: lightOf(alert), look: null })),
	{ ...NO_ALERT, light, sentence, next, checkpoint: look.checkpoint, look },
];

const lightOf = ({ state, severity }: AlertRow) =>
	state === 'closed' ? 'green' : severity === 'critical' || severity === 'high' ? 'red' : 'yellow';

const NO_ALERT = {
	id: null,
	rule: null,
	state: 'look',
	severity: null,
	title: null,
	target: null,
	evidence: [],
	at: null,
	message: null,
};

export const SIMPLE_WATCH = [
	'state',
	'light',
	'severity',
	'title',
	'sentence',
	'next',
	'target',
	'id',
	'message',
	'checkpoint',
	'look',
] as const;
