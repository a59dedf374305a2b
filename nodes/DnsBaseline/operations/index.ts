import { answerQuestion } from './answer-question';
import { approve } from './approve';
import { backUp } from './back-up';
import { check } from './check';
import { checkBackup } from './check-backup';
import { checkMany } from './check-many';
import { compare } from './compare';
import { listQuestions } from './list-questions';
import type { Operation } from '../../shared/operation';
import { reject } from './reject';

/** What operations are about, in the order of their names, and the operation that the form begins with. */
export const resources = [
	{ name: 'Portfolio', value: 'portfolio', first: 'checkMany' },
	{ name: 'Zone', value: 'zone', first: 'compare' },
] as const;

/** Everything that the node can be asked for. Adding one is one file and one line here, in the order of their names. */
export const operations: readonly Operation[] = [
	answerQuestion,
	approve,
	backUp,
	check,
	checkBackup,
	checkMany,
	compare,
	listQuestions,
	reject,
];
