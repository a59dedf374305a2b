import { append } from '../audit/append';
import type { Session } from './session';

/**
 * Appends what waits in the outbox to the audit log and gives the ids that are there now; the caller's write drops them.
 * Where no log is set up, all of it goes on waiting.
 */
export async function record({
	vault,
	name,
	keys,
	document: { uid, outbox },
}: Session): Promise<ReadonlySet<string>> {
	return vault.audit === null
		? new Set()
		: await append(vault.audit, uid, outbox, `Audit log of ${name}`, keys);
}
