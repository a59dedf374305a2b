import type { Check } from '../finding';
import { spfGone } from './spf-gone';
import { spfLimits } from './spf-limits';
import { spfNone } from './spf-none';
import { spfOpen } from './spf-open';
import { spfVoid } from './spf-void';

/** Everything that is checked of a domain, by the finding's id. An id never changes its meaning. */
export const checks = {
	'SPF-01': spfNone,
	'SPF-02': spfVoid,
	'SPF-03': spfLimits,
	'SPF-04': spfOpen,
	'SPF-05': spfGone,
} as const satisfies Readonly<Record<string, Check>>;
