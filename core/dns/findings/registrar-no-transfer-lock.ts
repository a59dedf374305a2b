import { type Check, fine } from '../finding';
import { ofStatuses } from './of-registration';

const LOCKS = ['client transfer prohibited', 'server transfer prohibited'];

export const registrarNoTransferLock: Check = {
	severity: 'high',
	title: 'The domain can be moved to another registrar without unlocking it first',
	basis: 'RFC 5731, section 2.3; RFC 8056, section 2',
	remedy: 'Switch on the transfer lock at your registrar.',
	judge: (facts) =>
		ofStatuses(facts, (statuses) =>
			statuses.some((status) => LOCKS.includes(status))
				? fine
				: { cases: [{ evidence: `the registry lists: ${statuses.join(', ')}` }] },
		),
};
