import type { INodeProperties } from 'n8n-workflow';
import { KeyturnError } from '../../../core/errors';
import type { Selection } from '../../../core/audit/log/select';
import { ownKinds } from '../../../core/audit/formats/ocsf/kinds';
import type { Ask } from '../../shared/answer-items';

/** Which entries are wanted. */
export const periodFields: readonly INodeProperties[] = [
	{
		displayName: 'From',
		name: 'from',
		type: 'dateTime',
		default: '',
		description: 'The first moment of the period; empty for the beginning of the log',
	},
	{
		displayName: 'To',
		name: 'to',
		type: 'dateTime',
		default: '',
		description: 'The end of the period; empty for now. What happened at this moment or later is left out.',
	},
];

export const selectionOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Kinds',
			name: 'kinds',
			type: 'multiOptions',
			options: Object.keys(ownKinds)
				.sort()
				.map((kind) => ({ name: kind, value: kind })),
			default: [],
			description: 'Only entries of these kinds; none chosen means all',
		},
		{
			displayName: 'Subjects',
			name: 'subjects',
			type: 'string',
			default: '',
			placeholder: 'e.g. marketing-summariser.openai, example.org',
			description: 'Only entries about these keys or zones, separated by commas; empty means all',
		},
	],
};

interface Given {
	readonly kinds?: readonly string[];
	readonly subjects?: string;
}

export function selectionOf(ask: Ask): Selection {
	const { kinds = [], subjects = '' } = ask<Given>('options', {});
	return {
		from: timeOf(ask<unknown>('from', ''), 'From'),
		to: timeOf(ask<unknown>('to', ''), 'To'),
		kinds,
		subjects: subjects
			.split(',')
			.map((each) => each.trim())
			.filter((each) => each !== ''),
	};
}

/** What n8n gives for a moment: a text with or without a zone, a Luxon date from an expression, or nothing. */
function timeOf(given: unknown, label: string): number | null {
	if (given === '' || given === null || given === undefined) return null;
	const at = typeof given === 'object' ? Number(given.valueOf()) : Date.parse(String(given));
	if (Number.isFinite(at)) return at;
	throw new KeyturnError('BAD_INPUT', label, 'this is no date and time', {
		next: 'Write it like 2026-11-01T00:00:00Z.',
	});
}
