import type { Rule } from '../rule';
import { certificateChanged } from './certificate-changed';
import { distributedFailure } from './distributed-failure';
import { dnsChanged } from './dns-changed';
import { entriesAndEventsDiffer } from './entries-and-events-differ';
import { failedAuthentication } from './failed-authentication';
import { keyCreated } from './key-created';
import { logNotAnchored } from './log-not-anchored';
import { logRewritten } from './log-rewritten';
import { loggingChanged } from './logging-changed';
import { manySecretsRead } from './many-secrets-read';
import { ownKeysTouched } from './own-keys-touched';
import { readBySomeoneNew } from './read-by-someone-new';
import { revokeDebt } from './revoke-debt';
import { rotationFailed } from './rotation-failed';
import { rotationOverdue } from './rotation-overdue';
import { secretDeleted } from './secret-deleted';
import { secretExported } from './secret-exported';
import { sourceSilent } from './source-silent';

/** Every rule, by the stable id that its alerts carry. Adding one is one file and one line here. */
export const rules = {
	R1: keyCreated,
	R2: manySecretsRead,
	'R2-EXPORT': secretExported,
	R3: failedAuthentication,
	R4: distributedFailure,
	R5: dnsChanged,
	R6: certificateChanged,
	R7: rotationFailed,
	'R7-OVERDUE': rotationOverdue,
	'R7-DEBT': revokeDebt,
	R8: sourceSilent,
	'R8-OFF': loggingChanged,
	R9: logRewritten,
	'R9-ANCHOR': logNotAnchored,
	'R9-DIFFER': entriesAndEventsDiffer,
	R10: readBySomeoneNew,
	R11: secretDeleted,
	R12: ownKeysTouched,
} as const satisfies Readonly<Record<string, Rule>>;
