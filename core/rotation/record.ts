import { z } from 'zod';
import { KeyturnError } from '../errors';
import type { AuditEntry } from './document';
import type { Session } from './session';

const segment = z.array(z.object({ id: z.string() }).passthrough()).min(1);

/** Appends what waits in the outbox to the audit log and gives the ids that are there now; the caller's write drops them. */
export async function record(session: Session): Promise<ReadonlySet<string>> {
	const { uid, outbox } = session.document;
	const there = new Set<string>();
	for (
		let rest: AuditEntry[] = [...outbox];
		rest[0] !== undefined;
		rest = rest.filter(({ id }) => !there.has(id))
	) {
		const first = rest[0].id.split('/').at(-1) ?? '';
		const stored = await session.vault.audit.createIfAbsent(`${uid}/${first}`, JSON.stringify(rest));
		const before = there.size;
		for (const { id } of parse(stored)) there.add(id);
		if (there.size === before || !there.has(rest[0].id))
			throw new KeyturnError(
				'FORGED',
				`Audit log of ${session.name}`,
				`segment ${first} holds other entries than ours`,
			);
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
