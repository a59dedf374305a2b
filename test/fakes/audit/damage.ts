import { createHash } from 'node:crypto';
import { writeBundle } from '../../../core/audit/bundle/bundle';
import { readTar, writeTar } from '../../../core/audit/bundle/tar';
import type { DamageCode } from '../../../core/audit/damage';
import { signNote } from '../../../core/audit/note/note';
import {
	bytesOf,
	checkpointOf,
	type Draft,
	entries,
	entryOf,
	filesOf,
	handover,
	longDraft,
	signerOf,
} from './log';

/**
 * What can be done to an exported bundle, and what each must be refused as. Three kinds of hand do it: an accident or a
 * careless tool that changes bytes of the archive; somebody without the key who makes all sums right again; and the
 * operator, who has the key and signs what he likes.
 */
export interface Deed {
	readonly bundle: () => Uint8Array;
	readonly code: DamageCode;
	/** The file that must be named. */
	readonly where: string;
}

const [a, b, c] = [signerOf(1), signerOf(2), signerOf(3)];
const draft = longDraft();
const files = filesOf(draft);
export const goodBundle = writeBundle(files);

const encoder = new TextEncoder();
const utf8 = (text: string) => encoder.encode(text);
const textOf = (path: string) => Buffer.from(files.get(path)!).toString();

type Edit = (bytes: Uint8Array) => Uint8Array;
const flip =
	(at: number): Edit =>
	(bytes) =>
		bytes.map((byte, index) => (index === (at < 0 ? bytes.length + at : at) ? byte ^ 1 : byte));
const cut: Edit = (bytes) => bytes.subarray(0, -1);
const grow: Edit = (bytes) => Uint8Array.of(...bytes, 0);
const put =
	(from: string | RegExp, to: string): Edit =>
	(bytes) => {
		const before = Buffer.from(bytes).toString();
		const after = before.replace(from, to);
		if (after === before) throw new Error(`${String(from)} is not there`);
		return utf8(after);
	};

/** By somebody without the key: the file is another, and the archive is written anew around it. */
const edited = (path: string, edit: Edit, code: DamageCode, where = path): Deed => ({
	bundle: () => writeBundle(new Map([...files, [path, edit(files.get(path)!)]])),
	code,
	where,
});

const without = (path: string): Deed => ({
	bundle: () => writeBundle(new Map([...files].filter(([each]) => each !== path))),
	code: 'FILE_MISSING',
	where: path,
});

const added = (path: string, bytes: Uint8Array, code: DamageCode, where = path): Deed => ({
	bundle: () => writeBundle(new Map([...files, [path, bytes]])),
	code,
	where,
});

/** By the operator: a log of his own, in which all hashes and signatures are right. */
const operated = (change: Partial<Draft>, code: DamageCode, where: string): Deed => ({
	bundle: () => writeBundle(filesOf({ ...draft, ...change })),
	code,
	where,
});

const withEntry = (index: number, entry: Uint8Array) =>
	draft.entries.map((each, at) => (at === index ? entry : each));
const operatedEntry = (entry: Uint8Array, code: DamageCode): Deed =>
	operated({ entries: withEntry(280, entry) }, code, 'tile/entries/001.p/44');
const entryText = (text: string) => utf8(text);
const plainEntry = Buffer.from(bytesOf(entryOf(280))).toString();

/** A checkpoint of the operator's, with his signature. */
const signed = (text: string) => signNote(text, [c]);
const body = textOf('checkpoint').split('\n\n')[0]! + '\n';

/** By an accident or a tool: bytes of the archive itself. Where a file's header begins is looked up by its name. */
const raw = (edit: (archive: Uint8Array) => Uint8Array, code: DamageCode, where: string): Deed => ({
	bundle: () => edit(goodBundle.slice()),
	code,
	where,
});
const headerOf = (archive: Uint8Array, path: string) => {
	for (let at = 0; at < archive.length; at += 512)
		if (
			Buffer.from(archive.subarray(at, at + 100))
				.toString()
				.split('\0')[0] === path
		)
			return at;
	throw new Error(`${path} is not there`);
};
/** A header whose checksum is made right again. */
const header =
	(path: string, at: number, bytes: Uint8Array, isSumRight = true) =>
	(archive: Uint8Array) => {
		const begin = headerOf(archive, path);
		archive.set(bytes, begin + at);
		const block = archive.subarray(begin, begin + 512);
		if (isSumRight) {
			block.fill(0x20, 148, 156);
			const sum = block.reduce((all, byte) => all + byte, 0);
			block.set(utf8(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
		}
		return archive;
	};
const named = (path: string, name: string) => header(path, 0, utf8(name.padEnd(100, '\0')));
const field = (at: number, text: string, code: DamageCode, where = 'keys') =>
	raw(header('keys', at, utf8(text)), code, where);
const joined = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const block = (archive: Uint8Array, path: string) => {
	const begin = headerOf(archive, path);
	const size = parseInt(Buffer.from(archive.subarray(begin + 124, begin + 135)).toString(), 8);
	return [begin, begin + 512 + Math.ceil(size / 512) * 512] as const;
};
const sum = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const sumsEdited = (from: string | RegExp, to: string) => (archive: Uint8Array) => {
	const begin = headerOf(archive, 'SHA256SUMS');
	const before = Buffer.from(archive.subarray(begin + 512)).toString('latin1');
	const after = before.replace(from, to);
	if (after === before || after.length !== before.length) throw new Error('no such line of the same length');
	return joined(archive.subarray(0, begin + 512), Buffer.from(after, 'latin1'));
};

const keysOf = (...lines: readonly string[]) => utf8(lines.map((line) => `${line}\n`).join(''));

export const deeds: Readonly<Record<string, Deed>> = {
	// The archive.
	'no bytes': raw(() => new Uint8Array(0), 'TAR_END', 'the archive'),
	'one empty block': raw(() => new Uint8Array(512), 'TAR_END', 'the archive'),
	'an archive without files': raw(() => new Uint8Array(1024), 'SUMS_LINES', 'SHA256SUMS'),
	'a text instead of an archive': raw(() => utf8('checkpoint\n'.repeat(100)), 'TAR_CHECKSUM', 'a file'),
	'the last block is missing': raw((archive) => archive.subarray(0, -512), 'TAR_END', 'the archive'),
	'the last byte is missing': raw((archive) => archive.subarray(0, -1), 'TAR_END', 'the archive'),
	'both last blocks are missing': raw((archive) => archive.subarray(0, -1024), 'TAR_END', 'the archive'),
	'it ends in the middle of a file': raw(
		(archive) => archive.subarray(0, headerOf(archive, 'tile/0/000') + 1_000),
		'TAR_CUT',
		'tile/0/000',
	),
	'it ends in the middle of a header': raw(
		(archive) => archive.subarray(0, headerOf(archive, 'tile/0/000') + 100),
		'TAR_END',
		'the archive',
	),
	'a byte after its end': raw((archive) => joined(archive, utf8('x')), 'TAR_TRAILING', 'the archive'),
	'more empty blocks after its end': raw(
		(archive) => joined(archive, new Uint8Array(9_216)),
		'TAR_TRAILING',
		'the archive',
	),
	'a second archive after its end': raw((archive) => joined(archive, archive), 'TAR_TRAILING', 'the archive'),
	'a byte between two files': raw(
		(archive) => flip(block(archive, 'keys')[1] - 1)(archive),
		'TAR_PADDING',
		'keys',
	),
	'a header with a flipped bit in a name': raw(header('keys', 0, utf8('j'), false), 'TAR_CHECKSUM', 'jeys'),
	'a header with a flipped bit in a size': raw(header('keys', 134, utf8('1'), false), 'TAR_CHECKSUM', 'keys'),
	'a header with a flipped bit in its checksum': raw(
		header('keys', 148, utf8('1'), false),
		'TAR_CHECKSUM',
		'keys',
	),
	'a hard link': field(156, '1', 'TAR_LINK'),
	'a symbolic link': field(156, '2', 'TAR_LINK'),
	'a character device': field(156, '3', 'TAR_KIND'),
	'a block device': field(156, '4', 'TAR_KIND'),
	'a folder': field(156, '5', 'TAR_KIND'),
	'a pipe': field(156, '6', 'TAR_KIND'),
	'a sparse file of GNU': field(156, 'S', 'TAR_KIND'),
	'an old kind of file': field(156, '\0', 'TAR_KIND'),
	'an extended header for one file': field(156, 'x', 'TAR_EXTENDED'),
	'an extended header for all files': field(156, 'g', 'TAR_EXTENDED'),
	'a long name of GNU': field(156, 'L', 'TAR_EXTENDED'),
	'a long link of GNU': field(156, 'K', 'TAR_EXTENDED'),
	'a size below zero': field(124, '-0000000001\0', 'TAR_SIZE'),
	'a size in binary': field(124, '\x7f', 'TAR_SIZE'),
	'a size with spaces': field(124, '       1750\0', 'TAR_SIZE'),
	'a size with an eight': field(124, '00000000080\0', 'TAR_SIZE'),
	'a size of eight gigabytes': field(124, '77777777777\0', 'TAR_TOO_LARGE'),
	'a size beyond the end': field(124, '00010000000\0', 'TAR_CUT'),
	'a link’s target': field(157, 'checkpoint', 'TAR_HEADER'),
	'another mode': field(100, '0000755\0', 'TAR_HEADER'),
	'an owner': field(108, '0001750\0', 'TAR_HEADER'),
	'an owner’s name': field(265, 'root', 'TAR_HEADER'),
	'a time': field(136, '15076543210\0', 'TAR_HEADER'),
	'a prefix of the name': field(345, '../..', 'TAR_HEADER'),
	'another format': field(257, 'ustar  \0', 'TAR_HEADER'),
	'bytes after a name': field(50, 'x', 'TAR_HEADER'),
	'bytes after all fields': field(511, 'x', 'TAR_HEADER'),
	'a name above the folder': raw(named('keys', '../keys'), 'TAR_OUTSIDE', '../keys'),
	'a name above a folder in it': raw(named('keys', 'tile/../keys'), 'TAR_OUTSIDE', 'tile/../keys'),
	'a name from the root': raw(named('keys', '/etc/passwd'), 'TAR_OUTSIDE', '/etc/passwd'),
	'a name from a drive': raw(named('keys', 'C:\\keys'), 'TAR_OUTSIDE', 'C:\\keys'),
	'a name with a dot': raw(named('keys', './keys'), 'TAR_OUTSIDE', './keys'),
	'a name with two slashes': raw(named('keys', 'tile//keys'), 'TAR_OUTSIDE', 'tile//keys'),
	'an empty name': raw(named('keys', ''), 'TAR_OUTSIDE', 'a file'),
	'a name that is not ASCII': raw(named('keys', 'kéys'), 'TAR_OUTSIDE', 'a file'),
	'a name of another file': raw(named('keys', 'secrets'), 'TAR_NAME', 'secrets'),
	'a name in capitals': raw(named('keys', 'KEYS'), 'TAR_NAME', 'KEYS'),
	'a tile’s name in another form': raw(
		named('tile/1/000.p/1', 'tile/01/000.p/1'),
		'TAR_NAME',
		'tile/01/000.p/1',
	),
	'a file twice': raw(
		(archive) => {
			const [begin, end] = block(archive, 'keys');
			return joined(archive.subarray(0, end), archive.subarray(begin));
		},
		'TAR_TWICE',
		'keys',
	),
	'two files in another order': raw(
		(archive) => {
			const [first, second] = [block(archive, 'checkpoint'), block(archive, 'keys')];
			return joined(
				archive.subarray(0, first[0]),
				archive.subarray(...second),
				archive.subarray(...first),
				archive.subarray(second[1]),
			);
		},
		'TAR_ORDER',
		'checkpoint',
	),
	'README.txt with a flipped bit': raw((archive) => flip(600)(archive), 'SUMS_WRONG', 'README.txt'),
	'an entry with a flipped bit': raw(
		(archive) => flip(headerOf(archive, 'tile/entries/000') + 600)(archive),
		'SUMS_WRONG',
		'tile/entries/000',
	),
	'a sum with another digit': raw(sumsEdited(sum(files.get('keys')!), '0'.repeat(64)), 'SUMS_WRONG', 'keys'),
	'a sum in capitals': raw(
		sumsEdited(sum(files.get('keys')!), sum(files.get('keys')!).toUpperCase()),
		'SUMS_LINES',
		'SHA256SUMS',
	),
	'a sum of another file': raw(sumsEdited('  keys\n', '  kex0\n'), 'SUMS_LINES', 'SHA256SUMS'),
	'no SHA256SUMS': raw(
		(archive) => {
			const [begin, end] = block(archive, 'SHA256SUMS');
			return joined(archive.subarray(0, begin), archive.subarray(end));
		},
		'SUMS_LINES',
		'SHA256SUMS',
	),
	'no README.txt': raw(
		(archive) => archive.subarray(block(archive, 'README.txt')[1]),
		'SUMS_LINES',
		'SHA256SUMS',
	),

	'no README.txt, nor its sum': raw(
		(archive) => {
			const [, end] = block(archive, 'README.txt');
			const [begin] = block(archive, 'SHA256SUMS');
			const sums = Buffer.from(archive.subarray(begin + 512))
				.toString()
				.replace(/\0*$/, '')
				.replace(/^.* {2}README\.txt\n/, '');
			const rest = readTar(joined(archive.subarray(end, begin), new Uint8Array(1_024)));
			return writeTar(new Map([...rest, ['SHA256SUMS', utf8(sums)]]));
		},
		'FILE_MISSING',
		'README.txt',
	),

	// Files that are missing, or belong to nothing.
	'no checkpoint': without('checkpoint'),
	'no keys': without('keys'),
	'no first tile': without('tile/0/000'),
	'no tile above': without('tile/1/000.p/1'),
	'no entries': without('tile/entries/000'),
	'no last entries': without('tile/entries/001.p/44'),
	'no checkpoint of a handover': without('checkpoints/100'),
	'a tile beyond the end': added('tile/0/002', new Uint8Array(8_192), 'FILE_UNCHECKED'),
	'a level that the tree has not': added('tile/2/000.p/1', new Uint8Array(32), 'FILE_UNCHECKED'),
	'a tile in two widths': added(
		'tile/0/001.p/43',
		files.get('tile/0/001.p/44')!.subarray(32),
		'FILE_UNCHECKED',
	),
	'entries beyond the end': added('tile/entries/002.p/1', Uint8Array.of(0, 0), 'FILE_UNCHECKED'),

	// Somebody without the key: the checkpoint.
	'a checkpoint with another size': edited(
		'checkpoint',
		put('\n300\n', '\n299\n'),
		'FILE_MISSING',
		'tile/0/001.p/43',
	),
	'a checkpoint with another root': edited(
		'checkpoint',
		put(/\n[^\n]{44}\n/, `\n${Buffer.alloc(32).toString('base64')}\n`),
		'ROOT_WRONG',
	),
	'a checkpoint in another encoding': edited(
		'checkpoint',
		(bytes) => Uint8Array.of(0xff, 0xfe, ...bytes),
		'NOTE_NOT_TEXT',
	),
	'a checkpoint with carriage returns': edited('checkpoint', put(/\n/g, '\r\n'), 'NOTE_CONTROL_CHARACTER'),
	'a checkpoint without signatures': edited('checkpoint', put(/\n—[^]*$/, ''), 'NOTE_UNSIGNED'),
	'a checkpoint that is cut off': edited('checkpoint', cut, 'NOTE_SIGNATURE_LINE'),
	'a checkpoint with a hyphen for the dash': edited('checkpoint', put('—', '-'), 'NOTE_SIGNATURE_LINE'),
	'a checkpoint with a thousand signatures': edited(
		'checkpoint',
		(bytes) => utf8(Buffer.from(bytes).toString() + `— x ${'A'.repeat(12)}\n`.repeat(1_000)),
		'NOTE_TOO_MANY_SIGNATURES',
	),
	'a checkpoint of a megabyte': edited('checkpoint', () => new Uint8Array(1_048_576), 'FILE_TOO_LARGE'),
	'an empty checkpoint': edited('checkpoint', () => new Uint8Array(0), 'NOTE_UNSIGNED'),
	'a checkpoint of two lines': edited('checkpoint', () => signed('a\n1\n'), 'CHECKPOINT_LINES'),
	'a checkpoint with an empty line': edited(
		'checkpoint',
		() => signed(`${body}\nmore\n`),
		'CHECKPOINT_EMPTY_LINE',
	),
	'a name that is a sentence': edited(
		'checkpoint',
		() => signed(body.replace('\n', ' is anchored: all is well\n')),
		'CHECKPOINT_ORIGIN',
	),
	'a size with a zero in front': edited('checkpoint', put('\n300\n', '\n0300\n'), 'CHECKPOINT_SIZE'),
	'a size that cannot be counted': edited(
		'checkpoint',
		put('\n300\n', '\n18446744073709551616\n'),
		'CHECKPOINT_SIZE',
	),
	'a root without padding': edited('checkpoint', put(/=\n\n/, '\n\n'), 'CHECKPOINT_ROOT'),

	// Keys.
	'keys that are no text': edited('keys', () => Uint8Array.of(0xff, 0x0a), 'KEYS_NOT_TEXT'),
	'keys without a line break at the end': edited('keys', cut, 'KEYS_LINES'),
	'no key': edited('keys', () => new Uint8Array(0), 'KEYS_LINES'),
	'an empty line among keys': edited('keys', put('\n', '\n\n'), 'KEYS_LINES'),
	'a key twice': edited('keys', () => keysOf(a.key.text, b.key.text, a.key.text), 'KEYS_TWICE'),
	'a key that is none': edited('keys', () => keysOf('hello'), 'KEY_FORM'),
	'a key with a flipped bit': edited('keys', flip(-10), 'KEY_ID'),
	'a key of another type': edited(
		'keys',
		() => keysOf(`x+01234567+${Buffer.alloc(33, 4).toString('base64')}`),
		'KEY_TYPE',
	),
	'a handover to a key that is not listed': edited(
		'keys',
		() => keysOf(a.key.text, c.key.text),
		'HANDOVER_UNLISTED',
		'entry 99',
	),

	// Hashes and entries.
	'a hash of an entry with a flipped bit': edited('tile/0/000', flip(320), 'ENTRY_HASH', 'tile/entries/000'),
	'a hash above with a flipped bit': edited('tile/1/000.p/1', flip(0), 'TILE_WRONG'),
	'a tile that is too short': edited('tile/0/000', cut, 'TILE_WIDTH'),
	'a tile that is too long': edited('tile/0/001.p/44', grow, 'TILE_WIDTH'),
	'an entry with another letter': edited('tile/entries/000', put('workflow 7', 'workflow 8'), 'ENTRY_HASH'),
	'the length of an entry with a flipped bit': edited('tile/entries/000', flip(1), 'ENTRY_HASH'),
	'an entry that is cut off': edited('tile/entries/000', cut, 'BUNDLE_CUT'),
	'entries with a byte after them': edited('tile/entries/000', grow, 'BUNDLE_LONG'),
	'no entry in the file': edited('tile/entries/001.p/44', () => new Uint8Array(0), 'BUNDLE_SHORT'),
	'entries of 20 megabytes': edited('tile/entries/000', () => new Uint8Array(20_000_000), 'FILE_TOO_LARGE'),
	'two entries in each other’s place': {
		bundle: () => {
			const swapped = draft.entries.map(
				(each, at) => draft.entries[at === 3 ? 4 : at === 4 ? 3 : at] ?? each,
			);
			const path = 'tile/entries/000';
			return writeBundle(new Map([...files, [path, filesOf({ ...draft, entries: swapped }).get(path)!]]));
		},
		code: 'ENTRY_HASH',
		where: 'tile/entries/000',
	},
	'an entry and its hash, made new': {
		bundle: () => {
			const forged = filesOf({ ...draft, entries: withEntry(7, bytesOf(entryOf(7, { actor: 'nobody' }))) });
			const paths = ['tile/entries/000', 'tile/0/000'];
			return writeBundle(new Map([...files, ...paths.map((path) => [path, forged.get(path)!] as const)]));
		},
		code: 'TILE_WRONG',
		where: 'tile/1/000.p/1',
	},
	'an entry and all hashes, made new': {
		bundle: () => {
			const forged = filesOf({ ...draft, entries: withEntry(7, bytesOf(entryOf(7, { actor: 'nobody' }))) });
			const tiles = [...forged].filter(([path]) => path.startsWith('tile/'));
			return writeBundle(new Map([...files, ...tiles]));
		},
		code: 'ROOT_WRONG',
		where: 'checkpoint',
	},

	// The operator, who makes hashes and signatures right.
	'an entry that is no text': operatedEntry(Uint8Array.of(0xc3, 0x28), 'ENTRY_NOT_TEXT'),
	'an entry that is no JSON': operatedEntry(entryText('deleted'), 'ENTRY_NOT_JSON'),
	'an empty entry': operatedEntry(entryText(''), 'ENTRY_NOT_JSON'),
	'an entry without an actor': operatedEntry(
		entryText(plainEntry.replace(/"actor":"[^"]*",/, '')),
		'ENTRY_SHAPE',
	),
	'an entry with a member more': operatedEntry(
		entryText(plainEntry.replace(/\}$/, ',"zone":"x"}')),
		'ENTRY_SHAPE',
	),
	'an entry with two kinds': operatedEntry(
		entryText(plainEntry.replace('"kind"', '"kind":"a","kind"')),
		'ENTRY_NOT_CANONICAL',
	),
	'an entry with a space': operatedEntry(
		entryText(plainEntry.replace(',"id"', ', "id"')),
		'ENTRY_NOT_CANONICAL',
	),
	'an entry with a letter escaped': operatedEntry(
		entryText(plainEntry.replace('workflow', '\\u0077orkflow')),
		'ENTRY_NOT_CANONICAL',
	),
	'an entry whose id has no number': operatedEntry(bytesOf(entryOf(280, { id: 'x' })), 'ENTRY_ID'),
	'an entry twice, in letters beyond ASCII': operated(
		{
			entries: draft.entries.map((each, at) =>
				at === 271 || at === 280 ? bytesOf(entryOf(at, { id: 'x/1', actor: 'Zoë' })) : each,
			),
		},
		'ENTRY_TWICE',
		'tile/entries/001.p/44',
	),
	'an entry twice': operatedEntry(entries(279)[277]!, 'ENTRY_TWICE'),
	'a handover without a key': operated(
		{ entries: withEntry(99, bytesOf(entryOf(99, { id: 'log/99', kind: 'log key rotated' }))) },
		'HANDOVER_SHAPE',
		'entry 99',
	),
	'a handover to what is no key': operated(
		{
			entries: withEntry(
				99,
				bytesOf(
					entryOf(99, { id: 'log/99', kind: 'log key rotated', facts: { oldKey: a.key.text, newKey: 'x' } }),
				),
			),
		},
		'KEY_FORM',
		'entry 99',
	),
	'a handover that the old key did not sign': operated(
		{
			kept: [
				{ size: 100, by: [b] },
				{ size: 270, by: [b, c] },
			],
		},
		'HANDOVER_OLD',
		'checkpoints/100',
	),
	'a handover that the new key did not sign': operated(
		{
			kept: [
				{ size: 100, by: [a, b] },
				{ size: 270, by: [b] },
			],
		},
		'HANDOVER_NEW',
		'checkpoints/270',
	),
	'a handover from another key': operated(
		{ entries: withEntry(99, handover(99, signerOf(9), b)), signers: [signerOf(9), a, b, c] },
		'HANDOVER_OLD',
		'checkpoints/100',
	),
	'a handover by a key that is not listed': operated(
		{
			signers: [b, c],
			kept: [
				{ size: 100, by: [a, b] },
				{ size: 270, by: [b, c] },
			],
		},
		'HANDOVER_UNLISTED',
		'entry 99',
	),
	'a kept checkpoint of another size': added('checkpoints/51', files.get('checkpoints/50')!, 'KEPT_SIZE'),
	'a kept checkpoint of a larger log': added(
		'checkpoints/301',
		checkpointOf({ ...draft, entries: entries(301) }, 301, [c]),
		'KEPT_BEYOND',
	),
	'a kept checkpoint of another log': added(
		'checkpoints/60',
		checkpointOf({ ...draft, origin: 'keyturn.example/x' }, 60, [a]),
		'KEPT_ORIGIN',
	),
	'a kept checkpoint with another root': added(
		'checkpoints/60',
		checkpointOf({ ...draft, entries: entries(60).reverse() }, 60, [a]),
		'KEPT_ROOT',
	),
	'a kept checkpoint of a stranger': added(
		'checkpoints/60',
		checkpointOf(draft, 60, [signerOf(7, 'x')]),
		'KEPT_UNSIGNED',
	),
	'a kept checkpoint with a flipped bit in its signature': edited(
		'checkpoints/50',
		put(/.{4}=\n$/, 'AAAA=\n'),
		'SIGNATURE_WRONG',
	),
};
