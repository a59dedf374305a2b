import { type Check, fine, judgedBy, needs } from '../finding';
import { DAY_MS } from '../times';
import { shown } from '../wire/name';

/** By then the reports have told who sends. */
const LONGEST_DAYS = 90;

export const dmarcWatching: Check = {
	severity: 'medium',
	title: 'Forged mail has only been watched for months, not stopped',
	basis: 'RFC 9989, section 5.1.6',
	remedy:
		'You have had reports for long enough to know who sends for you: change p=none to p=quarantine, and later to p=reject.',
	readsClock: true,
	judge({ now, mail: { dmarc, dmarcNoneSince } }) {
		return judgedBy(dmarc.applied, (applied) => {
			if (applied?.policy !== 'none') return fine;
			if ('notSeen' in dmarcNoneSince) return needs(dmarcNoneSince.notSeen);
			const days = Math.floor((now - dmarcNoneSince.seen) / DAY_MS);
			if (days <= LONGEST_DAYS) return fine;
			return { cases: [{ evidence: `_dmarc.${shown(applied.at)} has said p=none for ${days} days` }] };
		});
	},
};
