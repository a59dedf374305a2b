import { looksLikeSecret } from '../../secret-shapes';
import { sha256 } from '../../secret';
import type { AuditEvent } from './event';

const LONGEST = 2_000;
const texts = ['id', 'operation', 'actor', 'target', 'from'] as const;

/**
 * An event out of what a source said: `raw` is the text that was received, and its hash is kept. Texts are cut, control
 * characters and halves of characters go out, and so does whatever has the shape of a secret: somebody may have named a
 * thing by its value.
 */
export function eventOf(raw: string, said: Omit<AuditEvent, 'hash'>): AuditEvent {
	const event = { ...said, time: Math.floor(said.time), hash: sha256(raw) };
	for (const name of texts) event[name] = harmless(said[name]);
	if (said.within !== undefined) event.within = harmless(said.within);
	return event;
}

function harmless(text: string): string {
	const plain = text
		.slice(0, LONGEST)
		.replace(/[\uD800-\uDFFF]/gu, '\uFFFD')
		// A line break must not make two lines of one event.
		.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
	return looksLikeSecret(plain, 'id') ? '[taken out: it looked like a secret]' : plain;
}
