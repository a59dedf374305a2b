import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBundle, writeBundle } from '../../../../../core/audit/bundle/bundle';
import { readTar } from '../../../../../core/audit/bundle/tar';
import { verifyBundle } from '../../../../../core/audit/bundle/verify-bundle';
import { deeds, goodBundle } from '../../../../fakes/audit/damage';
import { checkpointOf, draftOf, filesOf, longDraft, signerOf } from '../../../../fakes/audit/log';

const [first, , newest] = [signerOf(1), signerOf(2), signerOf(3)];
const draft = longDraft();
const outside = Buffer.from(checkpointOf(draft, 299, [newest])).toString();
const given = { pinned: [first.key.text], outside };

describe('a bundle', () => {
	it('is green with a pinned key and a checkpoint from outside', async () => {
		expect(await verifyBundle(goodBundle, given)).toMatchObject({
			log: { size: 300, entries: 300 },
			signature: { state: 'pinned key', handovers: 2 },
			anchor: { upTo: 299, newer: 1 },
			light: 'green',
			exitCode: 0,
		});
	});

	it('gives back the files of the log that were put in', () => {
		const files = [...filesOf(draft)].sort(([a], [b]) => (a < b ? -1 : 1));
		const read = [...readBundle(goodBundle)].sort(([a], [b]) => (a < b ? -1 : 1));
		expect(read.map(([path, bytes]) => [path, Buffer.from(bytes).toString('hex')])).toEqual(
			files.map(([path, bytes]) => [path, Buffer.from(bytes).toString('hex')]),
		);
	});

	it('is the same bytes for the same files in any order', () => {
		const reversed = new Map([...filesOf(draft)].reverse());
		expect(Buffer.from(writeBundle(reversed)).equals(goodBundle)).toBe(true);
	});

	it('has what a person reads first at its beginning, and entries after the hashes', () => {
		expect([...readTar(goodBundle).keys()]).toEqual([
			'README.txt',
			'checkpoint',
			'keys',
			...['50', '100', '270'].map((size) => `checkpoints/${size}`),
			...['0/000', '0/001.p/44', '1/000.p/1', 'entries/000', 'entries/001.p/44'].map(
				(tile) => `tile/${tile}`,
			),
			'SHA256SUMS',
		]);
	});

	it('may hold no entry at all', async () => {
		const empty = writeBundle(filesOf(draftOf(0)));
		expect(await verifyBundle(empty, { pinned: [first.key.text], outside: '' })).toMatchObject({
			log: { size: 0 },
			files: { state: 'agree' },
			exitCode: 5,
		});
	});

	it.each(['evil', '../checkpoint', 'tile/0/0', 'checkpoints/01', 'SHA256SUMS', 'checkpoints/'])(
		'is not made with a file %s',
		(path) => {
			expect(() => writeBundle(new Map([[path, new Uint8Array(0)]]))).toThrow(
				expect.objectContaining({ code: 'BAD_INPUT' }),
			);
		},
	);
});

describe('a bundle of a period', () => {
	const whole = draftOf(600);
	const period = writeBundle(filesOf({ ...whole, hasBundle: (index) => index === 1 }));
	const known = {
		pinned: [first.key.text],
		outside: Buffer.from(checkpointOf(whole, 599, [first])).toString(),
	};

	it('is told from a damaged one, and says which choice makes it green', async () => {
		const verdict = await verifyBundle(period, known);
		expect(verdict).toMatchObject({
			log: { size: 600, entries: 256 },
			files: { state: 'damaged', code: 'ENTRIES_LEFT_OUT', where: 'tile/entries/000' },
			signature: { state: 'pinned key' },
			anchor: { state: 'anchored', upTo: 599 },
			light: 'red',
			exitCode: 1,
			next: expect.stringContaining('choose Period Only'),
		});
		expect(verdict.sentence).toMatch(
			/^Not the whole log: this export of .* holds 256 of 600 entries, as that/,
		);
		expect(await verifyBundle(period, { ...known, entries: 'some' })).toMatchObject({
			light: 'green',
			exitCode: 0,
		});
		for (const form of [
			'nodes/AuditExport/operations/verify-file.ts',
			'zapier-app/src/creates/verify-audit-export.ts',
		])
			expect(readFileSync(join(__dirname, '../../../../..', form), 'utf8')).toContain("'Period Only'");
	});

	it('that is damaged as well, or contradicted, is told as that', async () => {
		const files = filesOf({ ...whole, hasBundle: (index) => index === 1 });
		files.set('tile/0/000', files.get('tile/0/001')!);
		const { next, files: state } = await verifyBundle(writeBundle(files), known);
		expect(state).toMatchObject({ code: 'FILE_MISSING', where: 'tile/entries/000' });
		expect(next).not.toContain('Period Only');
		const other = { ...whole, entries: [...whole.entries].reverse() };
		const outside = Buffer.from(checkpointOf(other, 599, [first])).toString();
		expect(await verifyBundle(period, { ...known, outside })).toMatchObject({ light: 'red', exitCode: 3 });
	});

	it('that left a handover out is one with a missing file', async () => {
		const cut = writeBundle(filesOf({ ...draft, hasBundle: (index) => index === 1 }));
		expect((await verifyBundle(cut, given)).files).toMatchObject({ code: 'FILE_MISSING' });
	});
});

describe('a bundle with', () => {
	it.each(Object.entries(deeds))('%s is refused, and why', async (_what, { bundle, code, where }) => {
		const verdict = await verifyBundle(bundle(), given);
		expect(verdict.files).toEqual({ state: 'damaged', code, where, what: expect.any(String) });
		expect(verdict.light).toBe('red');
		expect(verdict.exitCode).not.toBe(0);
		expect(`${verdict.sentence} ${verdict.next}`).not.toMatch(/verified/i);
	});

	it('a deed of so many kinds, told by so many codes and reasons', async () => {
		const all = Object.values(deeds);
		const told = await Promise.all(
			all.map(async ({ bundle }) => (await verifyBundle(bundle(), given)).files),
		);
		const reasons = told.map((files) => (files.state === 'damaged' ? `${files.what} | ${files.where}` : ''));
		const kinds = new Set(all.map(({ bundle }) => Buffer.from(bundle()).toString('latin1'))).size;
		const codes = new Set(all.map(({ code }) => code)).size;
		const different = new Set(reasons).size;
		expect(kinds).toBe(all.length);
		expect(codes).toBeGreaterThanOrEqual(59);
		expect(different).toBeGreaterThanOrEqual(70);
		expect(readFileSync(join(__dirname, '../../../../../README.md'), 'utf8')).toContain(
			`${kinds} kinds of change, each refused by one of ${codes} codes, with ${different} different reasons`,
		);
	});

	it('any bit flipped is not green: every byte of the archive, one bit each', async () => {
		const small = writeBundle(filesOf(draftOf(2)));
		const one = {
			pinned: [first.key.text],
			outside: Buffer.from(checkpointOf(draftOf(2), 2, [first])).toString(),
		};
		expect((await verifyBundle(small, one)).light).toBe('green');
		const passed: number[] = [];
		for (let at = 0; at < small.length; at++) {
			const changed = small.slice();
			changed[at] = changed[at]! ^ (1 << (at % 8));
			if ((await verifyBundle(changed, one)).light !== 'red') passed.push(at);
		}
		expect(passed).toEqual([]);
	});
});
