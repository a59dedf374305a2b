import type { Check } from '../finding';
import { ofApproved } from './of-approved';

export const changedUnapproved: Check = {
	severity: 'high',
	title: 'A record that matters was changed without approval',
	basis: 'CISA Emergency Directive 19-01',
	remedy:
		'If it was you, approve it. If not, put back what stood there before, and change the passwords at the DNS host and the registrar.',
	judge: (facts) => ofApproved(facts, 'DNS', ({ after }) => after.length > 0),
};
