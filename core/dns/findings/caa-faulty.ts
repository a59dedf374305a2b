import { excerpt } from '../excerpt';
import { type Case, type Check, type Judgement, judged } from '../finding';
import { shown } from '../wire/name';

export const caaFaulty: Check = {
	severity: 'low',
	title: 'The list of who may issue certificates has gaps or faults',
	basis: 'RFC 8659, sections 4.1 to 4.4',
	remedy: 'Correct the CAA records at your DNS host.',
	judge({ certificates: { rules, issued }, wildcard }): Judgement {
		const hasWildcard =
			('seen' in wildcard && wildcard.seen !== null) ||
			('seen' in issued &&
				issued.seen.issuances.some(({ names }) => names.some((name) => name.startsWith('*.'))));
		return judged(rules, ({ at, issue, issueWild, reports, criticalUnknown, faults }): Case[] => {
			if (at === null) return [];
			const where = `at ${shown(at)}`;
			const cases: Case[] = [
				...faults.map((fault) => ({
					evidence: `${where}: ${fault} is not of the right form and allows nobody`,
				})),
				...criticalUnknown.map((tag) => ({
					evidence: `${where}: the tag ${excerpt(tag)} is unknown and marked as critical, so nobody may issue`,
				})),
			];
			if (hasWildcard && issue.length > 0 && issueWild.length === 0)
				cases.push({
					evidence: `${where}: wildcards are in use, and no issuewild says who may issue for them`,
					severity: 'info',
				});
			if (reports.length === 0)
				cases.push({
					evidence: `${where}: no iodef, so nobody hears of refused requests`,
					severity: 'info',
				});
			return cases;
		});
	},
};
