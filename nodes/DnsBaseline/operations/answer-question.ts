import type { Answer } from '../../../core/dns/questions/answers';
import { questions } from '../../../core/dns/questions/questions';
import { refuseSecret } from '../../../core/secret-shapes';
import { domainField } from '../../shared/domain-field';
import type { Operation } from '../../shared/operation';
import { SIMPLE_QUESTION } from './question-fields';
import { domainOf } from './zone-fields';

/** Each question by a name that fits into a list. */
const names: Readonly<Record<keyof typeof questions, string>> = {
	secondFactor: 'Second Factor That Cannot Be Phished',
	accountOwner: 'Account Belongs to the Organisation',
	peopleWhoLeft: 'People Who Left Are Removed',
};

export const answerQuestion: Operation = {
	resource: 'zone',
	option: {
		name: 'Answer Question',
		value: 'answerQuestion',
		action: 'Answer a question about a zone',
		description: 'Note what a person says of what nobody can see from outside, with name and date',
	},
	fields: [
		domainField,
		{
			displayName: 'Question',
			name: 'question',
			type: 'options',
			noDataExpression: true,
			options: Object.entries(questions)
				.map(([value, description]) => ({
					name: names[value as keyof typeof questions],
					value,
					description,
				}))
				.sort((a, b) => a.name.localeCompare(b.name)),
			default: 'secondFactor',
			description: 'What is asked',
		},
		{
			displayName: 'Answer',
			name: 'answer',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'No', value: 'no' },
				{ name: 'Yes', value: 'yes' },
			],
			default: 'no',
			description: 'What you found when you looked',
		},
		{
			displayName: 'Person',
			name: 'person',
			type: 'string',
			noDataExpression: true,
			default: '',
			required: true,
			placeholder: 'e.g. Ada Lovelace',
			description: 'Who has looked, and answers; stands in the audit log',
		},
	],
	simple: SIMPLE_QUESTION,
	jobOf: (ask) => {
		const domain = domainOf(ask);
		const question = ask('question', '');
		const answer = ask<Answer['answer']>('answer', 'no');
		const by = refuseSecret(ask('person', ''), 'Person');
		return {
			request: { domain, question, answer, by },
			result: 'one each',
			run: async (keyturn) => [await keyturn.answerQuestion({ domain, question, answer, by })],
		};
	},
};
