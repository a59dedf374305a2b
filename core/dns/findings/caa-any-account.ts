import { type Check, judged } from '../finding';
import { shown } from '../wire/name';

/** RFC 8657, sections 3 and 4. */
const LIMITS = ['accounturi', 'validationmethods'];

export const caaAnyAccount: Check = {
	severity: 'info',
	title: 'Any account at the allowed companies may get certificates for the domain',
	basis: 'RFC 8657, sections 3 and 4',
	remedy:
		'Add accounturi (your account’s address) or validationmethods to the CAA records, if the company supports it.',
	judge: ({ certificates: { rules } }) =>
		judged(rules, ({ at, issue, issueWild }) => {
			const allowed = [...issue, ...issueWild].filter(({ domain }) => domain !== '');
			const open = allowed.filter(({ parameters }) => !LIMITS.some((limit) => parameters.has(limit)));
			if (at === null || open.length === 0) return [];
			const names = [...new Set(open.map(({ domain }) => domain))];
			return [{ evidence: `at ${shown(at)}, without a limit: ${names.join(', ')}` }];
		}),
};
