import { type Check, notChecked } from '../finding';
import type { Reason } from '../lookup';
import { shown } from '../wire/name';
import { unvalidated } from './unvalidated';
import { elsewhere } from './whose-fault';

/** A check that fires when the chain of signatures breaks at a link for one of these reasons. */
export const brokenBy = (reasons: readonly Reason[], words: Omit<Check, 'judge'>): Check => ({
	...words,
	judge({ zone: ours, dnssec: { own, ds } }) {
		const blind = unvalidated({ own });
		if (blind !== null) return notChecked(blind);
		const links = [ds, ...own].flatMap(({ verdict: { security, link } }) =>
			security === 'bogus' && link !== null && reasons.includes(link.reason) ? [link] : [],
		);
		const distinct = [...new Map(links.map((link) => [`${link.zone} ${link.what}`, link])).values()];
		return {
			cases: distinct.map(({ zone, what }) => ({
				evidence: `At ${shown(zone)}: ${what}`,
				...elsewhere(ours, { zone }),
			})),
		};
	},
});
