import type { Check } from '../finding';
import { DAY_MS } from '../times';
import { shown } from '../wire/name';
import { ofDangling } from './of-dangling';

export const danglingFreeDomain: Check = {
	severity: 'high',
	title: 'A name leads to a domain that seems to be free for anybody to register',
	basis: 'RFC 1034, section 3.6.2; RFC 9083, section 6',
	remedy: 'Delete this record today.',
	judge: (facts) =>
		ofDangling(facts, ({ name, target, sign }) => {
			if (sign.kind !== 'free domain') return [];
			const before = facts.dangling.firstSeenFree.get(sign.domain);
			// By a clock that is wrong, nobody knows how long ago that was.
			const again = facts.clock === null && before !== undefined && facts.now - before >= DAY_MS;
			const evidence = `${shown(name)} leads to ${shown(target)}, which does not exist; the registry knows no ${shown(sign.domain)}`;
			// A registry may be wrong once; a day later it is no accident.
			return again
				? [{ evidence: `${evidence}, and did not know it more than a day ago`, severity: 'critical' }]
				: [{ evidence }];
		}),
};
