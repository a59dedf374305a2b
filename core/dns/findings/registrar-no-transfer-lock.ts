import { type Check, fine } from '../finding';
import { isLockedAgainst, ofStatuses } from './of-registration';

export const registrarNoTransferLock: Check = {
	severity: 'high',
	title: 'The domain can be moved to another registrar without unlocking it first',
	basis: 'RFC 5731, section 2.3; RFC 8056, section 2; RFC 9083, section 10.2.2',
	remedy: 'Switch on the transfer lock at your registrar.',
	judge: (facts) =>
		ofStatuses(facts, (statuses) =>
			isLockedAgainst('transfer', statuses)
				? fine
				: { cases: [{ evidence: `the registry lists: ${statuses.join(', ')}` }] },
		),
};
