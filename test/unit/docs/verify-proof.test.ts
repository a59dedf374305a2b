import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeProof } from '../../../core/audit/proof/proof';
import { inclusionPath } from '../../../core/audit/tree/paths';
import { bytesOf, checkpointOf, draftOf, entryOf, rootOf, signerOf } from '../../fakes/audit/log';
import { emptyMachine, removeMachines } from '../../fakes/empty-machine';

afterAll(removeMachines);

const docs = join(__dirname, '../../../docs');
const page = readFileSync(join(docs, 'verify-an-export.md'), 'utf8');
const [, command] = /```text\n(python3 verify-proof\.py .*)\n```/.exec(page)!;
const [a, b] = [signerOf(1), signerOf(2)];

async function proofOf(index: number, size: number, by = a): Promise<Uint8Array> {
	const draft = draftOf(size);
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
	const made = emptyMachine(new Uint8Array(0), a.key.text, '');
	copyFileSync(join(docs, 'verify-proof.py'), join(made.folder, 'verify-proof.py'));
	return (proof: Uint8Array | string) => {
		writeFileSync(join(made.folder, 'entry.tlog-proof'), proof);
		return made.run(command!);
	};
}

it('the command of the page proves each entry of logs of many sizes, and shows it', async () => {
	const run = machine();
	for (const size of [1, 2, 3, 6, 7, 8])
		for (let index = 0; index < size; index++) {
			const { status, said } = run(await proofOf(index, size));
			expect([size, index, status, said]).toEqual([
				size,
				index,
				0,
				expect.stringContaining(`"version":${index}}`),
			]);
			expect(said).toContain(`is entry ${index} of keyturn.example/log`);
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
