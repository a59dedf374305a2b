import { type Check, casesUnless, fine, judgedBy, notSeenOf } from '../finding';
import { shown } from '../wire/name';

export const dmarcReports: Check = {
	severity: 'medium',
	title: 'DMARC reports are thrown away',
	basis: 'RFC 9990, section 4',
	remedy:
		'The company that receives your reports has to agree in its own DNS, or no report is sent. Ask it to, or use an address of this domain.',
	judge({ mail: { dmarc } }) {
		return judgedBy(dmarc.applied, (applied) => {
			if (applied === null) return fine;
			const cases = applied.destinations
				.filter(({ agrees }) => 'seen' in agrees && !agrees.seen)
				.map(({ host }) => ({
					evidence: `reports go to ${shown(host)}, and there is no DMARC record at ${shown(applied.at)}._report._dmarc.${shown(host)}`,
				}));
			return casesUnless(cases, notSeenOf(applied.destinations.map(({ agrees }) => agrees)));
		});
	},
};
