import { type Link, type Security, type Verdict, isOfTime } from '../lookup';
import type { Name } from '../wire/name';

export const secure: Verdict = { security: 'secure', link: null };
/** The delegation is proved to be unsigned. */
export const unsigned: Verdict = { security: 'insecure', link: null };

export const bogus = (link: Link): Verdict => ({ security: 'bogus', link });
export const insecure = (link: Link): Verdict => ({ security: 'insecure', link });
export const noAnswer = (zone: Name, what: string): Verdict => ({
	security: 'indeterminate',
	link: { zone, reason: 'no answer', what },
});

/**
 * What has to be made of a link that does not hold. What was too much work was not seen to be wrong. And the root zone has
 * always been signed anew in time: where its signatures are not valid now, it is the clock that is wrong, or old answers
 * were kept by somebody.
 */
export function broken(link: Link): Verdict {
	if (link.reason === 'too much work') return { security: 'indeterminate', link };
	if (link.zone !== '.' || !isOfTime(bogus(link))) return bogus(link);
	const what = `the clock of this machine is wrong, or the resolver gives old answers: ${link.what}`;
	return { security: 'indeterminate', link: { ...link, what } };
}

const order: readonly Security[] = ['secure', 'insecure', 'indeterminate', 'bogus'];

/** The worst of several links of one answer; the first of equals. */
export const worstOf = (verdicts: readonly Verdict[]): Verdict =>
	verdicts.reduce((worst, each) =>
		order.indexOf(each.security) > order.indexOf(worst.security) ? each : worst,
	);
