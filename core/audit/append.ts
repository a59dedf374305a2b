import { KeyturnError } from '../errors';
import type { InstallationKeys } from '../sealing/installation-keys';
import type { AuditEntry } from './entry';
import { sealEntries, unsealEntries } from './inbox';
import { loggable } from './loggable';
import type { AuditStore } from './store';

/**
 * Appends what waits in an outbox to the log, under `uid`, and gives the ids that are there now; the caller's write
 * drops those. Written twice, an entry still stands there once. Throws FORGED when the log holds others in its place.
 */
export async function append(
	log: AuditStore,
	uid: string,
	outbox: readonly AuditEntry[],
	where: string,
	keys: InstallationKeys,
): Promise<ReadonlySet<string>> {
	const there = new Set<string>();
	for (
		let rest = outbox.map(loggable);
		rest[0] !== undefined;
		rest = rest.filter(({ id }) => !there.has(id))
	) {
		const first = rest[0].id.split('/').at(-1) ?? '';
		const id = `${uid}/${first}`;
		const stored = await log.createIfAbsent(id, sealEntries(id, part(rest), keys));
		const before = there.size;
		for (const entry of unsealEntries(id, stored, keys, where)) there.add(entry.id);
		if (there.size === before || !there.has(rest[0].id))
			throw new KeyturnError('FORGED', where, `segment ${first} holds other entries than ours`);
	}
	return there;
}

/** What stands at one id is taken up by the log as a whole, and must fit one file of any store. */
const MOST = { entries: 100, characters: 150_000 };

/** As many of the first as may stand at one id. */
function part(entries: readonly AuditEntry[]): readonly AuditEntry[] {
	let [count, characters] = [0, 0];
	for (const entry of entries.slice(0, MOST.entries)) {
		characters += JSON.stringify(entry).length;
		if (count > 0 && characters > MOST.characters) break;
		count += 1;
	}
	return entries.slice(0, count);
}
