import { base64, fromBase64 } from '../../base64';
import { KeyturnError } from '../../errors';
import { Damage } from '../damage';
import { HASH_BYTES } from '../tree/hashes';
import { isKeyName } from './key';

/** What a log says of itself at one moment (https://c2sp.org/tlog-checkpoint). */
export interface Checkpoint {
	/** Which log it is: a name that no other log has. */
	readonly origin: string;
	/** The number of entries. */
	readonly size: number;
	readonly root: Uint8Array;
	/** Lines after the root, of which nothing is known. */
	readonly extensions: readonly string[];
}

/** The text of a checkpoint, to be signed. Throws BAD_INPUT for an origin with a space, a plus or a line break. */
export function checkpointText({ origin, size, root }: Omit<Checkpoint, 'extensions'>): string {
	if (!isKeyName(origin))
		throw new KeyturnError('BAD_INPUT', 'audit log', 'its name is empty or holds a space or a plus');
	return `${origin}\n${size}\n${base64(root)}\n`;
}

/** Reads the text of a note; throws CHECKPOINT_…. Nothing is taken that could be written in another way. */
export function readCheckpoint(text: string): Checkpoint {
	const lines = text.split('\n');
	if (lines.pop() !== '' || lines.length < 3) throw new Damage('CHECKPOINT_LINES');
	if (lines.includes('')) throw new Damage('CHECKPOINT_EMPTY_LINE');
	const [origin = '', digits = '', encoded = '', ...extensions] = lines;
	if (!isKeyName(origin)) throw new Damage('CHECKPOINT_ORIGIN');
	const size = readCount(digits);
	if (size === null) throw new Damage('CHECKPOINT_SIZE');
	const root = readHash(encoded);
	if (root === null) throw new Damage('CHECKPOINT_ROOT');
	return { origin, size, root, extensions };
}

/** A whole number in decimal digits without zeros in front, up to 2^53 - 1; null for anything else. */
export function readCount(text: string): number | null {
	if (!/^(?:0|[1-9][0-9]{0,15})$/.test(text)) return null;
	const count = Number(text);
	return Number.isSafeInteger(count) ? count : null;
}

/** A hash in base64; null for anything else. */
export function readHash(text: string): Uint8Array | null {
	const hash = fromBase64(text);
	return hash?.length === HASH_BYTES ? hash : null;
}
