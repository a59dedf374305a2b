import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeBundle } from '../../../core/audit/bundle/bundle';
import { alertForms } from '../../../core/audit/alerts';
import { plainAlert } from '../../../core/audit/alerts/text';
import { alertWith } from '../../fakes/audit/alerts';
import { deeds, goodBundle } from '../../fakes/audit/damage';
import { checkpointOf, type Draft, draftOf, filesOf, longDraft, signerOf } from '../../fakes/audit/log';
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

it('says that the commands before verify.py tie no entry to the signature, which only verify.py does', () => {
	const others = small.entries.map((entry) =>
		Buffer.from(Buffer.from(entry).toString().replace('workflow 7', 'workflow 8')),
	);
	const files = filesOf({ ...small, entries: others });
	files.set('checkpoint', filesOf(small).get('checkpoint')!);
	const machine = emptyMachine(writeBundle(files), first, smallOutside);
	const [sums, signature, entry, whole] = commands.map((command) => machine.run(command));
	expect([sums, signature, entry].map((each) => each!.status)).toEqual([0, 0, 0]);
	expect(whole).toMatchObject({
		status: 1,
		said: expect.stringContaining('the hashes do not lead to the root in the checkpoint'),
	});
	const [byHand] = /## By hand[^]*?```sh/.exec(readFileSync(join(docs, 'verify-an-export.md'), 'utf8'))!;
	expect(byHand).toContain('These commands do not prove an export');
	expect(byHand).toContain('all three end well');
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
		expect(lines.filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(199);
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

	/** What programs without Ed25519 or without the option answer; the last is one that says nothing. */
	it.each([
		[
			'OpenSSL 1.1.1',
			'echo "pkeyutl: Unrecognized flag rawin" >&2; echo "pkeyutl: Use -help for summary." >&2; exit 1',
		],
		['LibreSSL', `echo "unknown option '-rawin'" >&2; exit 1`],
		['a mute one', 'exit 1'],
	])('accuses nobody when openssl is %s', (_name, answer) => {
		const machine = emptyMachine(smallBundle, first, smallOutside);
		machine.replace('openssl', answer);
		const { status, said } = machine.run(script);
		expect([status, said]).toEqual([2, expect.stringContaining('CANNOT CHECK: this openssl')]);
		expect(said).toContain('OpenSSL 3');
		expect(said).not.toContain('WRONG');
	});

	it('accuses nobody when there is no openssl', () => {
		const machine = emptyMachine(smallBundle, first, smallOutside);
		machine.replace('openssl', '');
		rmSync(join(machine.folder, '../bin/openssl'));
		expect(machine.run(script)).toEqual({
			status: 2,
			said: expect.stringMatching(/^CANNOT CHECK: .*openssl is missing/),
		});
	});

	it('says that a signature is wrong when openssl says so', () => {
		const files = filesOf(small);
		const forged = Buffer.from(files.get('checkpoint')!).toString().replace('\n3\n', '\n4\n');
		const bundle = writeBundle(new Map([...files, ['checkpoint', Buffer.from(forged)]]));
		expect(emptyMachine(bundle, first, smallOutside).run(script)).toEqual({
			status: 1,
			said: `WRONG: a signature is not of the key that it names, ${first}\n`,
		});
	});

	describe('the text from outside', () => {
		const text = (draft: Draft, size: number) =>
			Buffer.from(checkpointOf(draft, size, [signerOf(1)])).toString();
		const other = { ...small, entries: [...small.entries].reverse() };
		const judged = (outside: string) => emptyMachine(smallBundle, first, outside).run(script);

		it.each([
			['another root', text(other, 2), 'another root at size 2'],
			['more entries', text(draftOf(4), 4), 'shorter than'],
			['another log', text({ ...small, origin: 'keyturn.example/x' }, 2), 'another log: keyturn.example/x'],
		])('is refused for its second checkpoint: %s', (_what, second, word) => {
			const { status, said } = judged(`${text(small, 1)}\n${second}`);
			expect([status, said]).toEqual([1, expect.stringContaining(word)]);
		});

		it('may have many that agree', () => {
			const { status, said } = judged(`${text(small, 1)}\nkept on Monday:\n${text(small, 2)}`);
			expect([status, said]).toEqual([
				0,
				expect.stringContaining('checkpoints from outside (2) up to size 2'),
			]);
		});

		const checkpoint = text(small, 2);
		const [origin, size, root] = checkpoint.split('\n') as [string, string, string];
		const alert = alertWith({ checkpoint });
		const asMail = plainAlert(alert);
		const printed = asMail.replace(/=/g, '=3D').replace(/[^]{60}(?!=)/g, '$&=\r\n');
		const forms: readonly (readonly [string, string])[] = [
			...Object.entries(alertForms).map(
				([id, { render }]) => [`the ${id} alert as it is sent`, JSON.stringify(render(alert))] as const,
			),
			['an alert', asMail],
			['an alert in a quoted mail', asMail.replace(/^/gm, '> ').replace(/\n/g, '\r\n')],
			['a mail in quoted-printable', printed],
			['a mail in HTML', `<p>${checkpoint.replace(/\n/g, '<br>\r\n').replace(/\+/g, '&#43;')}</p>`],
			['a link that a chat made', `<http://${origin}|${origin}>\n${size}\n${root}`],
			['an object', JSON.stringify({ origin, size: Number(size), root })],
			['a canonical object', JSON.stringify({ origin, root, size: Number(size) })],
		];
		it.each(forms)('is read as %s', (_what, form) => {
			expect(judged(form)).toMatchObject({
				status: 0,
				said: expect.stringContaining('checkpoints from outside (1) up to size 2'),
			});
			const forged = form.split(root.slice(0, 20)).join(text(other, 2).split('\n')[2]!.slice(0, 20));
			if (forged !== form) expect(judged(forged).status).toBe(1);
		});

		it.each([
			['nothing', ''],
			['no checkpoint', 'Keyturn: opened: A secret was read by someone new\n\nWhat happened: 3 reads\n'],
			['half of one', `${origin}\n${size}\n`],
		])('with %s in it is told as such', (_what, outside) => {
			expect(judged(outside)).toEqual({
				status: 2,
				said: expect.stringContaining('CANNOT CHECK: no checkpoint stands in the text'),
			});
		});

		it('binds nobody with the checkpoint of an empty log', () => {
			expect(judged(text(small, 0))).toMatchObject({
				status: 5,
				said: expect.stringContaining('NOT ANCHORED'),
			});
		});
	});

	/** Runs Verify on many archives in one process: starting Python a thousand times would take minutes. */
	function passed(machine: EmptyMachine, archives: string): string {
		const judge = `import contextlib, io, glob, sys
code = compile(open("verify.py").read(), "verify.py", "exec")
good = open("export.tar", "rb").read()
sys.argv = ["verify.py", "tried.tar", "pinned.txt", "outside.txt"]
def passes(archive):
    with open("tried.tar", "wb") as file:
        file.write(archive)
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            exec(code, {"__name__": "__main__"})
        return True
    except SystemExit as end:
        return not isinstance(end.code, str)  # It could not check: that refuses nothing.
assert passes(good)
archives = ${archives}
print(len(archives), "tried, passed:", [name for name, archive in archives if passes(archive)])
`;
		writeFileSync(join(machine.folder, 'judge.py'), judge);
		return machine.run('python3 judge.py').said.trim();
	}

	it('refuses what was done to a bundle, kind by kind', () => {
		const machine = emptyMachine(goodBundle, first, checkpointOf(longDraft(), 100, [signerOf(3)]));
		const kinds = Object.values(deeds);
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
