import type { INodeProperties } from 'n8n-workflow';
import { askedSelection } from '../../../core/audit/log/asked-selection';
import type { Selection } from '../../../core/audit/log/select';
import { ownKinds } from '../../../core/audit/formats/ocsf/kinds';
import type { Ask } from '../../shared/answer-items';
import { textsIn } from '../../shared/given';

/** Which entries are wanted. */
export const periodFields: readonly INodeProperties[] = [
	{
		displayName: 'From',
		name: 'from',
		type: 'dateTime',
		default: '',
		description:
			'The first moment of the period; empty for the beginning of the log. An export also holds older entries that came in after the export of their own time.',
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

/** A choice that an expression gives as nothing would be one of all entries, so it is refused. */
export function selectionOf(ask: Ask): Selection {
	const options = ask<Readonly<Record<string, unknown>>>('options', {});
	const chosen = (name: string, label: string) => (name in options ? textsIn(options[name], label) : []);
	return askedSelection({
		from: ask<unknown>('from', ''),
		to: ask<unknown>('to', ''),
		kinds: chosen('kinds', 'Kinds').filter((kind) => kind !== ''),
		subjects: chosen('subjects', 'Subjects').join(),
	});
}
