import { Damage } from '../damage';
import type { VerifierKey } from '../note/key';
import { type Note, signersOf } from '../note/note';
import { type Handover, lastKeyAfter } from './keys';
import type { Refusal, SignaturePart } from './verdict';

/** Whose key signed the checkpoint, seen from the keys that are trusted from elsewhere. */
export function signaturePart(
	note: Note | null,
	keys: readonly VerifierKey[],
	pinned: readonly VerifierKey[],
	handovers: readonly Handover[],
): SignaturePart {
	const key = keys.at(-1);
	const refused = (code: Refusal) => ({ state: 'refused', code, key: key?.text ?? null }) as const;
	if (note === null || key === undefined) return refused('CHECKPOINT_UNREADABLE');
	const signers = signersOrNull(note, [...keys, ...pinned]);
	if (signers === null) return refused('SIGNATURE_WRONG');
	if (!signers.includes(key)) return refused('NEWEST_DID_NOT_SIGN');
	if (pinned.length === 0)
		return lastKeyAfter(key.text, handovers) === key.text
			? { state: 'key not pinned', key: key.text }
			: refused('HANDED_OVER');
	const trusted = pinned.find(({ text }) => lastKeyAfter(text, handovers) === key.text);
	if (trusted === undefined)
		return refused(pinned.some(({ text }) => text === key.text) ? 'HANDED_OVER' : 'NOT_THE_PINNED_KEY');
	return {
		state: 'pinned key',
		key: key.text,
		pinned: trusted.text,
		handovers: stepsFrom(trusted.text, handovers),
	};
}

const stepsFrom = (key: string, handovers: readonly Handover[]) =>
	handovers.filter(
		(_, at) => lastKeyAfter(key, handovers.slice(0, at)) !== lastKeyAfter(key, handovers.slice(0, at + 1)),
	).length;

function signersOrNull(note: Note, keys: readonly VerifierKey[]): VerifierKey[] | null {
	try {
		return signersOf(note, keys);
	} catch (error) {
		if (error instanceof Damage) return null;
		throw error;
	}
}

/** The newest key that is listed, when it signed. */
export function signerOf(note: Note, keys: readonly VerifierKey[]): VerifierKey | null {
	const newest = keys.at(-1);
	return newest !== undefined && (signersOrNull(note, keys) ?? []).includes(newest) ? newest : null;
}
