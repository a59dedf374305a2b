import { openAnswers, type Answer } from '../dns/questions/answers';
import { type QuestionId, questionIds, questions } from '../dns/questions/questions';
import { type QuestionReport, questionReport } from '../dns/questions/standing';
import { withUnwritten } from '../dns/report/unwritten';
import { keptDomains } from '../dns/watch/kept-domains';
import { type Name, shown } from '../dns/wire/name';
import { KeyturnError } from '../errors';
import type { Context } from './context';
import { personName } from './person-name';

/** What a person says of a domain. */
export interface GivenAnswer {
	readonly domain: Name;
	readonly question: string;
	readonly answer: Answer['answer'];
	readonly by: string;
}

/**
 * Every question about every domain that anything is kept of, what is due first. Throws FORGED when what is kept is not
 * Keyturn's, and the vault's own errors.
 */
export async function listQuestions(context: Context): Promise<QuestionReport[]> {
	const reports: QuestionReport[] = [];
	for (const domain of await keptDomains(context)) {
		const { document } = await openAnswers(context, domain);
		const now = context.vault.time().latest;
		for (const id of questionIds) reports.push(questionReport(shown(domain), id, document.answers[id], now));
	}
	return reports.sort((a, b) => Number(b.due) - Number(a.due));
}

/** Notes what a person answered, and when. Throws BAD_INPUT for a question that there is not, or an answer of nobody. */
export async function answerQuestion(
	context: Context,
	{ domain, question, answer, by }: GivenAnswer,
): Promise<QuestionReport> {
	const where = shown(domain);
	if (!isQuestion(question))
		throw new KeyturnError('BAD_INPUT', where, 'there is no such question: choose one from the list');
	const name = personName(by, 'answer', where);
	const file = await openAnswers(context, domain);
	await file.change((draft, note) => {
		const at = context.vault.time().latest;
		draft.answers = { ...draft.answers, [question]: { at, answer, by: name } };
		note('zone question answered', { question, text: questions[question], answer, by: name, how: 'typed' });
	});
	const unwritten = await file.settle();
	const report = questionReport(
		where,
		question,
		file.document.answers[question],
		context.vault.time().latest,
	);
	const { light, sentence } = withUnwritten({ ...report, next: '' }, unwritten);
	return { ...report, light, sentence };
}

const isQuestion = (text: string): text is QuestionId => Object.hasOwn(questions, text);
