import { type Check } from '../finding';
import { ofStatuses } from './of-registration';

/** Each means that the domain does not work now, or is about to be lost (RFC 8056, section 2; RFC 3915, section 3.1). */
const ALARMS = [
	'redemption period',
	'pending restore',
	'pending delete',
	'client hold',
	'server hold',
	'pending transfer',
];

export const registrarOnHold: Check = {
	severity: 'critical',
	title: 'The domain is on hold, being moved, or about to be deleted',
	basis: 'RFC 8056, section 2; RFC 3915, section 3.1',
	remedy: 'Call the registrar now.',
	judge: (facts) =>
		ofStatuses(facts, (statuses) => ({
			cases: statuses
				.filter((status) => ALARMS.includes(status))
				.map((status) => ({ evidence: `the registry lists: ${status}` })),
		})),
};
