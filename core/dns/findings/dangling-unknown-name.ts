import type { Check } from '../finding';
import { shown } from '../wire/name';
import { ofDangling } from './of-dangling';

export const danglingUnknownName: Check = {
	severity: 'high',
	title: 'A service says that it does not know one of your names',
	basis:
		'RFC 1034, section 3.6.2; https://learn.microsoft.com/azure/security/fundamentals/subdomain-takeover',
	remedy:
		'The service no longer knows this name: delete the record, or set the name up at the service again.',
	judge: (facts) =>
		ofDangling(facts, ({ name, target, sign }) => {
			if (sign.kind !== 'page of a service') return [];
			const evidence = `${shown(name)} leads to ${shown(target)}; the page of ${sign.service.title} says that nothing is there`;
			return sign.probes === 2
				? [{ evidence: `${evidence} (seen twice)` }]
				: [{ evidence: `possibly: ${evidence} (seen once)`, severity: 'low' }];
		}),
};
