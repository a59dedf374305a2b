import type { QuestionReport } from '../../../core/dns/questions/standing';

/** What most workflows go on with. */
export const SIMPLE_QUESTION: ReadonlyArray<keyof QuestionReport> = [
	'domain',
	'question',
	'text',
	'light',
	'due',
	'sentence',
	'answer',
	'answeredAt',
	'by',
];
