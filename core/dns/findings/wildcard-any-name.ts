import { type Check, judged } from '../finding';
import { isUnder, shown } from '../wire/name';

export const wildcardAnyName: Check = {
	severity: 'low',
	title: 'Any made-up name under the domain works',
	basis: 'RFC 4592, section 2',
	remedy: 'Remove the wildcard record (the one that begins with *) unless your app needs it.',
	judge: ({ domain, wildcard }) =>
		judged(wildcard, (found) => {
			// One that leads to somebody else is WILD-02's.
			if (found === null || (found.target !== null && !isUnder(found.target, domain))) return [];
			const where = found.target === null ? 'an address' : shown(found.target);
			return [{ evidence: `two made-up names lead to ${where}` }];
		}),
};
