import { type Check, judged } from '../finding';
import { shown } from '../wire/name';

export const caaNone: Check = {
	severity: 'low',
	title: 'Any company may issue certificates for the domain',
	basis: 'RFC 8659, section 3',
	remedy: 'List the companies that may issue certificates for you, in CAA records.',
	judge: ({ certificates: { rules } }) =>
		judged(rules, ({ at, asked, issue, criticalUnknown }) => {
			if (at === null) return [{ evidence: `no CAA record at ${asked.map(shown).join(', ')}` }];
			if (issue.length > 0 || criticalUnknown.length > 0) return [];
			return [{ evidence: `the CAA records at ${shown(at)} name no company` }];
		}),
};
