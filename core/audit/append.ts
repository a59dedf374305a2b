import { z } from 'zod';
import { KeyturnError } from '../errors';
import type { AuditEntry } from './entry';
import type { AuditStore } from './store';

const segment = z.array(z.object({ id: z.string() }).passthrough()).min(1);

/**
 * Appends what waits in an outbox to the log, under `uid`, and gives the ids that are there now; the caller's write
 * drops those. Written twice, an entry still stands there once. Throws FORGED when the log holds others in its place.
 */
export async function append(
	log: AuditStore,
	uid: string,
	outbox: readonly AuditEntry[],
	where: string,
): Promise<ReadonlySet<string>> {
	const there = new Set<string>();
	for (
		let rest: AuditEntry[] = [...outbox];
		rest[0] !== undefined;
		rest = rest.filter(({ id }) => !there.has(id))
	) {
		const first = rest[0].id.split('/').at(-1) ?? '';
		const stored = await log.createIfAbsent(`${uid}/${first}`, JSON.stringify(rest));
		const before = there.size;
		for (const { id } of parse(stored)) there.add(id);
		if (there.size === before || !there.has(rest[0].id))
			throw new KeyturnError('FORGED', where, `segment ${first} holds other entries than ours`);
	}
	return there;
}

function parse(stored: string): z.output<typeof segment> {
	try {
		return segment.parse(JSON.parse(stored));
	} catch {
		throw new KeyturnError('FORGED', 'Audit log', 'a segment is damaged');
	}
}
