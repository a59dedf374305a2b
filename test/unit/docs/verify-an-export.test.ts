import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeBundle } from '../../../core/audit/bundle/bundle';
import { deeds, goodBundle } from '../../fakes/audit/damage';
import { checkpointOf, draftOf, filesOf, longDraft, signerOf } from '../../fakes/audit/log';
import { commands, emptyMachine, type EmptyMachine, removeMachines } from '../../fakes/empty-machine';

const docs = join(__dirname, '../../../docs');
const script = commands.at(-1)!;
afterAll(removeMachines);

const first = signerOf(1).key.text;
const small = draftOf(3);
const smallBundle = writeBundle(filesOf(small));
const smallOutside = checkpointOf(small, 2, [signerOf(1)]);

it('has commands that find a good export good, as they stand in the page', () => {
	const machine = emptyMachine(smallBundle, first, smallOutside);
	const said = commands.map((command) => machine.run(command));
	expect(said.map(({ status, said }) => (status === 0 ? 0 : said))).toEqual([0, 0, 0, 0]);
	expect(said[1]!.said).toContain('Signature Verified Successfully');
	expect(said[2]!.said).toContain('"kind":"key rotated"');
	expect(said[3]!.said).toContain('keyturn.example/log: 3 of 3 entries are here');
	expect(said[3]!.said).toContain('up to size 2; newer, unprotected: 1');
});

it('has commands for a period in which nothing was logged, but for those that look at its first entry', () => {
	const none = writeBundle(filesOf({ ...small, hasBundle: () => false }));
	const machine = emptyMachine(none, first, smallOutside);
	expect(commands.map((command) => machine.run(command).status === 0)).toEqual([true, true, false, true]);
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
	expect(commands.map((command) => changed.run(command).status === 0)).toEqual([true, true, false, false]);

	const size = writeBundle(
		new Map([
			...files,
			['checkpoint', Buffer.from(Buffer.from(files.get('checkpoint')!).toString().replace('\n3\n', '\n4\n'))],
		]),
	);
	const forged = emptyMachine(size, first, smallOutside);
	expect(commands.map((command) => forged.run(command).status === 0)).toEqual([true, false, true, false]);

	const broken = smallBundle.slice();
	broken[600]! ^= 1;
	expect(emptyMachine(broken, first, smallOutside).run(commands[0]!).status).not.toBe(0);
});

it('finds a flipped byte in a sum too, which makes a line that is none', () => {
	const list = Buffer.from(smallBundle).indexOf('SHA256SUMS') + 512;
	for (let at = list; at < list + 70; at += 1) {
		const broken = smallBundle.slice();
		broken[at]! ^= 1;
		expect([at - list, emptyMachine(broken, first, smallOutside).run(commands[0]!).status]).not.toEqual([
			at - list,
			0,
		]);
	}
});

describe('verify.py', () => {
	it('is short enough to be read', () => {
		const lines = readFileSync(join(docs, 'verify.py'), 'utf8').split('\n');
		expect(lines.filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(120);
	});

	it('follows the handovers of the signing key, and reads a period', () => {
		const draft = longDraft();
		const outside = checkpointOf(draft, 280, [signerOf(3)]);
		expect(emptyMachine(goodBundle, first, outside).run(script)).toMatchObject({ status: 0 });
		const period = writeBundle(filesOf({ ...draft, hasBundle: (index) => index === 1 }));
		const read = emptyMachine(period, signerOf(3).key.text, outside).run(script);
		expect(read.said).toContain('44 of 300 entries are here');
		expect(read.status).toBe(0);
		expect(emptyMachine(goodBundle, signerOf(9).key.text, outside).run(script).said).toContain(
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
			const { status, said } = emptyMachine(smallBundle, first, outside).run(script);
			expect([status, said]).toEqual([1, expect.stringContaining(word)]);
		}
		const alone = emptyMachine(smallBundle, first, smallOutside).run(
			'python3 verify.py export.tar pinned.txt',
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
	function passed(machine: EmptyMachine, archives: string): string {
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
		writeFileSync(join(machine.folder, 'judge.py'), judge);
		return machine.run('python3 judge.py').said.trim();
	}

	it('refuses what was done to a bundle, kind by kind', () => {
		const machine = emptyMachine(goodBundle, first, checkpointOf(longDraft(), 100, [signerOf(3)]));
		const kinds = Object.values(deeds).filter(({ code }) => !beyond.has(code));
		for (const [at, { bundle }] of kinds.entries())
			writeFileSync(join(machine.folder, `${at}.changed`), bundle());
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
