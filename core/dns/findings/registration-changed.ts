import type { Check } from '../finding';
import { ofApproved } from './of-approved';

export const registrationChanged: Check = {
	severity: 'critical',
	title: 'The registration was changed without approval',
	basis: 'RFC 9083, section 5.3; RFC 8056, section 2',
	remedy: 'If it was you, approve it. If not, call the registrar now.',
	judge: (facts) => ofApproved(facts, 'registry', () => true),
};
