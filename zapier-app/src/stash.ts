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
		// Its type says that it is done at once; it is not.
		const taken = Promise.resolve(z.stashFile(Buffer.from(bytes), bytes.length, name, mediaType));
		return await Promise.race([taken, late]);
	} catch {
		throw new KeyturnError('NO_ANSWER', 'File', 'Zapier’s own store for files did not take it', {
			next: 'Run again. Where the audit log tells of an export by this run, nobody got its file.',
		});
	} finally {
		late.catch(() => undefined);
		over.abort();
	}
}
