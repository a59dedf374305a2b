import type { QuestionReport } from '../../../core/dns/questions/standing';
import type { Operation } from '../../shared/operation';
import { SIMPLE_QUESTION } from './question-fields';

/** Where there is nothing to ask, one row says so, and what follows in the workflow still runs. */
const NOTHING: { readonly [Name in keyof QuestionReport]: QuestionReport[Name] | null } = {
	domain: null,
	question: null,
	text: null,
	light: 'green',
	due: false,
	sentence:
		'No zone is watched or backed up yet. Compare or Back Up of this node begins with one; then its questions are asked.',
	answer: null,
	answeredAt: null,
	by: null,
};

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
	jobOf: () => ({
		request: {},
		result: 'rows',
		run: async (keyturn) => {
			const found = await keyturn.listQuestions();
			return found.length > 0 ? found : [NOTHING];
		},
	}),
};
