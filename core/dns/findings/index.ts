import type { Check } from '../finding';
import { caa01 } from './caa-01';
import { caa02 } from './caa-02';
import { caa03 } from './caa-03';
import { caa04 } from './caa-04';
import { changedUnapproved } from './changed-unapproved';
import { ct01 } from './ct-01';
import { ct02 } from './ct-02';
import { ct03 } from './ct-03';
import { ct05 } from './ct-05';
import { dang01 } from './dang-01';
import { dang02 } from './dang-02';
import { dang03 } from './dang-03';
import { del01 } from './del-01';
import { del02 } from './del-02';
import { del03 } from './del-03';
import { del04 } from './del-04';
import { del05 } from './del-05';
import { del06 } from './del-06';
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
import { issuedAmidChange } from './issued-amid-change';
import { mtaSts } from './mta-sts';
import { mxNull } from './mx-null';
import { mxTarget } from './mx-target';
import { recordVanished } from './record-vanished';
import { reg01 } from './reg-01';
import { reg02 } from './reg-02';
import { reg03 } from './reg-03';
import { reg04 } from './reg-04';
import { reg05 } from './reg-05';
import { reg07 } from './reg-07';
import { reg08 } from './reg-08';
import { registrationChanged } from './registration-changed';
import { resolversDisagree } from './resolvers-disagree';
import { spfGone } from './spf-gone';
import { spfLimits } from './spf-limits';
import { spfNone } from './spf-none';
import { spfOpen } from './spf-open';
import { spfVoid } from './spf-void';
import { tls01 } from './tls-01';
import { tls02 } from './tls-02';
import { tls03 } from './tls-03';
import { tls04 } from './tls-04';
import { wild01 } from './wild-01';
import { wild02 } from './wild-02';

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
	'CAA-01': caa01,
	'CAA-02': caa02,
	'CAA-03': caa03,
	'CAA-04': caa04,
	'CHG-01': changedUnapproved,
	'CHG-02': recordVanished,
	'CT-01': ct01,
	'CT-02': ct02,
	'CT-03': ct03,
	'CT-04': issuedAmidChange,
	'CT-05': ct05,
	'DANG-01': dang01,
	'DANG-02': dang02,
	'DANG-03': dang03,
	'DEL-01': del01,
	'DEL-02': del02,
	'DEL-03': del03,
	'DEL-04': del04,
	'DEL-05': del05,
	'DEL-06': del06,
	'REG-01': reg01,
	'REG-02': reg02,
	'REG-03': reg03,
	'REG-04': reg04,
	'REG-05': reg05,
	'REG-06': registrationChanged,
	'REG-07': reg07,
	'REG-08': reg08,
	'TLS-01': tls01,
	'TLS-02': tls02,
	'TLS-03': tls03,
	'TLS-04': tls04,
	'WILD-01': wild01,
	'WILD-02': wild02,
} as const satisfies Readonly<Record<string, Check>>;
