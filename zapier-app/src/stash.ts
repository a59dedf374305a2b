import { setTimeout as pause } from 'node:timers/promises';
import type { ZObject } from 'zapier-platform-core';
import { KeyturnError } from '../../core/errors';

/** A file that a step gives. */
export interface StepFile {
	readonly name: string;
	readonly bytes: Uint8Array;
	readonly mediaType: string;
}

/**
 * Puts a file where Zapier keeps them, and gives its address for later steps: whoever has that can read the file. Throws
 * NO_ANSWER, without a word of Zapier's client, when it was not taken within `ms`.
 */
export async function stash(z: ZObject, { name, bytes, mediaType }: StepFile, ms: number): Promise<string> {
	const over = new AbortController();
	const late = pause(ms, undefined, { signal: over.signal }).then(() => {
		throw new Error('too late');
	});
	try {
		return await Promise.race([z.stashFile(Buffer.from(bytes), bytes.length, name, mediaType), late]);
	} catch {
		throw new KeyturnError('NO_ANSWER', 'File', 'Zapier’s own store for files did not take it in time', {
			next: 'Run again. The audit log tells of this export as well, although nobody got it.',
		});
	} finally {
		late.catch(() => undefined);
		over.abort();
	}
}
