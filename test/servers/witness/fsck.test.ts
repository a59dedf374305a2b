import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readBundle, writeBundle } from '../../../core/audit/bundle/bundle';
import { ORIGIN, draftOf, filesOf, longDraft, signerOf } from '../../fakes/audit/log';
import { ask } from './ask';

const folder = mkdtempSync(join(tmpdir(), 'keyturn-fsck-'));
afterAll(() => {
	rmSync(folder, { recursive: true, force: true });
});

/** The files of a bundle in a folder of their own. */
function unpacked(name: string, bundle: Uint8Array): string {
	for (const [path, bytes] of readBundle(bundle)) {
		const file = join(folder, name, path);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, bytes);
	}
	return join(folder, name);
}

/** Where it finds damage it may also end by a deadlock of its own (Tessera 1.0.4): not good is not good. */
async function fsck(name: string, bundle: Uint8Array, key: string): Promise<string> {
	const question = { op: 'fsck', folder: unpacked(name, bundle), origin: ORIGIN, key } as const;
	const [answer] = await ask([question]).catch((error: unknown) => [{ error: (error as Error).message }]);
	return answer!.error ?? 'good';
}

it.each([1, 255, 256, 257, 700, 66_000])(
	'fsck of Tessera finds an export of %d entries in order',
	async (size) => {
		const bundle = writeBundle(filesOf(draftOf(size)));
		await expect(fsck(`good-${size}`, bundle, signerOf(1).key.text)).resolves.toBe('good');
	},
	300_000,
);

it('fsck of Tessera finds an export in order after the signing key was handed over', async () => {
	await expect(fsck('handed', writeBundle(filesOf(longDraft())), signerOf(3).key.text)).resolves.toBe('good');
});

const FOUND = /log has|[Hh]ash|mismatch|signature|invalid|deadlock|malformed|verif/;

it.each(['checkpoint', 'tile/0/000', 'tile/0/001.p/44', 'tile/1/000.p/1', 'tile/entries/000'])(
	'fsck of Tessera finds a flipped bit in %s, so its word counts',
	async (path) => {
		const files = filesOf(draftOf(300));
		const bytes = files.get(path)!.slice();
		bytes[bytes.length - 20]! ^= 1;
		const bundle = writeBundle(new Map([...files, [path, bytes]]));
		const word = await fsck(`bad-${path.replaceAll('/', '-')}`, bundle, signerOf(1).key.text);
		expect(word).toMatch(FOUND);
	},
);
