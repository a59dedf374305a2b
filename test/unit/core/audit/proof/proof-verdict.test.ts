import { writeBundle } from '../../../../../core/audit/bundle/bundle';
import { writeProof } from '../../../../../core/audit/proof/proof';
import { inclusionPath } from '../../../../../core/audit/tree/paths';
import { verifyFile, verifyPastedProof } from '../../../../../core/operations/verify-file';
import {
	bytesOf,
	checkpointOf,
	draftOf,
	entryOf,
	filesOf,
	rootOf,
	signerOf,
} from '../../../../fakes/audit/log';
import { Scene } from '../../../../fakes/scene';

const [a, b] = [signerOf(1), signerOf(2)];
const draft = draftOf(7);
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString();

/** What whoever holds a key can give out as the proof of entry 4. */
async function proofWith(
	more: { by?: typeof a; extra?: Uint8Array | null; index?: number; of?: typeof draft } = {},
) {
	const { by = a, of = draft, extra = of.entries[4]!, index = 4 } = more;
	const path = await inclusionPath(4, 7, async (level, at) =>
		rootOf(of.entries.slice(at * 2 ** level, (at + 1) * 2 ** level)),
	);
	return writeProof({ extra, index, path, checkpoint: checkpointOf(of, 7, [by]) });
}
const outsideOf = (size: number, of = draft) => textOf(checkpointOf(of, size, [a]));
const given = { pinned: [a.key.text], outside: outsideOf(7) };

describe('the proof of an entry', () => {
	it('is green with the pinned key and the checkpoint of its size, and gives the entry that it proves', async () => {
		const verdict = await verifyFile(await proofWith(), given);
		expect(verdict).toMatchObject({
			light: 'green',
			exitCode: 0,
			log: { size: 7, entries: 1, key: a.key.text },
			anchor: { state: 'anchored', upTo: 7 },
			entry: entryOf(4),
		});
		expect(verdict.sentence).toBe(
			`The entry is number 4 of the log keyturn.example/log, as it was with 7 entries (the first is number 0). It is signed by the pinned key ${a.key.text}. It agrees with 1 checkpoint kept outside up to size 7; no newer entries unprotected.`,
		);
	});

	it('may be pasted, with the entry beside it as a text or as what a platform read from it', async () => {
		const pasted = textOf(await proofWith({ extra: null }));
		const leaf = textOf(draft.entries[4]!);
		for (const [text, entry] of [
			[pasted, leaf],
			[`\n ${pasted.replaceAll('\n', '\r\n')} \n`, ` ${leaf}\n`],
			[pasted, JSON.parse(leaf) as unknown],
			[textOf(await proofWith()), ''],
		] as const)
			expect(verifyPastedProof(text, entry, given)).toMatchObject({ light: 'green', entry: entryOf(4) });
		expect(verifyPastedProof(pasted, textOf(draft.entries[3]!), given)).toMatchObject({
			light: 'red',
			exitCode: 1,
			entry: null,
		});
	});

	it('of another entry, at another place, or changed on the way is red, and gives none', async () => {
		const good = await proofWith();
		const other = bytesOf(entryOf(4, { actor: 'nobody' }));
		const unread = new TextEncoder().encode('{"kind":"x"}');
		for (const bytes of [
			await proofWith({ extra: other }),
			await proofWith({ index: 5 }),
			await proofWith({ extra: unread }),
			new Uint8Array(Buffer.from(textOf(good).replace('\nindex 4\n', '\nindex x\n'))),
			new Uint8Array(Buffer.from(textOf(good).replace(/\n7\n/, '\n8\n'))),
			good.slice(0, 300),
		]) {
			const verdict = await verifyFile(bytes, given);
			expect(verdict).toMatchObject({ light: 'red', entry: null });
			expect([1, 2]).toContain(verdict.exitCode);
		}
		expect((await verifyFile(await proofWith({ extra: other }), given)).sentence).toMatch(
			/^Not proved: the entry: the proof does not lead from the entry to the root/,
		);
	});

	it('of what stands in the log and is no entry is red', async () => {
		const none = new TextEncoder().encode('{"kind":"x"}');
		const of = { ...draft, entries: draft.entries.map((each, at) => (at === 4 ? none : each)) };
		expect(await verifyFile(await proofWith({ of }), given)).toMatchObject({
			light: 'red',
			exitCode: 1,
			sentence: expect.stringContaining('an entry has not the members of an audit entry'),
		});
		const unnumbered = bytesOf(entryOf(4, { id: 'x' }));
		const with4 = { ...draft, entries: draft.entries.map((each, at) => (at === 4 ? unnumbered : each)) };
		expect(await verifyFile(await proofWith({ of: with4 }), given)).toMatchObject({
			light: 'red',
			entry: null,
			sentence: expect.stringContaining('does not end with a slash and a number'),
		});
	});

	it('signed by another key is red, and says what a changed signing key asks for', async () => {
		expect(await verifyFile(await proofWith({ by: b }), given)).toMatchObject({
			light: 'red',
			exitCode: 2,
			entry: null,
			next: expect.stringContaining('verify an export of the log'),
		});
	});

	it('is held to checkpoints from outside of its own size alone, and says so of the others', async () => {
		const proof = await proofWith();
		const judged = (outside: string) => verifyFile(proof, { ...given, outside });
		const alone = await judged('');
		expect(alone).toMatchObject({ light: 'yellow', exitCode: 5 });
		expect(alone.sentence).toContain('no checkpoint from outside was given');
		const smaller = await judged(outsideOf(3));
		expect(smaller).toMatchObject({ light: 'yellow', exitCode: 5 });
		expect(smaller.sentence).toContain('the checkpoints from outside are of other sizes');
		expect(smaller.next).toContain('verify an export of the log');
		const [, , root] = outsideOf(5).split('\n');
		expect(await judged(`${outsideOf(3)}\nand then: ${root}`)).toMatchObject({
			sentence: expect.stringContaining('a root stands without a name'),
			next: expect.stringContaining('three lines one after the other'),
		});
		const rewritten = { ...draft, entries: [...draft.entries].reverse() };
		expect(await judged(`${outsideOf(7)}\n${outsideOf(7, rewritten)}`)).toMatchObject({ exitCode: 3 });
		expect(await judged(outsideOf(3, { ...draft, origin: 'keyturn.example/x' }))).toMatchObject({
			exitCode: 3,
			sentence: expect.stringContaining('(other origin)'),
		});
	});

	it('is not judged without a key or an entry: a person is told which is missing', async () => {
		const pasted = textOf(await proofWith({ extra: null }));
		expect(() => verifyPastedProof(pasted, '', { ...given, pinned: [] })).toThrow(
			/Pinned Key: a proof holds no key/,
		);
		expect(() => verifyPastedProof(pasted, ' ', given)).toThrow(/Entry: the proof does not hold the entry/);
		for (const nothing of ['', ' \n', undefined, {}])
			expect(() => verifyPastedProof(nothing, '', given)).toThrow(/Proof: it is empty/);
	});

	it('is no other file: an export is verified as before', async () => {
		expect(await verifyFile(writeBundle(filesOf(draft)), given)).toMatchObject({
			light: 'green',
			log: { entries: 7 },
		});
	});
});

it('what Get Proof gives can be verified as it is', async () => {
	const scene = await Scene.registered();
	const keyturn = await scene.open();
	const { keys } = await keyturn.logReport();
	await keyturn.appendEvent({ event: 'reviewed', subject: 'ä "x"', facts: { at: 1.5 }, by: 'Ann' });
	const { proof, file, leaf, checkpoint, entry } = await keyturn.proveEntry(1);
	const known = { pinned: keys, outside: checkpoint };
	const { id } = entry;
	expect(await verifyFile(file.bytes, known)).toMatchObject({ light: 'green', entry: { id } });
	for (const beside of ['', leaf])
		expect(verifyPastedProof(proof, beside, known)).toMatchObject({ light: 'green', entry: { id } });
});
