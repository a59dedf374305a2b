import { type Check, fine } from '../finding';
import { isLockedAgainst, ofStatuses } from './of-registration';

export const registrarNoChangeLock: Check = {
	severity: 'low',
	title: 'The registration can be changed or deleted without unlocking it first',
	basis: 'RFC 5731, section 2.3; RFC 8056, section 2; RFC 9083, section 10.2.2',
	remedy:
		'Ask your registrar for the update and delete locks; for a domain that much depends on, for a registry lock.',
	judge: (facts) =>
		ofStatuses(facts, (statuses) => {
			const open = (['update', 'delete'] as const).filter((what) => !isLockedAgainst(what, statuses));
			return open.length === 0 ? fine : { cases: [{ evidence: `no lock against: ${open.join(', ')}` }] };
		}),
};
