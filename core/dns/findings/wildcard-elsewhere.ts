import { serviceOf } from '../dangling/services';
import { type Check, judged } from '../finding';
import { isUnder, shown } from '../wire/name';

export const wildcardElsewhere: Check = {
	severity: 'high',
	title: 'Any made-up name under the domain leads to somebody else’s service',
	basis: 'RFC 4592, section 2',
	remedy:
		'Remove the wildcard record (the one that begins with *): another customer of that service may be able to claim any name under yours.',
	judge: ({ domain, wildcard }) =>
		judged(wildcard, (found) => {
			if (found?.target == null || isUnder(found.target, domain)) return [];
			const service = serviceOf(found.target);
			const at = service === null ? '' : ` at ${service.title}`;
			return [{ evidence: `two made-up names lead to ${shown(found.target)}${at}` }];
		}),
};
