import type { Check } from '../finding';
import { caaAnyAccount } from './caa-any-account';
import { caaFaulty } from './caa-faulty';
import { caaNone } from './caa-none';
import { caaUnlistedIssuer } from './caa-unlisted-issuer';
import { changedUnapproved } from './changed-unapproved';
import { ctUnapprovedName } from './ct-unapproved-name';
import { ctUnapprovedWildcard } from './ct-unapproved-wildcard';
import { ctUnexpectedIssuer } from './ct-unexpected-issuer';
import { ctUnwatched } from './ct-unwatched';
import { danglingCloudAddress } from './dangling-cloud-address';
import { danglingDelegation } from './dangling-delegation';
import { danglingFreeDomain } from './dangling-free-domain';
import { danglingFreePlace } from './dangling-free-place';
import { danglingUnknownName } from './dangling-unknown-name';
import { delegationDiffers } from './delegation-differs';
import { delegationInternalAddress } from './delegation-internal-address';
import { delegationLame } from './delegation-lame';
import { delegationMissingServer } from './delegation-missing-server';
import { delegationOneServer } from './delegation-one-server';
import { delegationSoaTiming } from './delegation-soa-timing';
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
import { dnssecResolversDisagree } from './dnssec-resolvers-disagree';
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
import { registrarContactsShown } from './registrar-contacts-shown';
import { registrarDsDiffers } from './registrar-ds-differs';
import { registrarEndsSoon } from './registrar-ends-soon';
import { registrarNoChangeLock } from './registrar-no-change-lock';
import { registrarNoTransferLock } from './registrar-no-transfer-lock';
import { registrarNotAskable } from './registrar-not-askable';
import { registrarOnHold } from './registrar-on-hold';
import { recordVanished } from './record-vanished';
import { registrationChanged } from './registration-changed';
import { spfGone } from './spf-gone';
import { spfLimits } from './spf-limits';
import { spfNone } from './spf-none';
import { spfOpen } from './spf-open';
import { spfVoid } from './spf-void';
import { tlsLongLived } from './tls-long-lived';
import { tlsNotRenewed } from './tls-not-renewed';
import { tlsOldKey } from './tls-old-key';
import { tlsRefused } from './tls-refused';
import { wildcardAnyName } from './wildcard-any-name';
import { wildcardElsewhere } from './wildcard-elsewhere';

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
	'DNSSEC-18': dnssecResolversDisagree,
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
	'CAA-01': caaNone,
	'CAA-02': caaUnlistedIssuer,
	'CAA-03': caaFaulty,
	'CAA-04': caaAnyAccount,
	'CHG-01': changedUnapproved,
	'CHG-02': recordVanished,
	'CT-01': ctUnexpectedIssuer,
	'CT-02': ctUnapprovedName,
	'CT-03': ctUnapprovedWildcard,
	'CT-04': issuedAmidChange,
	'CT-05': ctUnwatched,
	'DANG-01': danglingFreeDomain,
	'DANG-02': danglingFreePlace,
	'DANG-03': danglingUnknownName,
	'DANG-04': danglingCloudAddress,
	'DANG-05': danglingDelegation,
	'DEL-01': delegationLame,
	'DEL-02': delegationDiffers,
	'DEL-03': delegationOneServer,
	'DEL-04': delegationMissingServer,
	'DEL-05': delegationSoaTiming,
	'DEL-06': delegationInternalAddress,
	'REG-01': registrarNoTransferLock,
	'REG-02': registrarNoChangeLock,
	'REG-03': registrarEndsSoon,
	'REG-04': registrarOnHold,
	'REG-05': registrarContactsShown,
	'REG-06': registrationChanged,
	'REG-07': registrarDsDiffers,
	'REG-08': registrarNotAskable,
	'TLS-01': tlsRefused,
	'TLS-02': tlsNotRenewed,
	'TLS-03': tlsLongLived,
	'TLS-04': tlsOldKey,
	'WILD-01': wildcardAnyName,
	'WILD-02': wildcardElsewhere,
} as const satisfies Readonly<Record<string, Check>>;
