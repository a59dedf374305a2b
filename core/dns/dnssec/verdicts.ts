import type { Link, Security, Verdict } from '../lookup';
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

/** What has to be made of a link that does not hold. What was too much work was not seen to be wrong. */
export const broken = (link: Link): Verdict =>
	link.reason === 'too much work' ? { security: 'indeterminate', link } : bogus(link);

const order: readonly Security[] = ['secure', 'insecure', 'indeterminate', 'bogus'];

/** The worst of several links of one answer; the first of equals. */
export const worstOf = (verdicts: readonly Verdict[]): Verdict =>
	verdicts.reduce((worst, each) =>
		order.indexOf(each.security) > order.indexOf(worst.security) ? each : worst,
	);
