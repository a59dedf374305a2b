import type { Check } from '../finding';
import { dkimKey } from './dkim-key';
import { dmarcNone } from './dmarc-none';
import { dmarcRecord } from './dmarc-record';
import { dmarcReports } from './dmarc-reports';
import { dmarcWatching } from './dmarc-watching';
import { mtaSts } from './mta-sts';
import { mxNull } from './mx-null';
import { mxTarget } from './mx-target';
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
	'DKIM-01': dkimKey,
	'DMARC-01': dmarcNone,
	'DMARC-02': dmarcWatching,
	'DMARC-03': dmarcRecord,
	'DMARC-04': dmarcReports,
	'MTASTS-01': mtaSts,
	'MX-01': mxNull,
	'MX-02': mxTarget,
} as const satisfies Readonly<Record<string, Check>>;
