import type { Light } from '../report/result';
import { DAY_MS, dayShown } from '../times';
import type { Answer } from './answers';
import { HOLDS_DAYS, type QuestionId, questions } from './questions';

/** How one question about one domain stands. Plain data, for people and for workflows. */
export interface QuestionReport {
	readonly domain: string;
	readonly question: QuestionId;
	readonly text: string;
	readonly light: Light;
	/** True when somebody has to answer it: it never was, its answer is too old, or was no. */
	readonly due: boolean;
	readonly sentence: string;
	readonly answer: Answer['answer'] | null;
	/** ISO 8601. */
	readonly answeredAt: string | null;
	readonly by: string | null;
}

/** A no is red until it is a yes; a yes holds for a while, and then nobody knows. */
export function questionReport(
	domain: string,
	question: QuestionId,
	given: Answer | undefined,
	now: number,
): QuestionReport {
	const common = { domain, question, text: questions[question] };
	if (given === undefined)
		return {
			...common,
			light: 'yellow',
			due: true,
			sentence: `${domain}: nobody has answered this yet.`,
			answer: null,
			answeredAt: null,
			by: null,
		};
	const { answer, at, by } = given;
	const old = now - at > HOLDS_DAYS * DAY_MS;
	return {
		...common,
		light: answer === 'no' ? 'red' : old ? 'yellow' : 'green',
		due: old || answer === 'no',
		sentence: `${domain}: ${by} answered ${answer} on ${dayShown(at)}${old ? ', too long ago to count' : ''}.`,
		answer,
		answeredAt: new Date(at).toISOString(),
		by,
	};
}
