import { base64, fromBase64 } from '../../base64';
import { concat } from '../../bytes';
import { utf8 } from '../../utf8';
import { Damage } from '../damage';
import { type Checkpoint, readCheckpoint, readCount, readHash } from '../note/checkpoint';
import type { VerifierKey } from '../note/key';
import { openNote } from '../note/note';
import { leafHash } from '../tree/hashes';
import { verifyInclusion } from '../tree/proofs';

/** The proof that one entry is in a log, in a file of its own (https://c2sp.org/tlog-proof). */
export interface LogProof {
	/** What somebody put there. Keyturn puts the entry there, which counts as far as the proof leads from it to the root. */
	readonly extra: Uint8Array | null;
	/** Where in the log the entry is, from 0. */
	readonly index: number;
	/** The inclusion proof, from the entry upwards. */
	readonly path: readonly Uint8Array[];
	/** The signed checkpoint, to the byte. */
	readonly checkpoint: Uint8Array;
}

const HEADER = 'c2sp.org/tlog-proof@v1';

/** A tree of 2^53 entries is as high; more lines are nonsense. */
const MAX_PATH = 53;

export function writeProof({ extra, index, path, checkpoint }: LogProof): Uint8Array {
	const lines = [
		HEADER,
		...(extra === null ? [] : [`extra ${base64(extra)}`]),
		`index ${index}`,
		...path.map(base64),
		'',
		'',
	];
	return concat(utf8.encode(lines.join('\n')), checkpoint);
}

/** Whether a file is to be read as a proof. */
export const isProof = (bytes: Uint8Array): boolean =>
	utf8.decode(bytes.subarray(0, HEADER.length)) === HEADER;

/** Throws PROOF_…; the checkpoint in it is not read. */
export function readProof(bytes: Uint8Array): LogProof {
	const text = utf8.decode(bytes);
	if (text === null) throw new Damage('NOTE_NOT_TEXT');
	const gap = text.indexOf('\n\n');
	const lines = (gap < 0 ? text : text.slice(0, gap)).split('\n');
	if (lines.shift() !== HEADER) throw new Damage('PROOF_HEADER');
	const extra = lines[0]?.startsWith('extra ') ? fromBase64((lines.shift() ?? '').slice(6)) : undefined;
	if (extra === null) throw new Damage('PROOF_EXTRA');
	const [, digits = ''] = /^index (.*)$/.exec(lines.shift() ?? '') ?? [];
	const index = readCount(digits);
	if (index === null) throw new Damage('PROOF_INDEX');
	if (gap < 0) throw new Damage('PROOF_END');
	const path = lines.map((line) => {
		const hash = readHash(line);
		if (hash === null || lines.length > MAX_PATH) throw new Damage('PROOF_HASH');
		return hash;
	});
	return { extra: extra ?? null, index, path, checkpoint: utf8.encode(text.slice(gap + 2)) };
}

/**
 * The checkpoint that holds `entry` at the index that the proof says, signed by at least one of the keys. Throws Damage
 * otherwise. It says nothing of whether others were shown the same log: compare the checkpoint with one from elsewhere.
 */
export function verifyProof(
	bytes: Uint8Array,
	entry: Uint8Array,
	origin: string,
	keys: readonly VerifierKey[],
): { readonly index: number; readonly checkpoint: Checkpoint; readonly signedBy: readonly VerifierKey[] } {
	const proof = readProof(bytes);
	const { text, signedBy } = openNote(proof.checkpoint, keys);
	const checkpoint = readCheckpoint(text);
	if (checkpoint.origin !== origin) throw new Damage('PROOF_ORIGIN');
	checkInclusion(proof, entry, checkpoint);
	return { index: proof.index, checkpoint, signedBy };
}

/** Throws PROOF_WRONG for another entry than the one that is in the log there. */
export function checkInclusion(
	{ index, path }: Pick<LogProof, 'index' | 'path'>,
	entry: Uint8Array,
	{ size, root }: Pick<Checkpoint, 'size' | 'root'>,
): void {
	const fault = verifyInclusion(BigInt(index), BigInt(size), leafHash(entry), path, root);
	if (fault !== null) throw new Damage('PROOF_WRONG', fault);
}
