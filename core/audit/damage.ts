/** Each kind of damage that a file of the log can have: a stable code, and what is wrong, for people. */
const damages = {
	FILE_MISSING: 'the file is missing',
	ENTRIES_LEFT_OUT: 'entries were left out, as in the export of a period; all hashes are there and agree',
	FILE_TOO_LARGE: 'the file is larger than it can be',
	FILE_UNCHECKED: 'the file belongs to nothing in this log',

	NOTE_TOO_LARGE: 'the signed note is larger than a checkpoint can be',
	NOTE_NOT_TEXT: 'the signed note is not text in UTF-8',
	NOTE_CONTROL_CHARACTER: 'the signed note holds a control character',
	NOTE_UNSIGNED: 'the signed note has no empty line with signatures after it',
	NOTE_SIGNATURE_LINE: 'a line among the signatures is not a signature',
	NOTE_TOO_MANY_SIGNATURES: 'the signed note has more signatures than anybody needs',
	SIGNATURE_WRONG: 'a signature does not belong to this text',
	SIGNED_BY_OTHERS: 'none of the known keys signed it',

	KEYS_NOT_TEXT: 'the list of keys is not text in UTF-8',
	KEYS_LINES: 'the list of keys has no line, an empty line, or no line break at its end',
	KEYS_TWICE: 'a key is listed twice',
	KEY_FORM: 'it is not a verifier key of the form name+hash+base64',
	KEY_TYPE: 'the verifier key is not of the type Ed25519',
	KEY_ID: 'the hash in the verifier key is not that of its name and key',

	CHECKPOINT_LINES: 'the checkpoint has fewer than three lines',
	CHECKPOINT_ORIGIN: 'the name of the log in the checkpoint holds a space, a plus or a control character',
	CHECKPOINT_SIZE: 'the size in the checkpoint is not a whole number in plain digits',
	CHECKPOINT_ROOT: 'the root in the checkpoint is not the base64 of 32 bytes',
	CHECKPOINT_EMPTY_LINE: 'the checkpoint holds an empty line',

	TILE_WIDTH: 'the tile has not the length that its hashes take',
	TILE_WRONG: 'a hash in the tile is not that of the tile below it',
	ROOT_WRONG: 'the hashes do not lead to the root in the checkpoint',
	BUNDLE_CUT: 'an entry is cut off at the end of the file',
	BUNDLE_SHORT: 'the file ends before its last entry',
	BUNDLE_LONG: 'bytes follow after the last entry',
	ENTRY_HASH: 'an entry is not the one that was logged there',
	ENTRY_NOT_TEXT: 'an entry is not text in UTF-8',
	ENTRY_NOT_JSON: 'an entry is not JSON',
	ENTRY_SHAPE: 'an entry has not the members of an audit entry',
	ENTRY_NOT_CANONICAL: 'an entry is not written in canonical JSON, so it may read otherwise elsewhere',
	ENTRY_ID: 'the id of an entry does not end with a slash and a number',
	ENTRY_TWICE: 'an entry’s number is not above that of the entry before it with the same beginning',

	KEPT_SIZE: 'the kept checkpoint is of another size than its name says',
	KEPT_BEYOND: 'the kept checkpoint is of a larger log than this one',
	KEPT_ORIGIN: 'the kept checkpoint is of another log',
	KEPT_ROOT: 'the kept checkpoint has another root than this log had at its size',
	KEPT_UNSIGNED: 'none of the listed keys signed the kept checkpoint',
	HANDOVER_SHAPE: 'the entry that hands the signing key over does not name two keys',
	HANDOVER_UNLISTED: 'the signing key was handed over by or to a key that the list of keys has not',
	HANDOVER_OLD: 'the old key did not sign the checkpoint at which it was handed over',
	HANDOVER_NEW: 'the new key did not sign the checkpoint at which it took over',

	PROOF_HEADER: 'it does not begin with the line c2sp.org/tlog-proof@v1',
	PROOF_EXTRA: 'the line with extra data is not base64',
	PROOF_INDEX: 'the line with the index is missing or is not a whole number in plain digits',
	PROOF_HASH: 'a line of the proof is not the base64 of 32 bytes',
	PROOF_END: 'no empty line with a checkpoint follows the proof',
	PROOF_ORIGIN: 'the proof is of another log',
	PROOF_WRONG: 'the proof does not lead from the entry to the root',

	TAR_TOO_LARGE: 'the archive is larger than it can be',
	TAR_CUT: 'the archive ends in the middle of a file',
	TAR_CHECKSUM: 'a header does not agree with its own checksum',
	TAR_LINK: 'it is a link and not a file',
	TAR_EXTENDED: 'it has extended headers, which can give a file another name or size',
	TAR_KIND: 'it is not a regular file',
	TAR_SIZE: 'its size is not written in plain octal digits',
	TAR_OUTSIDE: 'its name leads out of the folder',
	TAR_NAME: 'its name is none that a file of an export has',
	TAR_TWICE: 'the archive holds it twice',
	TAR_ORDER: 'it does not stand in the order of an export',
	TAR_HEADER: 'its header holds more than name and size',
	TAR_PADDING: 'bytes stand between it and the next file',
	TAR_END: 'the archive does not end with two empty blocks',
	TAR_TRAILING: 'bytes follow after the end of the archive',
	SUMS_LINES: 'SHA256SUMS does not list the files of the archive, each once and in their order',
	SUMS_WRONG: 'the file is not the one that SHA256SUMS tells of',
} as const;

export type DamageCode = keyof typeof damages;

/**
 * Bytes that are not what they should be. `message` is a sentence without a full stop; `where` is the file, where the
 * reader knew it. Readers throw it; what is shown to people is put together in `verify`.
 */
export class Damage extends Error {
	override readonly name = 'Damage';
	readonly code: DamageCode;
	readonly detail: string;
	readonly where: string | null;

	constructor(code: DamageCode, detail = '', where: string | null = null) {
		super(detail === '' ? damages[code] : `${damages[code]}: ${detail}`);
		this.code = code;
		this.detail = detail;
		this.where = where;
	}

	/** The same, found in a file, and where in it, unless it says so itself. */
	at(where: string, detail = ''): Damage {
		return new Damage(this.code, this.detail || detail, this.where ?? where);
	}
}

/** Runs a reader of a file, so that the damage it finds says where. */
export function readingFrom<Content>(where: string, read: () => Content): Content {
	try {
		return read();
	} catch (error) {
		throw error instanceof Damage ? error.at(where) : error;
	}
}
