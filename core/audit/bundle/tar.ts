import { concat } from '../../bytes';
import { hex } from '../../hex';
import { utf8 } from '../../utf8';
import { Damage, type DamageCode } from '../damage';

/**
 * Archives that every `tar` unpacks (POSIX.1-1988, "ustar"), in one form only: regular files with name and size, all else
 * constant. The same files are the same bytes, and what reads differently from tool to tool cannot be in one.
 */
export type Archive = ReadonlyMap<string, Uint8Array>;

const BLOCK = 512;
const MAX_NAME = 100;
const MAX_BYTES = 2 ** 31 - 1;

export function writeTar(files: Archive): Uint8Array {
	const blocks = [...files].flatMap(([name, bytes]) => [
		header(name, bytes.length),
		bytes,
		new Uint8Array(paddingOf(bytes.length)),
	]);
	return concat(...blocks, new Uint8Array(2 * BLOCK));
}

/** The files of an archive as views of its bytes, in its order. Throws TAR_…, with the file's name where one is known. */
export function readTar(archive: Uint8Array): Archive {
	if (archive.length > MAX_BYTES) throw new Damage('TAR_TOO_LARGE');
	const files = new Map<string, Uint8Array>();
	let at = 0;
	while (true) {
		const block = archive.subarray(at, at + BLOCK);
		if (block.length < BLOCK) throw new Damage('TAR_END');
		if (isEmpty(block)) break;
		const { name, size } = readHeader(block);
		const begin = at + BLOCK;
		const end = begin + size;
		at = end + paddingOf(size);
		if (at > archive.length) throw new Damage('TAR_CUT', '', name);
		if (!isEmpty(archive.subarray(end, at))) throw new Damage('TAR_PADDING', '', name);
		if (files.has(name)) throw new Damage('TAR_TWICE', '', name);
		files.set(name, archive.subarray(begin, end));
	}
	const end = archive.subarray(at, at + 2 * BLOCK);
	if (end.length < 2 * BLOCK || !isEmpty(end)) throw new Damage('TAR_END');
	if (archive.length > at + 2 * BLOCK) throw new Damage('TAR_TRAILING');
	return files;
}

const paddingOf = (size: number) => (BLOCK - (size % BLOCK)) % BLOCK;

const isEmpty = (bytes: Uint8Array) => bytes.every((byte) => byte === 0);

/** Where the parts of a header are that are read. */
const SIZE = { begin: 124, end: 136 };
const CHECKSUM = { begin: 148, end: 156 };
const KIND = 156;

function header(name: string, size: number): Uint8Array {
	const block = new Uint8Array(BLOCK);
	const put = (at: number, text: string) => block.set(utf8.encode(text), at);
	put(0, name);
	put(100, '0000644\0' + '0000000\0' + '0000000\0');
	put(SIZE.begin, `${octal(size, 11)}\0` + `${octal(0, 11)}\0` + ' '.repeat(8) + '0');
	put(257, 'ustar\x0000');
	put(CHECKSUM.begin, `${octal(checksum(block), 6)}\0 `);
	return block;
}

const octal = (number: number, digits: number) => number.toString(8).padStart(digits, '0');

/** The sum of all bytes, those of the checksum itself taken for spaces. */
const checksum = (block: Uint8Array): number =>
	block.reduce((sum, byte, at) => sum + (at >= CHECKSUM.begin && at < CHECKSUM.end ? 0x20 : byte), 0);

/** What a kind of entry other than a file is refused as. */
const kinds: { readonly [kind: string]: DamageCode | undefined } = {
	'0': undefined,
	'1': 'TAR_LINK',
	'2': 'TAR_LINK',
	x: 'TAR_EXTENDED',
	g: 'TAR_EXTENDED',
	L: 'TAR_EXTENDED',
	K: 'TAR_EXTENDED',
};

function readHeader(block: Uint8Array): { readonly name: string; readonly size: number } {
	const name = textOf(block.subarray(0, MAX_NAME));
	const where = nameToShow(name);
	if (textOf(block.subarray(CHECKSUM.begin, CHECKSUM.end)) !== octal(checksum(block), 6))
		throw new Damage('TAR_CHECKSUM', '', where);
	const kind = String.fromCharCode(block[KIND] as number);
	const fault = kind in kinds ? kinds[kind] : 'TAR_KIND';
	if (fault !== undefined) throw new Damage(fault, '', where);
	const digits = textOf(block.subarray(SIZE.begin, SIZE.end));
	if (digits === null || !/^[0-7]{11}$/.test(digits)) throw new Damage('TAR_SIZE', '', where);
	const size = parseInt(digits, 8);
	if (size > MAX_BYTES) throw new Damage('TAR_TOO_LARGE', '', where);
	if (name === null || /^\/|(?:^|\/)\.{0,2}(?:\/|$)|[\\:]/.test(name))
		throw new Damage('TAR_OUTSIDE', '', where);
	if (hex(header(name, size)) !== hex(block)) throw new Damage('TAR_HEADER', '', where);
	return { name, size };
}

/** Up to the first zero; null when it is no ASCII. */
function textOf(bytes: Uint8Array): string | null {
	const zero = bytes.indexOf(0);
	const text = utf8.decode(zero < 0 ? bytes : bytes.subarray(0, zero));
	return text === null || /[^\x20-\x7e]/.test(text) ? null : text;
}

const nameToShow = (name: string | null) => (name === null || name === '' ? 'a file' : name);
