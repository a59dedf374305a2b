/** Each kind of damage that a file of the log can have: a stable code, and what is wrong, for people. */
const damages = {
	NOTE_TOO_LARGE: 'the signed note is larger than a checkpoint can be',
	NOTE_NOT_TEXT: 'the signed note is not text in UTF-8',
	NOTE_CONTROL_CHARACTER: 'the signed note holds a control character',
	NOTE_UNSIGNED: 'the signed note has no empty line with signatures after it',
	NOTE_SIGNATURE_LINE: 'a line among the signatures is not a signature',
	NOTE_TOO_MANY_SIGNATURES: 'the signed note has more signatures than anybody needs',
	SIGNATURE_WRONG: 'a signature does not belong to this text',
	SIGNED_BY_OTHERS: 'none of the known keys signed it',
	KEY_FORM: 'it is not a verifier key of the form name+hash+base64',
	KEY_TYPE: 'the verifier key is not of the type Ed25519',
	KEY_ID: 'the hash in the verifier key is not that of its name and key',
	CHECKPOINT_LINES: 'the checkpoint has fewer than three lines',
	CHECKPOINT_SIZE: 'the size in the checkpoint is not a whole number in plain digits',
	CHECKPOINT_ROOT: 'the root in the checkpoint is not the base64 of 32 bytes',
	CHECKPOINT_EMPTY_LINE: 'the checkpoint holds an empty line',
	TILE_WIDTH: 'the tile has not the length that its hashes take',
	BUNDLE_CUT: 'an entry is cut off at the end of the file',
	BUNDLE_SHORT: 'the file ends before its last entry',
	BUNDLE_LONG: 'bytes follow after the last entry',
	PROOF_HEADER: 'it does not begin with the line c2sp.org/tlog-proof@v1',
	PROOF_EXTRA: 'the line with extra data is not base64',
	PROOF_INDEX: 'the line with the index is missing or is not a whole number in plain digits',
	PROOF_HASH: 'a line of the proof is not the base64 of 32 bytes',
	PROOF_END: 'no empty line with a checkpoint follows the proof',
	PROOF_ORIGIN: 'the proof is of another log',
	PROOF_WRONG: 'the proof does not lead from the entry to the root',
} as const;

export type DamageCode = keyof typeof damages;

/**
 * Bytes that are not what they should be. `message` is a sentence without a full stop, `detail` what exactly and where
 * in the file. Readers throw it; what is shown to people is put together in `verify`.
 */
export class Damage extends Error {
	override readonly name = 'Damage';
	readonly code: DamageCode;

	constructor(code: DamageCode, detail = '') {
		super(detail === '' ? damages[code] : `${damages[code]}: ${detail}`);
		this.code = code;
	}
}
