import type { Issuance, Issued } from '../certificates/issued';
import { type Case, type Judgement, type Looked, judgedBy } from '../finding';
import { partlyRead } from './partly-read';

/** Judges the certificates that were issued and not revoked. Without a case, one that was not read could be one. */
export const ofIssued = (
	issued: Looked<Issued>,
	casesOf: (issuances: readonly Issuance[]) => readonly Case[],
): Judgement =>
	judgedBy(issued, ({ issuances, complete }) => {
		const cases = casesOf(issuances.filter(({ revoked }) => !revoked));
		return cases.length === 0 && !complete ? partlyRead : { cases };
	});
