import { base64 } from '../../base64';
import { viewOf } from '../../bytes';
import { KeyturnError } from '../../errors';
import { Damage, readingFrom } from '../damage';
import type { AuditEntry } from '../entry';
import { type Checkpoint, readCheckpoint } from '../note/checkpoint';
import type { VerifierKey } from '../note/key';
import { type Note, readNote, signersOf } from '../note/note';
import { anchorOf } from '../verify/anchor';
import { checkedEntry, EntryChecks } from '../verify/entries';
import type { OutsideText } from '../verify/outside';
import { anchorIn, signatureIn, summary } from '../verify/summary';
import type { FilesPart, SignaturePart, Verdict } from '../verify/verdict';
import { type Given, readGiven } from '../verify/verify-log';
import { type LogProof, checkInclusion, readProof } from './proof';

/** What can be said of the proof of one entry, and the entry when it is proved and the pinned key signed. */
export interface ProofVerdict extends Verdict {
	readonly entry: AuditEntry | null;
}

type Parts = Pick<Verdict, 'log' | 'files' | 'signature' | 'anchor'>;

interface Read {
	readonly proof: LogProof;
	readonly note: Note;
	readonly checkpoint: Checkpoint;
}

/**
 * What can be said of a proof that one entry is in a log: in three parts, as of a log. The entry is what the proof itself
 * holds, unless `given` has another. Throws BAD_INPUT without a pinned key or an entry, and for what else is wrong with
 * `given`.
 */
export function proofVerdict(
	bytes: Uint8Array,
	given: Pick<Given, 'pinned' | 'outside'> & { readonly entry: Uint8Array | null },
): ProofVerdict {
	const { pinned, outside } = readGiven(given);
	if (pinned.length === 0)
		throw new KeyturnError('BAD_INPUT', 'Pinned Key', 'a proof holds no key to check it with', {
			next: 'Fill in the log’s public key, as it was shown when the log was set up.',
		});
	const read = readingOrDamage('the proof', () => readAll(bytes));
	if (read instanceof Damage) return unread(read);
	const { proof, note, checkpoint } = read;
	const leaf = given.entry ?? proof.extra;
	if (leaf === null)
		throw new KeyturnError('BAD_INPUT', 'Entry', 'the proof does not hold the entry that it is of', {
			next: 'Use Verify Proof, and paste the entry as Get Proof gave it in “leaf”.',
		});
	const entry = readingOrDamage('the entry', () => provedEntry(leaf, read));
	const signature = signatureOf(note, pinned);
	const { origin, size, root } = checkpoint;
	const parts: Parts = {
		log: { origin, size, entries: 1, root: base64(root), key: signature.key },
		files: entry instanceof Damage ? damaged(entry) : { state: 'agree' },
		signature,
		anchor:
			entry instanceof Damage
				? { state: 'not judged' }
				: anchorOf(checkpoint, comparable(checkpoint, outside), new Map()),
	};
	const isOther = parts.anchor.state === 'not anchored' && outside.checkpoints.some(({ size }) => size > 0);
	return {
		...parts,
		...summary(parts),
		...wordsOf(parts, read, entry, isOther),
		entry: entry instanceof Damage || signature.state === 'refused' ? null : entry,
	};
}

function readAll(bytes: Uint8Array): Read {
	const proof = readProof(bytes);
	const note = readNote(proof.checkpoint);
	return { proof, note, checkpoint: readCheckpoint(note.text) };
}

/** Throws Damage for another entry than the one that is in the log there, and for what `verifyLog` would refuse there. */
function provedEntry(leaf: Uint8Array, { proof, checkpoint }: Read): AuditEntry {
	checkInclusion(proof, leaf, checkpoint);
	new EntryChecks().look(viewOf(leaf), 0, leaf.length, proof.index);
	return checkedEntry(leaf);
}

function readingOrDamage<Result>(where: string, read: () => Result): Result | Damage {
	try {
		return readingFrom(where, read);
	} catch (error) {
		if (!(error instanceof Damage)) throw error;
		return error;
	}
}

function signatureOf(note: Note, pinned: readonly VerifierKey[]): SignaturePart {
	const signers = readingOrDamage('the checkpoint', () => signersOf(note, pinned));
	if (signers instanceof Damage) return { state: 'refused', code: 'SIGNATURE_WRONG', key: null };
	const [signer] = signers;
	return signer === undefined
		? { state: 'refused', code: 'NOT_THE_PINNED_KEY', key: null }
		: { state: 'pinned key', key: signer.text, pinned: signer.text, handovers: 0 };
}

/** A proof tells the root at its own size alone: a checkpoint of another size says nothing for or against it. */
const comparable = ({ origin, size }: Checkpoint, { checkpoints, apart }: OutsideText): OutsideText => ({
	checkpoints: checkpoints.filter((each) => each.origin !== origin || each.size === size),
	apart,
});

const damaged = ({ code, where, message }: Damage): FilesPart => ({
	state: 'damaged',
	code,
	where: where ?? 'the proof',
	what: message,
});

function unread(damage: Damage): ProofVerdict {
	const parts: Parts = {
		log: null,
		files: damaged(damage),
		signature: { state: 'refused', code: 'CHECKPOINT_UNREADABLE', key: null },
		anchor: { state: 'not judged' },
	};
	return { ...parts, ...summary(parts), sentence: notProved(damage), next: NEXT_DAMAGED, entry: null };
}

const notProved = ({ where, message }: Damage) => `Not proved: ${where ?? 'the proof'}: ${message}.`;

const NEXT_DAMAGED =
	'Get the proof again, and take care that neither it nor the entry is changed on the way. If it stays so, keep both as they are and find out who made them.';
const NEXT_REFUSED =
	'If the signing key was changed since it was pinned, a proof does not show that: verify an export of the log, which does, and pin the key that it names. If nobody can say why it is another, treat the proof as forged.';
const NEXT_ANCHOR =
	'Compare with the checkpoint of the same number of entries, if one was kept outside, or verify an export of the log, which can be compared with all of them.';

function wordsOf(
	{ signature, anchor }: Parts,
	{ proof: { index }, checkpoint: { origin, size } }: Read,
	entry: AuditEntry | Damage,
	isOther: boolean,
): Partial<Pick<Verdict, 'sentence' | 'next'>> {
	if (entry instanceof Damage)
		return { sentence: `${notProved(entry)} ${signatureIn(signature)}`, next: NEXT_DAMAGED };
	const proved = `The entry is number ${index} of the log ${origin}, as it was with ${size} entries (the first is number 0).`;
	const compared =
		isOther && anchor.state === 'not anchored' && anchor.apart === 0
			? 'It is not anchored: the checkpoints from outside are of other sizes, and a proof can be compared with one of its own size alone.'
			: anchorIn(anchor);
	const sentence = [proved, signatureIn(signature), compared].join(' ');
	if (anchor.state === 'contradicted') return { sentence };
	if (signature.state === 'refused') return { sentence, next: NEXT_REFUSED };
	return anchor.state === 'not anchored' && anchor.apart === 0
		? { sentence, next: NEXT_ANCHOR }
		: { sentence };
}
