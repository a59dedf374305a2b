import { append } from '../audit/append';
import type { Session } from './session';

/** Appends what waits in the outbox to the audit log and gives the ids that are there now; the caller's write drops them. */
export const record = ({
	vault,
	name,
	keys,
	document: { uid, outbox },
}: Session): Promise<ReadonlySet<string>> => append(vault.audit, uid, outbox, `Audit log of ${name}`, keys);
