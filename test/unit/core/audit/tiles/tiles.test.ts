import { createHash } from 'node:crypto';
import { readEntries, writeEntries } from '../../../../../core/audit/tiles/entry-bundle';
import { checkTile, hashesFrom } from '../../../../../core/audit/tiles/hash-tile';
import { type Tile, hashesAt, readTilePath, tilePath, tilesOf } from '../../../../../core/audit/tiles/path';
import { TileMaker } from '../../../../../core/audit/tiles/tile-maker';
import { consistencyPath, inclusionPath, rootAt } from '../../../../../core/audit/tree/paths';
import { verifyConsistency, verifyInclusion } from '../../../../../core/audit/tree/proofs';
import { CompactRange } from '../../../../../core/audit/tree/range';
import { hex } from '../../../../../core/hex';

const code = (value: string) => expect.objectContaining({ code: value });
const hashes: Uint8Array[] = Array.from({ length: 70_000 }, (_, index) =>
	createHash('sha256').update(String(index)).digest(),
);
const hashOf = (index: number) => hashes[index]!;

describe('paths', () => {
	it.each<[string, Tile]>([
		['tile/0/000', { level: 0, index: 0, width: 256 }],
		['tile/0/x001/x234/067', { level: 0, index: 1_234_067, width: 256 }],
		['tile/1/x001/000.p/17', { level: 1, index: 1_000, width: 17 }],
		['tile/63/999.p/255', { level: 63, index: 999, width: 255 }],
		['tile/entries/273.p/112', { level: 'entries', index: 273, width: 112 }],
	])('%s', (path, tile) => {
		expect(tilePath(tile)).toBe(path);
		expect(readTilePath(path)).toEqual(tile);
	});

	it.each([
		'tile/0/0',
		'tile/0/0000',
		'tile/0/x000/001',
		'tile/0/001/002',
		'tile/00/000',
		'tile/64/000',
		'tile/-1/000',
		'tile/entries/000.p/0',
		'tile/entries/000.p/256',
		'tile/entries/000.p/01',
		'tile/entries/000.p/',
		'tile/entries/000.p',
		'tile/data/000',
		'tile/0/../000',
		'/tile/0/000',
		'tile/0/000/',
		'tile/0/000\n',
		'Tile/0/000',
		'tile/0/x999/x999/x999/x999/x999/999',
	])('%s is none', (path) => {
		expect(readTilePath(path)).toBeNull();
	});

	it('are those of the example of 70,000 entries (C2SP tlog-tiles)', () => {
		const paths = [0, 1, 2, 3].map((level) => [...tilesOf(level, 70_000)].map(tilePath));
		expect(paths.map(({ length }) => length)).toEqual([274, 2, 1, 0]);
		expect([paths[0]!.at(-1), ...paths[1]!, ...paths[2]!]).toEqual([
			'tile/0/273.p/112',
			'tile/1/000',
			'tile/1/001.p/17',
			'tile/2/000.p/1',
		]);
		expect([...tilesOf('entries', 256)].map(tilePath)).toEqual(['tile/entries/000']);
		expect([...tilesOf(1, 256)].map(tilePath)).toEqual(['tile/1/000.p/1']);
	});
});

describe('files of entries', () => {
	const entries = [0, 1, 255, 256, 65_535].map((length) => new Uint8Array(length).fill(length));

	it('give back what was put in', () => {
		expect(readEntries(writeEntries(entries), 5)).toEqual(entries);
		expect(readEntries(new Uint8Array(0), 0)).toEqual([]);
	});

	it('have the length in front, the higher byte first', () => {
		expect([...writeEntries([new Uint8Array(258)]).subarray(0, 3)]).toEqual([1, 2, 0]);
	});

	it('take no entry that is longer than two bytes can say', () => {
		expect(() => writeEntries([new Uint8Array(65_536)])).toThrow(code('BAD_INPUT'));
	});

	it.each([
		['the last byte missing', (bytes: Uint8Array) => bytes.subarray(0, -1), 5, 'BUNDLE_CUT'],
		['half a length', (bytes: Uint8Array) => bytes.subarray(0, 1), 1, 'BUNDLE_CUT'],
		['an entry missing', (bytes: Uint8Array) => bytes, 6, 'BUNDLE_SHORT'],
		['an entry too many', (bytes: Uint8Array) => bytes, 4, 'BUNDLE_LONG'],
	])('are refused with %s', (_what, change, count, expected) => {
		expect(() => readEntries(change(writeEntries(entries)), count)).toThrow(code(expected));
	});
});

/** All tiles of a tree, by path, made from nothing but the definition. */
function tilesByDefinition(size: number): Map<string, string> {
	const files = new Map<string, string>();
	let row: Uint8Array[] = hashes.slice(0, size);
	for (let level = 0; row.length > 0; level++) {
		for (const tile of tilesOf(level, size)) {
			const part = row.slice(tile.index * 256, tile.index * 256 + tile.width);
			files.set(tilePath(tile), hex(Buffer.concat(part)));
		}
		row = Array.from({ length: Math.floor(row.length / 256) }, (_, index) => {
			const range = CompactRange.of(0, []);
			for (const hash of row.slice(index * 256, index * 256 + 256)) range.append(hash);
			return range.root();
		});
	}
	return files;
}

function made(size: number): Map<string, Uint8Array> {
	const maker = new TileMaker();
	const files = new Map<string, Uint8Array>();
	const keep = (tiles: ReturnType<TileMaker['partial']>) => {
		for (const { tile, bytes } of tiles) files.set(tilePath(tile), bytes);
	};
	for (let index = 0; index < size; index++) keep(maker.append(hashOf(index)));
	keep(maker.partial());
	return files;
}

it.each([0, 1, 255, 256, 257, 512, 65_536, 70_000])(
	'makes the tiles of %d entries as they come in',
	(size) => {
		const files = [...made(size)].map(([path, bytes]) => [path, hex(bytes)] as const);
		expect(new Map(files)).toEqual(tilesByDefinition(size));
		expect(hashesAt(0, size)).toBe(size);
	},
);

it('gives roots and proofs of every smaller tree from the tiles of the largest', async () => {
	const size = 66_000;
	const files = made(size);
	const hashAt = hashesFrom(size, async (tile) => files.get(tilePath(tile))!);
	const range = CompactRange.of(0, []);
	const root = await rootAt(size, hashAt);
	for (let index = 0; index < size; index++) {
		if ([1, 2, 255, 256, 257, 300, 65_535, 65_536, 65_537, 65_999].includes(index)) {
			expect(hex(await rootAt(index, hashAt))).toBe(hex(range.root()));
			const path = await consistencyPath(index, size, hashAt);
			expect(verifyConsistency(BigInt(index), BigInt(size), path, range.root(), root)).toBeNull();
			const proof = await inclusionPath(index, size, hashAt);
			expect(verifyInclusion(BigInt(index), BigInt(size), hashOf(index), proof, root)).toBeNull();
		}
		range.append(hashOf(index));
	}
	expect(hex(root)).toBe(hex(range.root()));
	await expect(hashAt(0, size)).rejects.toThrow(RangeError);
});

it('refuses a tile that is shorter or longer than its hashes', () => {
	expect(() => checkTile(new Uint8Array(31), 1)).toThrow(code('TILE_WIDTH'));
	expect(() => checkTile(new Uint8Array(64), 1)).toThrow(code('TILE_WIDTH'));
});
