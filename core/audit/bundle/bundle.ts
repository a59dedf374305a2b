import { createHash } from 'node:crypto';
import { KeyturnError } from '../../errors';
import { utf8 } from '../../utf8';
import { Damage } from '../damage';
import { README, SUMS, compareRanks, rankOf } from './layout';
import { README_TEXT } from './readme';
import { type Archive, readTar, writeTar } from './tar';

/**
 * A log, or a period of it, as one file to hand on: a tar with `checkpoint`, `keys`, `checkpoints/<size>`, all hash tiles,
 * the files of entries, README.txt and SHA256SUMS, in that order. The same log gives the same bytes.
 */

/**
 * `files` are those of the log, by path, in any order; README.txt and SHA256SUMS are added. A period leaves files of
 * entries out, but not those with a handover of the signing key. Throws BAD_INPUT for a path that an export has not.
 */
export function writeBundle(files: Archive): Uint8Array {
	const all = [...files, [README, utf8.encode(README_TEXT)] as const].map(([path, bytes]) => {
		const rank = rankOf(path);
		if (rank === null || path === SUMS)
			throw new KeyturnError('BAD_INPUT', 'audit export', `${path} is no file of a log`);
		return { path, bytes, rank };
	});
	const ordered = new Map(
		all.sort((a, b) => compareRanks(a.rank, b.rank)).map(({ path, bytes }) => [path, bytes]),
	);
	return writeTar(new Map([...ordered, [SUMS, utf8.encode(sumsOf(ordered))]]));
}

/**
 * The files of a bundle, as views of its bytes, README.txt and SHA256SUMS left out. Throws Damage for anything that
 * `writeBundle` would not have written; whether they are a log that agrees with itself is for `verifyLog` to say.
 */
export function readBundle(bytes: Uint8Array): Map<string, Uint8Array> {
	const files = new Map(readTar(bytes));
	let before: readonly number[] = [];
	for (const path of files.keys()) {
		const rank = rankOf(path);
		if (rank === null) throw new Damage('TAR_NAME', '', path);
		if (compareRanks(before, rank) > 0) throw new Damage('TAR_ORDER', '', path);
		before = rank;
	}
	checkSums(files);
	if (!files.has(README)) throw new Damage('FILE_MISSING', '', README);
	files.delete(README);
	files.delete(SUMS);
	return files;
}

/** The form of `sha256sum`: a line a file. */
const sumsOf = (files: Archive): string =>
	[...files].map(([path, bytes]) => `${sum(bytes)}  ${path}\n`).join('');

const sum = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function checkSums(files: Archive): void {
	const listed = utf8.decode(files.get(SUMS) ?? new Uint8Array(0)) ?? '';
	const others = [...files].filter(([path]) => path !== SUMS);
	const lines = listed.split('\n');
	const isList =
		files.has(SUMS) &&
		lines.length === others.length + 1 &&
		lines.at(-1) === '' &&
		others.every(([path], at) => /^[0-9a-f]{64} {2}/.test(lines[at] ?? '') && lines[at]?.slice(66) === path);
	if (!isList) throw new Damage('SUMS_LINES', '', SUMS);
	for (const [at, [path, bytes]] of others.entries())
		if (lines[at]?.slice(0, 64) !== sum(bytes)) throw new Damage('SUMS_WRONG', '', path);
}
