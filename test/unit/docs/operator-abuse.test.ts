import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeBundle } from '../../../core/audit/bundle/bundle';
import { readTar, writeTar } from '../../../core/audit/bundle/tar';
import { verifyBundle } from '../../../core/audit/bundle/verify-bundle';
import { verifierKey } from '../../../core/audit/note/key';
import { type NoteSigner, noteSigner } from '../../../core/audit/note/signer';
import { base64 } from '../../../core/base64';
import { concat } from '../../../core/bytes';
import { unhex } from '../../../core/hex';
import { apart } from '../../fakes/audit/judged-apart';
import {
	bytesOf,
	checkpointOf,
	type Draft,
	draftOf,
	entries,
	entryOf,
	filesOf,
	handover,
	ORIGIN,
	signerOf,
} from '../../fakes/audit/log';
import type { PyCase } from '../../fakes/audit/verify-py';
import { removeMachines } from '../../fakes/empty-machine';

afterAll(removeMachines);

/** What an operator who holds vault, store and signing key gives out, and what somebody kept outside of the true log. */
const [a, b, c, d] = [signerOf(1), signerOf(2), signerOf(3), signerOf(4)];
const genuine = draftOf(6);
const utf8 = (text: string) => new Uint8Array(Buffer.from(text));
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const keptAt = (size: number, of: Draft = genuine) => textOf(checkpointOf(of, size, [a]));
const linesOf = (checkpoint: string) => checkpoint.split('\n').slice(0, 3) as [string, string, string];

const given = (bundle: Uint8Array, outside = keptAt(4), pinned: NoteSigner = a): PyCase => ({
	bundle,
	pinned: pinned.key.text,
	outside,
});
const of = (change: Partial<Draft>, outside?: string, pinned?: NoteSigner) =>
	given(writeBundle(filesOf({ ...genuine, ...change })), outside, pinned);
const withFiles = (
	change: Readonly<Record<string, Uint8Array | null>>,
	draft: Partial<Draft> = {},
	outside?: string,
	pinned?: NoteSigner,
) => {
	const files = new Map(filesOf({ ...genuine, ...draft }));
	for (const [path, bytes] of Object.entries(change))
		if (bytes === null) files.delete(path);
		else files.set(path, bytes);
	return given(writeBundle(files), outside, pinned);
};
const withEntry = (at: number, entry: Uint8Array) =>
	genuine.entries.map((each, index) => (index === at ? entry : each));
const rewritten = withEntry(1, bytesOf(entryOf(1, { actor: 'nobody' })));

/** The archive anew, with sums that fit. */
function archived(change: (files: Map<string, Uint8Array>) => void): Uint8Array {
	const files = new Map(readTar(writeBundle(filesOf(genuine))));
	files.delete('SHA256SUMS');
	change(files);
	const sums = [...files].map(
		([path, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${path}\n`,
	);
	return writeTar(new Map([...files, ['SHA256SUMS', utf8(sums.join(''))]]));
}

/** The archive with an empty README.txt whose size is said to be below zero. */
function belowZero(): Uint8Array {
	const archive = archived((files) => files.set('README.txt', new Uint8Array()));
	archive.set(utf8('-0000000001'), 124);
	archive.fill(0x20, 148, 156);
	const sum = archive.subarray(0, 512).reduce((all, byte) => all + byte, 0);
	archive.set(utf8(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
	return archive;
}

const lastEntries = 'tile/entries/000.p/6';
/** The last entry is said to be longer than what is left of the file. */
function overlong(): Uint8Array {
	const bytes = filesOf(genuine).get(lastEntries)!.slice();
	const last = genuine.entries[5]!.length;
	const at = bytes.length - last - 2;
	bytes[at] = (last + 300) >> 8;
	bytes[at + 1] = (last + 300) & 255;
	return bytes;
}

const body = textOf(checkpointOf(genuine, 6, [a])).split('\n\n')[0]!;
const own = textOf(checkpointOf(genuine, 6, [a])).split('\n\n')[1]!;
const note = (text: string, ...more: string[]) =>
	utf8(
		`${text}\n\n— ${a.key.name} ${base64(concat(unhex(a.key.id), a.sign(utf8(`${text}\n`))))}\n${more.join('')}`,
	);
const checkpoint = (bytes: Uint8Array, outside?: string) => withFiles({ checkpoint: bytes }, {}, outside);

/** Two keys of one name with the same id, found by trying. */
const [twin, other] = [734, 23_878].map((number) => {
	const seed = new Uint8Array(32);
	new DataView(seed.buffer).setUint32(0, number);
	return noteSigner(ORIGIN, seed);
}) as [NoteSigner, NoteSigner];

const handedOver = (more: Partial<Draft>): Partial<Draft> => ({
	entries: withEntry(4, handover(4, a, b)),
	signers: [a, b],
	kept: [{ size: 5, by: [a, b] }],
	...more,
});
const long = draftOf(300);
const longHandover: Draft = {
	...long,
	entries: long.entries.map((each, at) => (at === 9 ? handover(9, a, b) : each)),
	signers: [a, b],
	kept: [{ size: 10, by: [a, b] }],
};

const forged = keptAt(4, { ...genuine, entries: rewritten });
const [origin, size, root] = linesOf(forged);
const honest = keptAt(2);
const outside = (text: string) => of({}, `${honest}\n${text}`);
const long3000 = 'x'.repeat(3_000);

const bad: Readonly<Record<string, PyCase>> = {
	'the log written anew': of({ entries: rewritten }),
	'the log cut': of({ entries: genuine.entries.slice(0, 3) }),
	'the log put back to an earlier state': given(writeBundle(filesOf(draftOf(5))), keptAt(6)),
	'another branch of it': of(
		{ entries: [...genuine.entries.slice(0, 4), ...entries(9).slice(7)] },
		keptAt(5),
	),
	'the log under another name': of({ origin: 'keyturn.example/log2' }),
	'an empty log': of({ entries: [] }),
	'the entries in another order': of({ entries: [...genuine.entries].reverse() }),
	'an entry put in before': of({ entries: [bytesOf(entryOf(0, { id: 'x/1' })), ...genuine.entries] }),
	'written anew by another key, which is said to be handed over to': of(
		{ entries: withEntry(0, handover(0, d, c)), signers: [d, c], kept: [{ size: 1, by: [d, c] }] },
		keptAt(4, { ...genuine, entries: withEntry(0, handover(0, d, c)) }),
	),
	'a handover whose old key is not listed': of(handedOver({ signers: [b] }), keptAt(4)),
	'a second handover from the same key': of({
		entries: [...withEntry(4, handover(4, a, b)), handover(6, a, c)],
		signers: [a, b, c],
		kept: [
			{ size: 5, by: [a, b] },
			{ size: 7, by: [a, c] },
		],
	}),
	'no README.txt': given(archived((files) => files.delete('README.txt'))),
	'a README.txt with a size below zero': given(belowZero()),
	'a last entry that is longer than the file': withFiles({ [lastEntries]: overlong() }),
	'an origin with spaces': checkpoint(
		note(body.replace(ORIGIN, 'keyturn.example/log is anchored: all is well')),
		'',
	),
	'an origin that commands a terminal': checkpoint(
		note(body.replace(ORIGIN, 'keyturn.example/\u009b2Jlog')),
		'',
	),
	'a key with the id of another': of({ signers: [twin, other] }, keptAt(4), other),
	'a signature of four bytes': checkpoint(note(body, '— other AAAAAA==\n')),
	'a signature of none': checkpoint(note(body, '— other \n')),
	'its own signature, cut short': checkpoint(utf8(`${body}\n\n${own.replace(/.{8}\n$/, '\n')}`)),
	'a list of keys that is too large for its letters': withFiles({
		keys: utf8(`${verifierKey('é'.repeat(300_000), new Uint8Array(32).fill(9)).text}\n${a.key.text}\n`),
	}),
	'a list of keys with carriage returns': withFiles({ keys: utf8(`${a.key.text}\r\n`) }),
	'an id in two documents of one beginning': of({
		entries: withEntry(5, bytesOf(entryOf(5, { id: '22222222/9/2' }))),
	}),
	'a number of sixteen digits': of({
		entries: withEntry(5, bytesOf(entryOf(5, { id: 'x/1234567890123456' }))),
	}),
	// What was kept contradicts, and is put where a reader may pass over it.
	'between the signs of a tag': outside(`<a \n${forged}\n>`),
	'between the signs of a closing tag': outside(`</a \n${forged}\n>`),
	'in a comment': outside(`<!-- \n${forged}\n-->`),
	'in a long comment': outside(`<!-- ${long3000}\n${forged}\n-->`),
	'in a long tag': outside(`<a ${long3000}\n${forged}\n>`),
	'in an object that has the members already': outside(
		`{"origin":"${linesOf(honest)[0]}","size":2,"root":"${linesOf(honest)[2]}"\n${forged}\n}`,
	),
	'with a sign before the root': outside(`${origin}\n${size}\n根${root}`),
	'with a label in another alphabet': outside(`${origin}\ngröße=${size}\n${root}`),
	'with separators that do not print': outside(`${origin}\x1e${size}\x01${root}`),
	'with a root in odd base64': outside(
		`${origin}\n${size}\n${root.replace(/.=$/, (end) => `${String.fromCharCode(end.charCodeAt(0) + 1)}=`)}`,
	),
	'with a number beyond counting': outside(`${origin}\n9999999999999999\n${root}`),
	'with an entity without its end': outside(`${origin}\n${size}\n${root.replace('=', '&#61')}`),
	'with an escape without digits': outside(`${origin}\\n${size}\\n${root.replace('=', '\\u003d')}`),
};

it('each is judged alike by both, and green by neither', async () => {
	expect(Object.keys(bad).length).toBeGreaterThanOrEqual(34);
	const cases = Object.entries(bad);
	expect(await apart(bad)).toEqual([]);
	const lights = await Promise.all(
		cases.map(async ([name, { bundle, pinned, outside: text }]) => {
			const { light } = await verifyBundle(bundle, { pinned: [pinned], outside: text, entries: 'some' });
			return light === 'green' ? name : null;
		}),
	);
	expect(lights.filter((each) => each !== null)).toEqual([]);
}, 120_000);

const good: Readonly<Record<string, PyCase>> = {
	'a signature of nobody with a hidden sign in its name': checkpoint(note(body, '— o\ufeffther AAAAAAAA\n')),
	'lines of somebody else in the checkpoint, like those of another log': checkpoint(
		note(`${body}\n${keptAt(4, { ...genuine, origin: 'keyturn.example/x' }).split('\n\n')[0]}`),
	),
	'its own signature twice': checkpoint(utf8(`${body}\n\n${own}${own}`)),
	'a checkpoint of the empty log': of({ kept: [{ size: 0, by: [a] }] }),
	'the first key again after another': of(
		{
			entries: [...withEntry(4, handover(4, a, b)), handover(6, b, a)],
			signers: [b, a],
			kept: [
				{ size: 5, by: [a, b] },
				{ size: 7, by: [a, b] },
			],
		},
		keptAt(4),
	),
	'an entry as long as one can be': of({
		entries: withEntry(5, bytesOf(entryOf(5, { facts: { text: 'x'.repeat(65_000) } }))),
	}),
	'a tag and a comment that hide nothing': outside('<p class="x">kept</p><!-- by hand -->'),
};

it('what is in order is green for both, however odd it looks', async () => {
	expect(await apart(good)).toEqual([]);
	for (const [name, { bundle, pinned, outside: text }] of Object.entries(good)) {
		const verdict = await verifyBundle(bundle, { pinned: [pinned], outside: text, entries: 'some' });
		expect([name, verdict.sentence, verdict.light]).toEqual([name, verdict.sentence, 'green']);
	}
}, 60_000);

/** Nobody can see in a part what stands in the rest: the page says what that means. */
it('a retired key that signs on is found in a whole log, and in a period only by the entry that says so', async () => {
	const undone = (hasBundle: (index: number) => boolean) =>
		writeBundle(filesOf({ ...longHandover, signers: [b, a], hasBundle }));
	const known = { pinned: [a.key.text], outside: keptAt(12, longHandover) };
	for (const hasBundle of [() => true, (index: number) => index === 0])
		expect(await verifyBundle(undone(hasBundle), { ...known, entries: 'some' })).toMatchObject({
			light: 'red',
			exitCode: 2,
		});
	const without = undone((index) => index === 1);
	expect(await verifyBundle(without, known)).toMatchObject({ light: 'red', exitCode: 1 });
	expect(await verifyBundle(without, { ...known, entries: 'some' })).toMatchObject({ light: 'green' });
	expect(readFileSync(join(__dirname, '../../../docs/verify-an-export.md'), 'utf8')).toContain(
		'whoever stole a key that was retired since can leave it out',
	);
});
