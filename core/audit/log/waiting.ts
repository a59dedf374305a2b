import { canonicalJson } from '../../canonical-json';
import { KeyturnError, hasCode } from '../../errors';
import { hex } from '../../hex';
import { inTurns } from '../../in-turns';
import type { InstallationKeys } from '../../sealing/installation-keys';
import type { AuditEntry } from '../entry';
import { unsealEntries } from '../inbox';
import { utf8 } from '../../utf8';
import type { AuditStore } from '../store';
import type { Position } from './position';

/** Entries in the vault's audit folder that the log has not taken up, under the id that they stand at. */
export interface Waiting {
	readonly id: string;
	readonly entries: readonly AuditEntry[];
	/** When it came about: the time of its first entry, or of an earlier one of its document if that is later. */
	readonly since: number;
}

/** What stands there and cannot be taken up, with the reason. */
export interface Refused {
	readonly id: string;
	readonly why: string;
}

const UID = /^[0-9a-f]{24,32}\/$/;
const TAKEN = '.taken';
/** How many questions the vault is asked at once. */
const AT_ONCE = 8;

/** Everything that waits, the oldest first; of one document, in its order. */
export async function findWaiting(
	inbox: AuditStore,
	keys: InstallationKeys,
): Promise<{ waiting: Waiting[]; refused: Refused[] }> {
	const uids = (await inbox.list('')).filter((each) => UID.test(each)).map((each) => each.slice(0, -1));
	const waiting: Waiting[] = [];
	const refused: Refused[] = [];
	await inTurns(uids, AT_ONCE, async (uid) => {
		const ids = await inbox.list(uid);
		let since = 0;
		const taken = new Set(ids.filter((id) => id.endsWith(TAKEN)).map((id) => id.slice(0, -TAKEN.length)));
		for (const id of ids.filter((each) => !each.endsWith(TAKEN) && !taken.has(each))) {
			const where = `Audit entries at ${id}`;
			try {
				const entries = unsealEntries(id, (await inbox.read(id)) ?? '', keys, where);
				since = Math.max(since, entries[0]?.at ?? 0);
				waiting.push({ id, entries, since });
			} catch (error) {
				if (!(error instanceof KeyturnError) || error.code !== 'FORGED') throw error;
				refused.push({ id, why: error.message });
				// What follows in this document must not come into the log before it.
				break;
			}
		}
	});
	return { waiting: waiting.sort(byTime), refused };
}

/** Notes that segment `n` of the log has taken up what stands at these ids. */
export async function markTaken(inbox: AuditStore, ids: readonly string[], n: number): Promise<void> {
	await inTurns(ids, AT_ONCE, async (id) => {
		await inbox.createIfAbsent(`${id}${TAKEN}`, JSON.stringify({ segment: n }));
	});
}

/**
 * As `markTaken`, for a segment with these entries whose marks may be gone since the vault was put back: what stands at an
 * id now may be newer than the segment, and waits then.
 */
export async function markAgain(
	inbox: AuditStore,
	keys: InstallationKeys,
	{ took, fresh, n }: Position,
): Promise<void> {
	const leaves = new Set(fresh.map(hex));
	const same: string[] = [];
	await inTurns(took, AT_ONCE, async (id) => {
		const text = await inbox.read(id);
		const entries = text === null ? null : entriesOrNull(id, text, keys);
		if (entries?.every((entry) => leaves.has(hex(leafOf(entry)))) === true) same.push(id);
	});
	await markTaken(inbox, same, n);
}

function entriesOrNull(id: string, text: string, keys: InstallationKeys): AuditEntry[] | null {
	try {
		return unsealEntries(id, text, keys, `Audit entries at ${id}`);
	} catch (error) {
		if (!hasCode(error, 'FORGED')) throw error;
		return null;
	}
}

/** An entry as the log keeps and hashes it (RFC 8785). */
export const leafOf = (entry: AuditEntry): Uint8Array => utf8.encode(canonicalJson(entry));

/** Ids of one document are in the order of its entries already, and sorting keeps what is equal in order. */
const byTime = (a: Waiting, b: Waiting): number =>
	a.since - b.since || (uidOf(a) < uidOf(b) ? -1 : uidOf(a) > uidOf(b) ? 1 : 0);

const uidOf = ({ id }: Waiting): string => id.slice(0, id.indexOf('/'));
