import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeProof } from '../../../core/audit/proof/proof';
import { inclusionPath } from '../../../core/audit/tree/paths';
import { proofVerdict } from '../../../core/audit/proof/proof-verdict';
import { bytesOf, checkpointOf, type Draft, draftOf, entryOf, rootOf, signerOf } from '../../fakes/audit/log';
import { emptyMachine, removeMachines } from '../../fakes/empty-machine';

afterAll(removeMachines);

const docs = join(__dirname, '../../../docs');
const page = readFileSync(join(docs, 'verify-an-export.md'), 'utf8');
const [, command] = /```text\n(python3 verify-proof\.py .*)\n```/.exec(page)!;
const [a, b] = [signerOf(1), signerOf(2)];

const outsideOf = (size: number, draft = draftOf(size)) =>
	Buffer.from(checkpointOf(draft, size, [a])).toString();

async function proofOf(
	index: number,
	size: number,
	by = a,
	draft: Pick<Draft, 'origin' | 'entries'> = draftOf(size),
): Promise<Uint8Array> {
	const path = await inclusionPath(index, size, async (level, at) =>
		rootOf(draft.entries.slice(at * 2 ** level, (at + 1) * 2 ** level)),
	);
	return writeProof({
		extra: draft.entries[index]!,
		index,
		path,
		checkpoint: checkpointOf(draft, size, [by]),
	});
}

function machine() {
	const made = emptyMachine(new Uint8Array(0), a.key.text, outsideOf(7));
	copyFileSync(join(docs, 'verify-proof.py'), join(made.folder, 'verify-proof.py'));
	return (proof: Uint8Array | string, outside = outsideOf(7), given = command!) => {
		writeFileSync(join(made.folder, 'entry.tlog-proof'), proof);
		writeFileSync(join(made.folder, 'outside.txt'), outside);
		return made.run(given);
	};
}

it('the command of the page proves each entry of logs of many sizes, and shows it', async () => {
	const run = machine();
	for (const size of [1, 2, 3, 6, 7, 8])
		for (let index = 0; index < size; index++) {
			const { status, said } = run(await proofOf(index, size), outsideOf(size));
			expect([size, index, status, said]).toEqual([
				size,
				index,
				0,
				expect.stringContaining(`"version":${index}}`),
			]);
			expect(said).toContain(`is entry ${index} of keyturn.example/log`);
			expect(said).toContain('A checkpoint from outside has the same root at this size.');
		}
}, 60_000);

it('and finds what is wrong with a proof', async () => {
	const run = machine();
	const good = Buffer.from(await proofOf(4, 7)).toString();
	const extra = (entry: Uint8Array) =>
		good.replace(/extra \S+/, `extra ${Buffer.from(entry).toString('base64')}`);
	const hash = Buffer.alloc(32).toString('base64');
	const cases: Readonly<Record<string, string | Uint8Array>> = {
		'another entry': extra(bytesOf(entryOf(4, { actor: 'nobody' }))),
		'another place': good.replace('index 4', 'index 5'),
		'a place that the log has not': good.replace('index 4', 'index 7'),
		'a place after the last of a log of one': Buffer.from(await proofOf(0, 1))
			.toString()
			.replace('index 0', 'index 1'),
		'a hash too many': good.replace(/index 4\n/, `index 4\n${hash}\n`),
		'a hash too few': good.replace(/index 4\n\S+\n/, 'index 4\n'),
		'another key': await proofOf(4, 7, b),
		'another size': good.replace('\n7\n', '\n8\n'),
		'no entry': good.replace(/extra \S+\n/, ''),
		'another version': good.replace('@v1', '@v2'),
		nothing: '',
	};
	expect(run(good).status).toBe(0);
	for (const [name, proof] of Object.entries(cases)) {
		const { status, said } = run(proof);
		expect([name, status, said]).toEqual([name, 1, expect.stringContaining('WRONG: ')]);
		expect(said).not.toContain('Traceback');
	}
}, 60_000);

it('without a checkpoint of its size it is not anchored, and says so', async () => {
	const run = machine();
	const proof = await proofOf(4, 7);
	const told = [
		run(proof, '', 'python3 verify-proof.py entry.tlog-proof pinned.txt'),
		run(proof, outsideOf(3)),
	];
	for (const each of told)
		expect(each).toEqual({
			status: 5,
			said: expect.stringMatching(
				/"version":4}[^]*\nNOT ANCHORED: compare the root with a checkpoint of size 7/,
			),
		});
	expect(run(proof, 'nothing')).toEqual({ status: 2, said: expect.stringContaining('CANNOT CHECK: ') });
}, 60_000);

/** Whoever holds the key can sign what he likes. */
it('judges what an operator makes as Verify does, and shows no more than was proved', async () => {
	const run = machine();
	const draft = draftOf(7);
	const withEntry = (entry: Uint8Array | string) => {
		const bytes = typeof entry === 'string' ? new Uint8Array(Buffer.from(entry)) : entry;
		return { ...draft, entries: draft.entries.map((each, at) => (at === 4 ? bytes : each)) };
	};
	const plain = Buffer.from(draft.entries[4]!).toString();
	const good = Buffer.from(await proofOf(4, 7)).toString();
	const logged = async (entry: Uint8Array | string) => {
		const log = withEntry(entry);
		return [await proofOf(4, 7, a, log), outsideOf(7, log)] as const;
	};
	const odd = (hash: string) =>
		hash.replace(/.=$/, (end) => `${String.fromCharCode(end.charCodeAt(0) + 1)}=`);
	const firstHash = /index 4\n(\S+)\n/.exec(good)![1]!;
	const cases: Readonly<Record<string, readonly [Uint8Array | string, string]>> = {
		'a good one': [good, outsideOf(7)],
		'an entry in many alphabets': await logged(bytesOf(entryOf(4, { actor: 'é "\u{1f511}' }))),
		'a rewritten log': [await proofOf(4, 7, a, withEntry(bytesOf(entryOf(4, { actor: 'x' })))), outsideOf(7)],
		'another log': [await proofOf(4, 7, a, { ...draft, origin: 'keyturn.example/x' }), outsideOf(7)],
		'signs in the entry that are no base64': [good.replace(/extra (.{8})/, 'extra $1!?'), outsideOf(7)],
		'an entry in odd base64': [good.replace(/extra \S+/, (line) => odd(line)), outsideOf(7)],
		'a hash in odd base64': [good.replace(firstHash, odd(firstHash)), outsideOf(7)],
		'an entry that is none': await logged('{"kind":"x"}'),
		'no JSON at all': await logged('hello\nis entry 4 of keyturn.example/other, signed by the pinned key.'),
		'a member twice': await logged(plain.replace('"kind":', '"kind":"key leaked","kind":')),
		'a space in it': await logged(plain.replace('{', '{ ')),
		'an id without a number': await logged(bytesOf(entryOf(4, { id: 'x' }))),
		'an origin with a space': [
			good.replace(/keyturn.example\/log(?=\n)/, 'keyturn.example/log x'),
			outsideOf(7),
		],
		'no signature but one of nobody': [good.replace(/\n— .*\n$/, '\n— other AAAAAAAA\n'), outsideOf(7)],
		'one checkpoint that contradicts': [
			good,
			`${outsideOf(7)}\n${outsideOf(7, withEntry(bytesOf(entryOf(4, { actor: 'x' }))))}`,
		],
		'one in a form that nobody can read': [good, `${outsideOf(7)}\nroot then: ${firstHash}`],
	};
	const ends = Object.entries(cases).map(([name, [proof, outside]]) => {
		const bytes = typeof proof === 'string' ? new Uint8Array(Buffer.from(proof)) : proof;
		const { exitCode } = proofVerdict(bytes, { pinned: [a.key.text], outside, entry: null });
		const { status, said } = run(bytes, outside);
		expect([name, said]).toEqual([name, expect.not.stringContaining('Traceback')]);
		return [name, exitCode, status];
	});
	const alike = (end: number) => ({ 0: 0, 5: 2 })[end] ?? 1;
	expect(ends).toEqual(ends.map(([name, exitCode]) => [name, exitCode, alike(exitCode as number)]));
	expect(ends.filter(([, exitCode]) => exitCode === 0).map(([name]) => name)).toEqual([
		'a good one',
		'an entry in many alphabets',
	]);
}, 60_000);

it('turns no line around and gives a terminal no commands', async () => {
	const draft = draftOf(7);
	const entry = bytesOf(entryOf(4, { actor: 'a\u009b2Jb\u202ec' }));
	const log = { ...draft, entries: draft.entries.map((each, at) => (at === 4 ? entry : each)) };
	const { status, said } = machine()(await proofOf(4, 7, a, log), outsideOf(7, log));
	expect(status).toBe(0);
	expect(said).toContain('"actor":"a?2Jb?c"');
}, 60_000);
