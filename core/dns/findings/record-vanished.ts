import type { Check } from '../finding';
import { ofApproved } from './of-approved';

export const recordVanished: Check = {
	severity: 'high',
	title: 'A record that matters vanished without approval',
	basis: 'CISA Emergency Directive 19-01',
	remedy:
		'If it was you, approve it. If not, put it back, and change the passwords at the DNS host and the registrar.',
	judge: (facts) => ofApproved(facts, 'DNS', ({ after }) => after.length === 0),
};
