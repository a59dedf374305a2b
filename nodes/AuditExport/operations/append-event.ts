import { KeyturnError } from '../../../core/errors';
import { parsedJson } from '../../../core/parsed-json';
import type { Operation } from '../../shared/operation';
import { SIMPLE_LOG } from './log-fields';

export const appendEvent: Operation = {
	resource: 'entry',
	option: {
		name: 'Append',
		value: 'append',
		action: 'Append an entry',
		description:
			'Add something to the log that a workflow or a person did, where no one can take it out again',
	},
	fields: [
		{
			displayName: 'Event',
			name: 'event',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. access review signed off',
			description: 'What happened, in a few words. In the log it begins with “noted:”.',
		},
		{
			displayName: 'Subject',
			name: 'subject',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. marketing-summariser.openai',
			description: 'What it is about',
		},
		{
			displayName: 'Noted By',
			name: 'notedBy',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. Ada Lovelace',
			description: 'Who says so. The log keeps this as a claim, beside the workflow that appended it.',
		},
		{
			displayName: 'Facts',
			name: 'facts',
			type: 'json',
			default: '{}',
			placeholder: 'e.g. { "ticket": "SEC-12" }',
			description:
				'Up to 20 names with a text, a number, true or false each, 2,000 bytes in all. What looks like a secret is refused: nothing can be taken out of the log.',
		},
	],
	simple: SIMPLE_LOG,
	jobOf(ask, { item }) {
		const entry = {
			event: textOf(ask<unknown>('event', '')),
			subject: textOf(ask<unknown>('subject', '')),
			by: textOf(ask<unknown>('notedBy', '')),
			facts: factsOf(ask<unknown>('facts', '{}')),
		};
		return {
			// Two items that say the same are two events.
			request: { item },
			result: 'one each',
			run: async (keyturn) => [await keyturn.appendEvent(entry)],
		};
	},
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function factsOf(given: unknown): Readonly<Record<string, unknown>> {
	const facts = typeof given === 'string' ? parsedJson(given === '' ? '{}' : given) : given;
	if (typeof facts === 'object' && facts !== null && !Array.isArray(facts))
		return facts as Readonly<Record<string, unknown>>;
	throw new KeyturnError('BAD_INPUT', 'Facts', 'this is no JSON object', {
		next: 'Write it like { "ticket": "SEC-12" }.',
	});
}
