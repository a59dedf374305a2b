import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { folderStore } from '../../../demo/audit/folder-store';

const folders: string[] = [];
const newFolder = (): string => {
	const folder = mkdtempSync(join(tmpdir(), 'keyturn-log-'));
	folders.push(folder);
	return folder;
};
afterAll(() => {
	for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const filesIn = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
		statSync(join(folder, name)).isFile(),
	);

test('nothing but the files stays, and only their owner may read them', async () => {
	const folder = newFolder();
	const store = folderStore(folder);
	for (const words of ['first', 'second']) await store.createIfAbsent('seg/1', Buffer.from(words));
	expect(filesIn(folder)).toEqual([join('seg', '1')]);
	expect(statSync(join(folder, 'seg/1')).mode & 0o777).toBe(0o600);
});

test('what a crash left under a name of its own disturbs nobody', async () => {
	const folder = newFolder();
	const store = folderStore(folder);
	await store.createIfAbsent('seg/1', Buffer.from('first'));
	writeFileSync(join(folder, 'seg/2.0123456789abcdef.tmp'), 'half a fi');
	expect(await store.read('seg/2')).toBeNull();
	expect(await store.createIfAbsent('seg/2', Buffer.from('second'))).toBe(true);
});

test('a fault of the disk is no file that is there', async () => {
	const folder = newFolder();
	writeFileSync(join(folder, 'seg'), 'a file where a folder should be');
	await expect(folderStore(folder).createIfAbsent('seg/1', Buffer.from('a'))).rejects.toThrow();
	expect(await folderStore(folder).read('seg/1')).toBeNull();
});

test('a process that is killed while it writes leaves whole files only', async () => {
	const folder = newFolder();
	const module = resolve(__dirname, '../../../demo/audit/folder-store.ts');
	const code = `
		const { folderStore } = require(${JSON.stringify(module)});
		const store = folderStore(${JSON.stringify(folder)}, { sync: false });
		const body = Buffer.alloc(1024 * 1024, 'x');
		(async () => { for (let n = 0; ; n++) { await store.createIfAbsent('seg/' + n, body); if (n === 5) console.log('going'); } })();
	`;
	const child = spawn(
		process.execPath,
		['--require', createRequire(__filename).resolve('tsx/cjs'), '--eval', code],
		{
			stdio: ['ignore', 'pipe', 'inherit'],
		},
	);
	await once(child.stdout, 'data');
	child.kill('SIGKILL');
	await once(child, 'exit');
	const files = filesIn(folder).filter((name) => !name.endsWith('.tmp'));
	expect(files.length).toBeGreaterThanOrEqual(6);
	for (const name of files) expect(readFileSync(join(folder, name))).toHaveLength(1024 * 1024);
});
