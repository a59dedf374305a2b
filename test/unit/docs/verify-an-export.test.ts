import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeBundle } from '../../../core/audit/bundle/bundle';
import { deeds, goodBundle } from '../../fakes/audit/damage';
import { checkpointOf, draftOf, filesOf, longDraft, signerOf } from '../../fakes/audit/log';

const docs = join(__dirname, '../../../docs');
const page = readFileSync(join(docs, 'verify-an-export.md'), 'utf8');
const commands = [...page.matchAll(/```sh\n([^]*?)```/g)].map(([, block]) => block!);
const script = commands.at(-1)!;

const folders: string[] = [];
afterAll(() => {
	for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The folder of somebody who has nothing but the three files and the script. */
function emptyMachine(bundle: Uint8Array, pinned: string, outside: Uint8Array): string {
	const folder = mkdtempSync(join(tmpdir(), 'keyturn-export-'));
	folders.push(folder);
	writeFileSync(join(folder, 'export.tar'), bundle);
	writeFileSync(join(folder, 'pinned.txt'), `${pinned}\n`);
	writeFileSync(join(folder, 'outside.txt'), outside);
	copyFileSync(join(docs, 'verify.py'), join(folder, 'verify.py'));
	return folder;
}

function run(command: string, cwd: string) {
	const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', command], {
		cwd,
		env: { PATH: process.env['PATH'], PYTHONDONTWRITEBYTECODE: '1' },
		encoding: 'utf8',
	});
	return { status, said: `${stdout}${stderr}` };
}

const first = signerOf(1).key.text;
const small = draftOf(3);
const smallBundle = writeBundle(filesOf(small));
const smallOutside = checkpointOf(small, 2, [signerOf(1)]);

it('has commands that find a good export good, as they stand in the page', () => {
	const machine = emptyMachine(smallBundle, first, smallOutside);
	const said = commands.map((command) => run(command, machine));
	expect(said.map(({ status, said }) => (status === 0 ? 0 : said))).toEqual([0, 0, 0, 0]);
	expect(said[1]!.said).toContain('Signature Verified Successfully');
	expect(said[2]!.said).toContain('"kind":"key rotated"');
	expect(said[3]!.said).toContain('keyturn.example/log: 3 of 3 entries are here');
	expect(said[3]!.said).toContain('up to size 2; newer, unprotected: 1');
});

it('has commands that find a changed entry, a signature of another text, and what was broken on the way', () => {
	const files = filesOf(small);
	const path = 'tile/entries/000.p/3';
	const entry = writeBundle(
		new Map([
			...files,
			[path, Buffer.from(Buffer.from(files.get(path)!).toString().replace('workflow 7', 'workflow 8'))],
		]),
	);
	const changed = emptyMachine(entry, first, smallOutside);
	expect(commands.map((command) => run(command, changed).status === 0)).toEqual([true, true, false, false]);

	const size = writeBundle(
		new Map([
			...files,
			['checkpoint', Buffer.from(Buffer.from(files.get('checkpoint')!).toString().replace('\n3\n', '\n4\n'))],
		]),
	);
	const forged = emptyMachine(size, first, smallOutside);
	expect(commands.map((command) => run(command, forged).status === 0)).toEqual([true, false, true, false]);

	const broken = smallBundle.slice();
	broken[600]! ^= 1;
	expect(run(commands[0]!, emptyMachine(broken, first, smallOutside)).status).not.toBe(0);
});

describe('verify.py', () => {
	it('is short enough to be read', () => {
		const lines = readFileSync(join(docs, 'verify.py'), 'utf8').split('\n');
		expect(lines.filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(120);
	});

	it('follows the handovers of the signing key, and reads a period', () => {
		const draft = longDraft();
		const outside = checkpointOf(draft, 280, [signerOf(3)]);
		expect(run(script, emptyMachine(goodBundle, first, outside))).toMatchObject({ status: 0 });
		const period = writeBundle(filesOf({ ...draft, hasBundle: (index) => index === 1 }));
		const read = run(script, emptyMachine(period, signerOf(3).key.text, outside));
		expect(read.said).toContain('44 of 300 entries are here');
		expect(read.status).toBe(0);
		expect(run(script, emptyMachine(goodBundle, signerOf(9).key.text, outside)).said).toContain(
			'not the pinned one',
		);
	});

	it('refuses against a checkpoint from outside, and says so without one', () => {
		const other = { ...small, entries: [...small.entries].reverse() };
		for (const [outside, word] of [
			[checkpointOf(other, 2, [signerOf(1)]), 'another root at size 2'],
			[checkpointOf(draftOf(4), 4, [signerOf(1)]), 'shorter than'],
			[checkpointOf({ ...small, origin: 'keyturn.example/x' }, 2, [signerOf(1)]), 'another log'],
		] as const) {
			const { status, said } = run(script, emptyMachine(smallBundle, first, outside));
			expect([status, said]).toEqual([1, expect.stringContaining(word)]);
		}
		const alone = run(
			'python3 verify.py export.tar pinned.txt',
			emptyMachine(smallBundle, first, smallOutside),
		);
		expect([alone.status, alone.said]).toEqual([5, expect.stringContaining('NOT ANCHORED')]);
	});

	/** What it does not look at: that an entry is canonical and of the right shape, which only the operator can break. */
	const beyond = new Set([
		'ENTRY_SHAPE',
		'ENTRY_NOT_CANONICAL',
		'ENTRY_ID',
		'ENTRY_TWICE',
		'CHECKPOINT_EMPTY_LINE',
	]);

	/** Runs Verify on many archives in one process: starting Python a thousand times would take minutes. */
	function passed(machine: string, archives: string): string {
		const judge = `import contextlib, io, glob
import verify
good = open("export.tar", "rb").read()
def passes(archive):
    with open("tried.tar", "wb") as file:
        file.write(archive)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            verify.main("tried.tar", "pinned.txt", "outside.txt")
        return True
    except (SystemExit, LookupError, OSError, TypeError, ValueError):
        return False
assert passes(good)
archives = ${archives}
print(len(archives), "tried, passed:", [name for name, archive in archives if passes(archive)])
`;
		writeFileSync(join(machine, 'judge.py'), judge);
		return run('python3 judge.py', machine).said.trim();
	}

	it('refuses what was done to a bundle, kind by kind', () => {
		const machine = emptyMachine(goodBundle, first, checkpointOf(longDraft(), 100, [signerOf(3)]));
		const kinds = Object.values(deeds).filter(({ code }) => !beyond.has(code));
		for (const [at, { bundle }] of kinds.entries()) writeFileSync(join(machine, `${at}.changed`), bundle());
		const archives = `[(name, open(name, "rb").read()) for name in glob.glob("*.changed")]`;
		expect(passed(machine, archives)).toBe(`${kinds.length} tried, passed: []`);
		expect(kinds.length).toBeGreaterThan(120);
	}, 300_000);

	it('finds a flipped bit anywhere in the archive', () => {
		const machine = emptyMachine(smallBundle, first, smallOutside);
		const archives =
			'[(at, good[:at] + bytes([good[at] ^ (1 << at % 8)]) + good[at + 1:]) for at in range(len(good))]';
		expect(passed(machine, archives)).toBe(`${smallBundle.length} tried, passed: []`);
	}, 300_000);
});
