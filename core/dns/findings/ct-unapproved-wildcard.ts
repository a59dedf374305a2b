import type { Check } from '../finding';
import { ofUnapproved } from './of-unapproved';

export const ctUnapprovedWildcard: Check = {
	severity: 'medium',
	title: 'A certificate for all names at once (wildcard) was issued and nobody approved it',
	basis: 'RFC 6962, section 1; RFC 9525, section 7.1',
	remedy:
		'Ask your colleagues who needs it: whoever holds its key can pose as any of your sites. Approve it, or have it revoked.',
	judge: (facts) => ofUnapproved(facts, 'wildcards'),
};
