import { spawnSync } from 'node:child_process';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const docs = join(__dirname, '../../docs');
const page = readFileSync(join(docs, 'verify-an-export.md'), 'utf8');

/** The commands of docs/verify-an-export.md as they stand there, the one with verify.py last. */
export const commands = [...page.matchAll(/```sh\n([^]*?)```/g)].map(([, block]) => block!);

/** Programs that the page calls; nothing else can be called there. */
const TOOLS = 'sh mkdir tar sha256sum openssl sed tail head cut base64 tr find sort od cat python3'.split(
	' ',
);

const machines: string[] = [];

/** To be called when the tests of a file are over. */
export function removeMachines(): void {
	for (const machine of machines.splice(0)) rmSync(machine, { recursive: true, force: true });
}

export interface EmptyMachine {
	/** Where the files lie. */
	readonly folder: string;
	/** Puts a shell script in the place of a program, such as one of another version. */
	replace(tool: string, script: string): void;
	/** Runs a command there; `status` is 0 when every line of it went well. */
	run(command: string): { readonly status: number | null; readonly said: string };
}

/** The machine of somebody who has nothing but standard tools, the three files that the page names, and verify.py. */
export function emptyMachine(bundle: Uint8Array, pinned: string, outside: Uint8Array | string): EmptyMachine {
	const machine = mkdtempSync(join(tmpdir(), 'keyturn-export-'));
	machines.push(machine);
	const [folder, bin] = ['files', 'bin'].map((name) => join(machine, name)) as [string, string];
	for (const each of [folder, bin]) mkdirSync(each);
	for (const tool of TOOLS) symlinkSync(placeOf(tool), join(bin, tool));
	writeFileSync(join(folder, 'export.tar'), bundle);
	writeFileSync(join(folder, 'pinned.txt'), `${pinned}\n`);
	writeFileSync(join(folder, 'outside.txt'), outside);
	copyFileSync(join(docs, 'verify.py'), join(folder, 'verify.py'));
	return {
		folder,
		replace(tool, script) {
			rmSync(join(bin, tool));
			writeFileSync(join(bin, tool), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
		},
		run(command) {
			const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', command], {
				cwd: folder,
				env: { PATH: bin, PYTHONDONTWRITEBYTECODE: '1' },
				encoding: 'utf8',
			});
			return { status, said: `${stdout}${stderr}` };
		},
	};
}

/** The system's own program goes before one of a manager of versions, which needs more than itself. */
function placeOf(tool: string): string {
	const folders = ['/usr/bin', '/bin', ...(process.env['PATH'] ?? '').split(delimiter)];
	const places = folders.map((folder) => join(folder, tool));
	return places.find((place) => existsSync(place)) ?? places[0]!;
}
