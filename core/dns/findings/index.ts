import type { Check } from '../finding';
import { dkimKey } from './dkim-key';
import { dmarcNone } from './dmarc-none';
import { dmarcRecord } from './dmarc-record';
import { dmarcReports } from './dmarc-reports';
import { dmarcWatching } from './dmarc-watching';
import { dnssecBroken } from './dnssec-broken';
import { dnssecCds } from './dnssec-cds';
import { dnssecDenial } from './dnssec-denial';
import { dnssecExpired } from './dnssec-expired';
import { dnssecExpiresSoon } from './dnssec-expires-soon';
import { dnssecHalfRolled } from './dnssec-half-rolled';
import { dnssecIsland } from './dnssec-island';
import { dnssecIterations } from './dnssec-iterations';
import { dnssecKeysUnsigned } from './dnssec-keys-unsigned';
import { dnssecNotYetValid } from './dnssec-not-yet-valid';
import { dnssecShortRsa } from './dnssec-short-rsa';
import { dnssecSignatureMissing } from './dnssec-signature-missing';
import { dnssecSignatureWrong } from './dnssec-signature-wrong';
import { dnssecUnsigned } from './dnssec-unsigned';
import { dnssecWeakAlgorithm } from './dnssec-weak-algorithm';
import { dnssecWeakDigest } from './dnssec-weak-digest';
import { dnssecWrongDs } from './dnssec-wrong-ds';
import { mtaSts } from './mta-sts';
import { mxNull } from './mx-null';
import { mxTarget } from './mx-target';
import { resolversDisagree } from './resolvers-disagree';
import { spfGone } from './spf-gone';
import { spfLimits } from './spf-limits';
import { spfNone } from './spf-none';
import { spfOpen } from './spf-open';
import { spfVoid } from './spf-void';

/** Every check, by the stable id of its finding. Adding one is one file and one line here. */
export const checks = {
	'DNSSEC-01': dnssecUnsigned,
	'DNSSEC-02': dnssecBroken,
	'DNSSEC-03': dnssecExpired,
	'DNSSEC-04': dnssecExpiresSoon,
	'DNSSEC-05': dnssecNotYetValid,
	'DNSSEC-06': dnssecWrongDs,
	'DNSSEC-07': dnssecIsland,
	'DNSSEC-08': dnssecKeysUnsigned,
	'DNSSEC-09': dnssecSignatureMissing,
	'DNSSEC-10': dnssecSignatureWrong,
	'DNSSEC-11': dnssecDenial,
	'DNSSEC-12': dnssecIterations,
	'DNSSEC-13': dnssecWeakAlgorithm,
	'DNSSEC-14': dnssecWeakDigest,
	'DNSSEC-15': dnssecHalfRolled,
	'DNSSEC-16': dnssecShortRsa,
	'DNSSEC-17': dnssecCds,
	'DNSSEC-18': resolversDisagree,
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

export type CheckId = keyof typeof checks;
