import { checkpointText, readCheckpoint } from '../../../core/audit/note/checkpoint';
import { readVerifierKey } from '../../../core/audit/note/key';
import { openNote, signNote } from '../../../core/audit/note/note';
import { noteSigner } from '../../../core/audit/note/signer';
import { leafHash } from '../../../core/audit/tree/hashes';
import { ask, base64, chanceFrom, fromBase64 } from './ask';

const NOTES = 2_000;
const LETTERS = ['a', 'é', '\u{1f600}', ' ', '\n', '\n\n', '—', '+', '— x y', '=', '\u2028', '0'];

const textOf = (seed: number) => {
	const below = chanceFrom(seed);
	const letters = Array.from({ length: below(60) }, () => LETTERS[below(LETTERS.length)]!);
	return `${letters.join('')}\n`;
};
const nameOf = (seed: number) => `log${seed % 7}.example/${'é—x'.charAt(seed % 3)}`;
const signerFor = (seed: number, name = nameOf(seed)) =>
	noteSigner(
		name,
		Uint8Array.from({ length: 32 }, (_, at) => (seed >> (at % 24)) & 255),
	);
const seeds = Array.from({ length: NOTES }, (_, seed) => seed);

it('signs what golang.org/x/mod/sumdb/note takes for signed, with any number of signatures', async () => {
	const notes = seeds.map((seed) =>
		signNote(textOf(seed), [
			...Array.from({ length: seed % 16 }, (_, at) => signerFor(seed + 1 + at, `other${at}`)),
			signerFor(seed),
		]),
	);
	const answers = await ask(
		notes.map((note, seed) => ({ op: 'open', note: base64(note), key: signerFor(seed).key.text })),
	);
	expect(answers).toEqual(
		seeds.map((seed) => ({ text: textOf(seed), ...(seed % 16 === 0 ? {} : { unverified: seed % 16 }) })),
	);
});

it('reads what golang.org/x/mod/sumdb/note signed', async () => {
	const answers = await ask(seeds.map((seed) => ({ op: 'sign', text: textOf(seed), origin: nameOf(seed) })));
	for (const [seed, { note = '', key = '' }] of answers.entries()) {
		const { text, signedBy } = openNote(fromBase64(note), [readVerifierKey(key)]);
		expect([text, signedBy.map((each) => each.text)]).toEqual([textOf(seed), [key]]);
	}
});

it('refuses no more and no less than golang.org/x/mod/sumdb/note where one byte was changed', async () => {
	const changed = seeds.map((seed) => {
		const note = signNote(textOf(seed), [signerFor(seed)]);
		const below = chanceFrom(seed + NOTES);
		note[below(note.length)]! ^= 1 << below(8);
		return note;
	});
	const answers = await ask(
		changed.map((note, seed) => ({ op: 'open', note: base64(note), key: signerFor(seed).key.text })),
	);
	const taken = changed.map((note, seed) => {
		try {
			return openNote(note, [signerFor(seed).key]).text;
		} catch {
			return undefined;
		}
	});
	// Theirs reads base64 whose last bits stand for nothing in any form; ours in one.
	expect(taken.filter((text, seed) => text !== undefined && text !== answers[seed]!.text)).toEqual([]);
	expect(answers.filter(({ text }) => text !== undefined).length).toBeLessThan(NOTES / 50);
});

it('writes checkpoints that transparency-dev/formats reads', async () => {
	const checkpoints = seeds.map((seed) => {
		const origin = `log${seed}.example`;
		const size = Math.floor(1.01 ** seed) % Number.MAX_SAFE_INTEGER;
		const root = leafHash(Uint8Array.of(seed, seed >> 8));
		return { origin, size, root, signer: signerFor(seed, origin) };
	});
	const answers = await ask(
		checkpoints.map(({ signer, ...checkpoint }) => ({
			op: 'checkpoint',
			note: base64(signNote(checkpointText(checkpoint), [signer])),
			key: signer.key.text,
			origin: checkpoint.origin,
		})),
	);
	for (const [at, { origin, size, root }] of checkpoints.entries()) {
		expect(answers[at]).toEqual({ origin, ...(size === 0 ? {} : { size }), root: base64(root) });
		expect(readCheckpoint(checkpointText({ origin, size, root }))).toMatchObject({ origin, size });
	}
});
