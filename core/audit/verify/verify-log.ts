import { base64 } from '../../base64';
import { KeyturnError } from '../../errors';
import { Damage, readingFrom } from '../damage';
import { type Checkpoint, readCheckpoint } from '../note/checkpoint';
import { type VerifierKey, readVerifierKey } from '../note/key';
import { type Note, readNote } from '../note/note';
import { anchorOf } from './anchor';
import { type LogFiles, type Wanted, readText } from './files';
import { type Handover, checkHandovers, checkKept, keptPath, listedKeys } from './keys';
import { MAX_OUTSIDE_CHARACTERS, type OutsideCheckpoint, type OutsideText, readOutside } from './outside';
import { signaturePart, signerOf } from './signature';
import { summary } from './summary';
import { checkTree } from './tree';
import type { FilesPart, Verdict } from './verdict';

/** What whoever verifies knows from elsewhere. */
export interface Given {
	/** The verifier keys that he trusts to sign this log; may be empty. */
	readonly pinned: readonly string[];
	/** Any text in which checkpoints are that somebody outside kept: messages, mails, JSON; may be empty. */
	readonly outside: string;
	/** `some` where an export holds the entries of a period only; all hashes must be there even so. */
	readonly entries?: Wanted;
}

/**
 * What can be said of a log from its files (`checkpoint`, `keys`, `tile/…`, `checkpoints/…`): whatever they hold, it ends
 * with a verdict. Throws BAD_INPUT for a pinned key that is none and for too long a text, and whatever `files.read`
 * throws.
 */
export async function verifyLog(files: LogFiles, given: Given): Promise<Verdict> {
	const { pinned, outside } = readGiven(given);
	const checked = await check(files, given.entries ?? 'all', outside.checkpoints);
	const { head, keys, tree, damage } = checked;
	const parts = {
		log:
			head === null
				? null
				: {
						origin: head.checkpoint.origin,
						size: head.checkpoint.size,
						entries: tree?.entries ?? 0,
						root: base64(head.checkpoint.root),
						key: signerOf(head.note, keys)?.text ?? null,
					},
		files: filesPart(damage),
		signature: signaturePart(head?.note ?? null, keys, pinned, tree?.handovers ?? []),
		anchor:
			head === null
				? ({ state: 'not judged' } as const)
				: anchorOf(head.checkpoint, outside, damage === null ? (tree?.roots ?? null) : null),
	};
	return { ...parts, ...summary(parts) };
}

/** What whoever verifies gave, as it is understood. Throws BAD_INPUT for a pinned key that is none and for too long a text. */
export const readGiven = ({ pinned, outside }: Pick<Given, 'pinned' | 'outside'>) => ({
	pinned: pinned.map(pinnedKey),
	outside: checkpointsIn(outside),
});

interface Head {
	readonly note: Note;
	readonly checkpoint: Checkpoint;
}

interface Checked {
	readonly head: Head | null;
	readonly keys: readonly VerifierKey[];
	readonly tree: {
		readonly roots: ReadonlyMap<number, Uint8Array>;
		readonly entries: number;
		readonly handovers: readonly Handover[];
	} | null;
	readonly damage: Damage | null;
}

/** All that the files say of themselves, up to the first damage. */
async function check(
	files: LogFiles,
	wanted: Wanted,
	outside: readonly OutsideCheckpoint[],
): Promise<Checked> {
	const known: { -readonly [part in keyof Checked]: Checked[part] } = {
		head: null,
		keys: [],
		tree: null,
		damage: null,
	};
	try {
		known.head = await readHead(files);
		known.keys = await listedKeys(files);
		const { checkpoint } = known.head;
		const kept = files.kept ?? [];
		const tree = await checkTree(files, checkpoint, wanted, [...outside.map(({ size }) => size), ...kept]);
		for (const size of kept)
			if ((await checkKept(files, checkpoint.origin, size, tree.roots, known.keys)).length === 0)
				throw new Damage('KEPT_UNSIGNED', '', keptPath(size));
		const handovers = await checkHandovers(files, checkpoint.origin, tree, known.keys);
		known.tree = { ...tree, handovers };
	} catch (error) {
		if (!(error instanceof Damage)) throw error;
		known.damage = error;
	}
	return known;
}

async function readHead(files: LogFiles): Promise<Head> {
	const bytes = await readText(files, 'checkpoint');
	return readingFrom('checkpoint', () => {
		const note = readNote(bytes);
		return { note, checkpoint: readCheckpoint(note.text) };
	});
}

const filesPart = (damage: Damage | null): FilesPart =>
	damage === null
		? { state: 'agree' }
		: { state: 'damaged', code: damage.code, where: damage.where ?? 'the log', what: damage.message };

function pinnedKey(text: string): VerifierKey {
	try {
		return readVerifierKey(text.trim());
	} catch (error) {
		if (error instanceof Damage) throw new KeyturnError('BAD_INPUT', 'pinned key', error.message);
		throw error;
	}
}

/** More would take longer to compare than the log to read. */
const MAX_OUTSIDE = 10_000;

function checkpointsIn(text: string): OutsideText {
	if (text.length > MAX_OUTSIDE_CHARACTERS)
		throw new KeyturnError(
			'BAD_INPUT',
			'outside checkpoints',
			`the text has more than ${MAX_OUTSIDE_CHARACTERS} characters`,
		);
	const found = readOutside(text);
	if (found.checkpoints.length > MAX_OUTSIDE)
		throw new KeyturnError(
			'BAD_INPUT',
			'outside checkpoints',
			`the text holds more than ${MAX_OUTSIDE} checkpoints`,
		);
	return found;
}
