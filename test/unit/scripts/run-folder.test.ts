import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newRunFolder } from '../../../scripts/servers/processes';

let parent: string;
beforeEach(() => {
	parent = mkdtempSync(join(tmpdir(), 'keyturn-run-folders-'));
});
afterEach(() => {
	rmSync(parent, { recursive: true });
});

it.each(['openbao', 'n8n-killed'])('a folder of a run that goes on stays: %s', async (name) => {
	const first = await newRunFolder(name, parent);
	await newRunFolder('other', parent);
	expect(existsSync(first)).toBe(true);
});

it('a folder whose owner is gone is removed', async () => {
	// No process has such a number.
	const left = join(parent, 'n8n-killed-99999999-abc');
	mkdirSync(left);
	await newRunFolder('other', parent);
	expect(existsSync(left)).toBe(false);
});
