import type { Check } from '../finding';
import { shown } from '../wire/name';
import { ofDangling } from './of-dangling';

export const danglingFreePlace: Check = {
	severity: 'high',
	title: 'A name leads to a place at a service that nobody holds any more',
	basis:
		'RFC 1034, section 3.6.2; https://learn.microsoft.com/azure/security/fundamentals/subdomain-takeover',
	remedy: 'Delete this record today: whoever claims the place at the service speaks as your name.',
	judge: (facts) =>
		ofDangling(facts, ({ name, target, sign }) =>
			sign.kind === 'missing at a service'
				? [
						{
							evidence: `${shown(name)} leads to ${shown(target)} at ${sign.service.title}, which does not exist`,
						},
					]
				: [],
		),
};
