import { type Check, fine } from '../finding';
import { shown } from '../wire/name';
import { readTarget } from '../wire/records';
import { ofRecords } from './of-records';

export const delegationOneServer: Check = {
	severity: 'medium',
	title: 'The domain has fewer than two name servers',
	basis: 'RFC 2182, section 5; RFC 1034, section 4.1',
	remedy: 'Add a second name server, in another network.',
	judge: ({ apex: { ns } }) =>
		ofRecords(ns, readTarget, (names) => {
			const different = new Set(names);
			if (different.size >= 2) return fine;
			return { cases: [{ evidence: `name servers: ${[...different].map(shown).join(', ') || 'none'}` }] };
		}),
};
