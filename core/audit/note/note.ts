import { base64, fromBase64 } from '../../base64';
import { concat } from '../../bytes';
import { KeyturnError } from '../../errors';
import { hex } from '../../hex';
import { utf8 } from '../../utf8';
import { Damage } from '../damage';
import { ID_BYTES, type VerifierKey, isKeyName } from './key';
import type { NoteSigner } from './signer';

/** Signed notes (https://c2sp.org/signed-note): a text, an empty line, a line for each signature. */

export interface Note {
	/** With the line break at its end; this is what is signed. */
	readonly text: string;
	readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
	/** Whose it claims to be: a key's name and id. */
	readonly name: string;
	readonly id: string;
	readonly bytes: Uint8Array;
}

/** The specification asks for 16 at least; a signature of its largest kind takes 5 kB. */
const MAX_SIGNATURES = 64;
const MAX_BYTES = 512 * 1024;

/** The note of a text that ends with a line break, signed by each. Throws BAD_INPUT for a text that cannot be one. */
export function signNote(text: string, signers: readonly NoteSigner[]): Uint8Array {
	if (!text.endsWith('\n') || hasControlCharacter(text) || /[\uD800-\uDFFF]/u.test(text))
		throw new KeyturnError(
			'BAD_INPUT',
			'signed note',
			'the text has no line break at its end, or control characters in it',
		);
	const data = utf8.encode(text);
	const lines = signers.map(
		(signer) => `— ${signer.key.name} ${base64(concat(idBytes(signer.key.id), signer.sign(data)))}\n`,
	);
	return utf8.encode(`${text}\n${lines.join('')}`);
}

/** What a note says, whoever signed it: nothing of it is proved. Throws Damage when it is no note. */
export function readNote(bytes: Uint8Array): Note {
	if (bytes.length > MAX_BYTES) throw new Damage('NOTE_TOO_LARGE');
	const whole = utf8.decode(bytes);
	if (whole === null) throw new Damage('NOTE_NOT_TEXT');
	if (hasControlCharacter(whole)) throw new Damage('NOTE_CONTROL_CHARACTER');
	const gap = whole.lastIndexOf('\n\n');
	const lines = whole.slice(gap + 2).split('\n');
	if (gap < 0 || gap + 2 === whole.length) throw new Damage('NOTE_UNSIGNED');
	if (lines.pop() !== '') throw new Damage('NOTE_SIGNATURE_LINE', 'the last line has no line break');
	if (lines.length > MAX_SIGNATURES) throw new Damage('NOTE_TOO_MANY_SIGNATURES');
	return { text: whole.slice(0, gap + 1), signatures: lines.map(readSignature) };
}

/**
 * The keys, of those given, that signed the note. Signatures of other keys are passed over, as the specification asks
 * for. Throws SIGNATURE_WRONG when one that claims to be of a given key is not. The list may be empty: then nobody that
 * is known signed it.
 */
export function signersOf(note: Note, keys: readonly VerifierKey[]): VerifierKey[] {
	const data = utf8.encode(note.text);
	return keys.filter((key) => {
		const claims = note.signatures.filter(({ name, id }) => name === key.name && id === key.id);
		if (claims.some(({ bytes }) => !key.verifies(data, bytes)))
			throw new Damage('SIGNATURE_WRONG', `it claims to be of ${key.name}+${key.id}`);
		return claims.length > 0;
	});
}

/** A note that at least one of the keys signed. Throws SIGNED_BY_OTHERS, or as `readNote` and `signersOf` do. */
export function openNote(
	bytes: Uint8Array,
	keys: readonly VerifierKey[],
): { readonly text: string; readonly signedBy: readonly VerifierKey[] } {
	const note = readNote(bytes);
	const signedBy = signersOf(note, keys);
	if (signedBy.length === 0) throw new Damage('SIGNED_BY_OTHERS');
	return { text: note.text, signedBy };
}

function readSignature(line: string): NoteSignature {
	const [, name = '', encoded = ''] = /^— ([^ ]+) ([^ ]+)$/u.exec(line) ?? [];
	const bytes = fromBase64(encoded);
	if (!isKeyName(name) || bytes === null || bytes.length <= ID_BYTES) throw new Damage('NOTE_SIGNATURE_LINE');
	return { name, id: hex(bytes.subarray(0, ID_BYTES)), bytes: bytes.subarray(ID_BYTES) };
}

const idBytes = (id: string) =>
	Uint8Array.from({ length: ID_BYTES }, (_, at) => parseInt(id.slice(2 * at, 2 * at + 2), 16));

/** The line break alone is allowed. */
const hasControlCharacter = (text: string) => /[\0-\x09\x0b-\x1f]/.test(text);
