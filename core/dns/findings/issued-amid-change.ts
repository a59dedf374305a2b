import { type Check, type Judgement, needs, notChecked } from '../finding';
import { dayShown } from '../times';
import { issuedShown } from './issued-shown';
import { NOT_APPROVED } from './of-approved';
import { partlyRead } from './partly-read';

/** A change may have been made this long before a look found it, and its certificate this long after. */
const HOURS = 72;
const SPAN_MS = HOURS * 3_600_000;

export const issuedAmidChange: Check = {
	severity: 'critical',
	title: 'A certificate was issued while the domain was changed without approval',
	basis: 'RFC 6962, section 1; CISA Emergency Directive 19-01',
	remedy:
		'This is what it looks like when somebody takes a domain over. If neither was you: call the registrar, put the records back, have the certificate revoked, and change all passwords that went to this domain.',
	// When a change was seen is by this machine's clock, when a certificate was issued is not.
	readsClock: true,
	judge({ approvedState, certificates: { issued } }): Judgement {
		if ('notSeen' in approvedState) return notChecked(approvedState.notSeen);
		if (approvedState.seen === null) return needs(NOT_APPROVED);
		const { unapproved, unseen } = approvedState.seen;
		if ('notSeen' in issued) return notChecked(issued.notSeen);
		const cases = issued.seen.issuances
			.filter(({ revoked }) => !revoked)
			.flatMap((issuance) => {
				const change = unapproved.find(({ from }) => Math.abs(issuance.from - from) <= SPAN_MS);
				if (change === undefined) return [];
				return [{ evidence: `change seen on ${dayShown(change.from)}; ${issuedShown(issuance)}` }];
			});
		if (cases.length > 0) return { cases };
		if (!issued.seen.complete) return partlyRead;
		const [blind] = unseen;
		return blind === undefined ? { cases } : notChecked(blind.why);
	},
};
