import type { Operation } from '../../shared/operation';
import { SIMPLE_QUESTION } from './question-fields';

export const listQuestions: Operation = {
	resource: 'zone',
	option: {
		name: 'List Questions',
		value: 'listQuestions',
		action: 'List questions about zones',
		description:
			'What nobody can see from outside, for each zone that is watched or backed up, with the last answer',
	},
	fields: [],
	simple: SIMPLE_QUESTION,
	jobOf: () => ({ request: {}, result: 'rows', run: (keyturn) => keyturn.listQuestions() }),
};
