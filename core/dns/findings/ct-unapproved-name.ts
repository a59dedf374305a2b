import type { Check } from '../finding';
import { ofUnapproved } from './of-unapproved';

export const ctUnapprovedName: Check = {
	severity: 'medium',
	title: 'A certificate was issued for a name that nobody approved',
	basis: 'RFC 6962, section 1',
	remedy:
		'Ask your colleagues whether the name is theirs. If it is, approve it; if not, look for it in your DNS.',
	judge: (facts) => ofUnapproved(facts, 'names'),
};
