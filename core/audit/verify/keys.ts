import { utf8 } from '../../utf8';
import { equalBytes } from '../../bytes';
import { Damage, type DamageCode, readingFrom } from '../damage';
import type { AuditEntry } from '../entry';
import { type Checkpoint, readCheckpoint } from '../note/checkpoint';
import { type VerifierKey, readVerifierKey } from '../note/key';
import { readNote, signersOf } from '../note/note';
import { HANDOVER, REPLACEMENT } from './entries';
import { type LogFiles, readText } from './files';
import type { CheckedTree } from './tree';

/** The keys that signed a log, oldest first: a line each in the file `keys`. Throws KEYS_… or KEY_…. */
export async function listedKeys(files: LogFiles): Promise<VerifierKey[]> {
	const bytes = await readText(files, 'keys');
	return readingFrom('keys', () => {
		const text = utf8.decode(bytes);
		if (text === null) throw new Damage('KEYS_NOT_TEXT');
		const lines = text.split('\n');
		if (lines.pop() !== '' || lines.length === 0 || lines.includes('')) throw new Damage('KEYS_LINES');
		if (new Set(lines).size < lines.length) throw new Damage('KEYS_TWICE');
		return lines.map(readVerifierKey);
	});
}

/** That one key gave way to another: an entry of the log, at which both signed a checkpoint. */
export interface Handover {
	/** Where the entry is, from 0. */
	readonly index: number;
	readonly from: string;
	/** NOBODY where it was abandoned, and neither key signs from there on. */
	readonly to: string;
}

/** No key has this text. */
const NOBODY = '';

/**
 * The handovers that entries tell of, in the order of the log. At each, the checkpoint that ends with the entry,
 * `checkpoints/<index + 1>`, must be there and signed by both keys; it may be missing only where the next change of keys
 * says that the handover was abandoned. Throws HANDOVER_… or KEPT_….
 */
export async function checkHandovers(
	files: LogFiles,
	origin: string,
	{ keyChanges, roots }: CheckedTree,
	listed: readonly VerifierKey[],
): Promise<Handover[]> {
	const checked: Handover[] = [];
	for (const [at, { index, entry }] of keyChanges.entries()) {
		if (entry.kind !== HANDOVER) continue;
		const where = `entry ${index}`;
		const [from, to] = readingFrom(where, () => [keyIn(entry, 'oldKey'), keyIn(entry, 'newKey')] as const);
		if ([from, to].some((key) => !listed.some(({ text }) => text === key.text)))
			throw new Damage('HANDOVER_UNLISTED', '', where);
		if (isAbandoned(from, to, keyChanges[at + 1]?.entry, listed) && !(await isKept(files, index + 1))) {
			for (const { text } of [from, to]) checked.push({ index, from: text, to: NOBODY });
			continue;
		}
		const signers = await checkKept(files, origin, index + 1, roots, [from, to]);
		const missing = (['HANDOVER_OLD', 'HANDOVER_NEW'] as const).find(
			(_, at) => !signers.includes(at === 0 ? from : to),
		);
		if (missing !== undefined) throw new Damage(missing, '', keptPath(index + 1));
		checked.push({ index, from: from.text, to: to.text });
	}
	return checked;
}

/**
 * Whether the change of keys after a handover says that it was abandoned, and a third key signs instead. It frees nobody
 * from what was signed: whoever says so and holds no key that others pinned has still none that they trust.
 */
function isAbandoned(
	from: VerifierKey,
	to: VerifierKey,
	next: AuditEntry | undefined,
	listed: readonly VerifierKey[],
): boolean {
	if (next?.kind !== REPLACEMENT) return false;
	const { abandonedFrom, oldKey, newKey } = next.facts;
	// All three are on the list, and each is another.
	const known = listed.filter(({ text }) => [from.text, to.text, newKey].includes(text));
	return abandonedFrom === from.text && oldKey === to.text && known.length === 3;
}

const isKept = async (files: LogFiles, size: number): Promise<boolean> =>
	(await files.read(keptPath(size))) !== null;

/** A checkpoint of earlier, held to the tree. Gives who of the keys signed it. Throws NOTE_…, CHECKPOINT_… or KEPT_…. */
export async function checkKept(
	files: LogFiles,
	origin: string,
	size: number,
	roots: CheckedTree['roots'],
	keys: readonly VerifierKey[],
): Promise<VerifierKey[]> {
	const path = keptPath(size);
	const bytes = await readText(files, path);
	return readingFrom(path, () => {
		const note = readNote(bytes);
		const checkpoint = readCheckpoint(note.text);
		const fault = keptFault(checkpoint, origin, size, roots.get(size));
		if (fault !== null) throw new Damage(fault);
		return signersOf(note, keys);
	});
}

function keptFault(
	checkpoint: Checkpoint,
	origin: string,
	size: number,
	root: Uint8Array | undefined,
): DamageCode | null {
	if (checkpoint.origin !== origin) return 'KEPT_ORIGIN';
	if (checkpoint.size !== size) return 'KEPT_SIZE';
	if (root === undefined) return 'KEPT_BEYOND';
	return equalBytes(checkpoint.root, root) ? null : 'KEPT_ROOT';
}

export const keptPath = (size: number): string => `checkpoints/${size}`;

function keyIn(entry: AuditEntry, name: 'oldKey' | 'newKey'): VerifierKey {
	const text = entry.facts[name];
	if (typeof text !== 'string') throw new Damage('HANDOVER_SHAPE', `no ${name}`);
	return readVerifierKey(text);
}

/** The key that signs after all handovers, for whoever trusts `key` to sign the beginning. */
export const lastKeyAfter = (key: string, handovers: readonly Handover[]): string =>
	handovers.reduce((current, { from, to }) => (from === current ? to : current), key);
