import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeBundle } from '../../../core/audit/bundle/bundle';
import { readTar, writeTar } from '../../../core/audit/bundle/tar';
import { verifyBundle } from '../../../core/audit/bundle/verify-bundle';
import { verifierKey } from '../../../core/audit/note/key';
import { base64 } from '../../../core/base64';
import { concat } from '../../../core/bytes';
import { unhex } from '../../../core/hex';
import { deeds } from '../../fakes/audit/damage';
import { changedBundle, fuzzGiven } from '../../fakes/audit/fuzz';
import {
	bytesOf,
	checkpointOf,
	type Draft,
	draftOf,
	entryOf,
	filesOf,
	handover,
	longDraft,
	signerOf,
} from '../../fakes/audit/log';
import { apart } from '../../fakes/audit/judged-apart';
import { endsOfVerifyPy, type PyCase } from '../../fakes/audit/verify-py';
import { removeMachines } from '../../fakes/empty-machine';

afterAll(removeMachines);

const utf8 = (text: string) => new Uint8Array(Buffer.from(text));
const key = signerOf(1);
const pinned = key.key.text;
const outsideOf = (draft: Draft, size: number) => Buffer.from(checkpointOf(draft, size, [key])).toString();

const keyBytes = (number: number) => new Uint8Array(Buffer.alloc(32, `${number} `));

/** The archive with two files in each other's place, and a list of sums that fits. */
function reordered(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
	const all = new Map(readTar(writeBundle(files)));
	const checkpoint = all.get('checkpoint')!;
	for (const moved of ['checkpoint', 'SHA256SUMS']) all.delete(moved);
	all.set('checkpoint', checkpoint);
	const sums = [...all].map(
		([path, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${path}\n`,
	);
	return writeTar(new Map([...all, ['SHA256SUMS', utf8(sums.join(''))]]));
}

it('verify.py and Verify judge each of the bundles alike that something was done to', async () => {
	const outside = Buffer.from(checkpointOf(longDraft(), 100, [signerOf(3)])).toString();
	const all = Object.entries(deeds).map(([name, { bundle }]) => [
		name,
		{ bundle: bundle(), pinned, outside },
	]);
	expect(all.length).toBeGreaterThan(120);
	expect(await apart(Object.fromEntries(all) as Record<string, PyCase>)).toEqual([]);
}, 120_000);

it('and bundles that chance changed', async () => {
	const seeds = Array.from({ length: 250 }, (_, seed) => {
		const { kind, archive } = changedBundle(seed);
		return [`${seed} ${kind}`, { bundle: archive, ...fuzzGiven }] as const;
	});
	expect(await apart(Object.fromEntries(seeds))).toEqual([]);
}, 120_000);

describe('and what is', () => {
	const small = draftOf(3);
	const files = filesOf(small);
	const plain = Buffer.from(bytesOf(entryOf(1))).toString();
	const outside = outsideOf(small, 1);
	const bundleOf = (draft: Draft) => ({ bundle: writeBundle(filesOf(draft)), pinned, outside });
	/** By whoever has the key: one entry is another, and all hashes and the signature are right. */
	const operated = (entry: string | Uint8Array) =>
		bundleOf({
			...small,
			entries: small.entries.map((each, at) =>
				at === 1 ? (typeof entry === 'string' ? utf8(entry) : entry) : each,
			),
		});
	const fact = (text: string) => operated(plain.replace('"version":1', `"version":${text}`));
	const named = (name: string) => operated(plain.replace('"facts":{', `"facts":{${name},`));
	/** By somebody without it. */
	const edited = (path: string, bytes: Uint8Array | string) => ({
		bundle: writeBundle(new Map([...files, [path, typeof bytes === 'string' ? utf8(bytes) : bytes]])),
		pinned,
		outside,
	});
	const [text, line] = Buffer.from(files.get('checkpoint')!).toString().split('\n\n') as [string, string];
	const wrong = line.replace(/[^ ]{10}\n$/, (end) => `${end.startsWith('A') ? 'B' : 'A'}${end.slice(1)}`);
	const signed = (body: string) => {
		const signature = concat(unhex(key.key.id), key.sign(utf8(body)));
		return edited('checkpoint', `${body}\n— ${key.key.name} ${base64(signature)}\n`);
	};
	const twoKinds = Buffer.from(handover(1, key, signerOf(2)))
		.toString()
		.replace('"kind"', '"kind":"x","kind"');

	const refused: Readonly<Record<string, PyCase>> = {
		'a member twice': operated(plain.replace('"kind":', '"kind":"key leaked","kind":')),
		'a member twice at the end': operated(plain.replace(/}$/, ',"actor":"someone else"}')),
		'a fact twice': fact('1,"version":2'),
		'facts in another order': named('"z":1'),
		'a space': operated(plain.replace('{', '{ ')),
		'a mark of the order of bytes': operated(`\ufeff${plain}`),
		'a line break at the end': operated(`${plain}\r\n`),
		'UTF-16': operated(new Uint8Array(Buffer.from(`\ufeff${plain}`, 'utf16le'))),
		'another member': operated(plain.replace(/}$/, ',"zz":1}')),
		'no fact but a list': fact('[]'),
		'a text of 2,001 characters': operated(plain.replace('workflow 7', 'x'.repeat(2_001))),
		NaN: fact('NaN'),
		Infinity: fact('Infinity'),
		'a number that is too large': fact('1e400'),
		'a number with a point for nothing': fact('1.0'),
		'a number below zero that is zero': fact('-0'),
		'a number with more digits than count': fact('12345678901234567891'),
		'a number with an exponent for nothing': fact('1e5'),
		'a time that is no whole number': operated(plain.replace(/"at":\d+/, '"at":1.5')),
		'half a pair': operated(plain.replace('workflow 7', '\\ud800')),
		'an id of before': operated(bytesOf(entryOf(0))),
		'an id with a zero in front': operated(bytesOf(entryOf(1, { id: 'a/01' }))),
		'an id with nothing before the slash': operated(bytesOf(entryOf(1, { id: '/1' }))),
		'no entry': operated('{"kind":"x"}'),
		'no object': operated('[]'),
		'facts that are none': operated(plain.replace(/"facts":\{[^}]*\}/, '"facts":[]')),
		'a list in a list, 60,000 deep': operated('['.repeat(60_000)),
		'a handover of two kinds': bundleOf({
			...small,
			entries: small.entries.map((each, at) => (at === 1 ? utf8(twoKinds) : each)),
			signers: [key, signerOf(2)],
			kept: [{ size: 2, by: [key, signerOf(2)] }],
		}),
		'a wrong signature before the right one': edited('checkpoint', `${text}\n\n${wrong}${line}`),
		'a wrong signature after the right one': edited('checkpoint', `${text}\n\n${line}${wrong}`),
		'a signature of three bytes': edited('checkpoint', `${text}\n\n${line}— other AAAA\n`),
		'a tab in a checkpoint': signed(`${text}\na\tb\n`),
		'a root with bits that stand for nothing': signed(
			`${text.replace(/.=$/, (end) => `${String.fromCharCode(end.charCodeAt(0) + 1)}=`)}\n`,
		),
		'a checkpoint of 600 kB': signed(`${text}\n${'x'.repeat(600_000)}\n`),
		'a key that is listed twice': edited('keys', `${pinned}\n${pinned}\n`),
		'a first key that is none': edited('keys', `garbage\n${pinned}\n`),
		'a first key with a space in its name': edited(
			'keys',
			`${verifierKey('a b', keyBytes(1)).text}\n${pinned}\n`,
		),
		'a signature with a control in its name': edited('checkpoint', `${text}\n\n${line}— a\u0090b AAAAAAAA\n`),
		'a first key of another type': edited(
			'keys',
			`x+01234567+${Buffer.alloc(33, 4).toString('base64')}\n${pinned}\n`,
		),
		'keys of 600 kB': edited(
			'keys',
			`${Array.from({ length: 11_000 }, (_, at) => verifierKey('k', keyBytes(at)).text).join('\n')}\n${pinned}\n`,
		),
		'no key': edited('keys', '\n'),
		'an empty file of entries': edited('tile/entries/000.p/3', ''),
	};
	it('wrong for one is wrong for the other', async () => {
		expect(await apart(refused)).toEqual([]);
		const lights = Object.values(refused).map(async ({ bundle }) => {
			const { light } = await verifyBundle(bundle, { pinned: [pinned], outside, entries: 'some' });
			return light;
		});
		expect(new Set(await Promise.all(lights))).toEqual(new Set(['red']));
	}, 60_000);

	const good: Readonly<Record<string, PyCase>> = {
		'an entry in many alphabets': operated(
			bytesOf(entryOf(1, { actor: 'é "\\\u0007\u007f\u2028/ 中 \u{1f511}' })),
		),
		'an entry with numbers of all sizes': operated(
			bytesOf(
				entryOf(1, {
					facts: Object.fromEntries(
						[
							0,
							-1,
							0.1,
							1e-6,
							1e-7,
							1.5e-10,
							1e15,
							1e16,
							123456789012345680000,
							1e21,
							-2.5e22,
							5e-324,
							2 ** 53,
							1e100,
						].map((number, at) => [`n${at}`, number]),
					),
				}),
			),
		),
		'names beyond the first 65,536 signs': operated(
			bytesOf(entryOf(1, { facts: { '\u{1f511}': 1, '\uff5e': 2, '': 3 } })),
		),
		'a text of 2,000 characters': operated(bytesOf(entryOf(1, { actor: '\u{1f511}'.repeat(1_000) }))),
		'a time before 1970': operated(bytesOf(entryOf(1, { at: -1 }))),
		'a signature of somebody else': edited('checkpoint', `${text}\n\n${line}— other AAAAAAAA\n`),
		'a line more in the checkpoint': signed(`${text}\nmore\n`),
	};
	/** The page tells of it. Whoever moves files about makes nothing true or false; Verify wants one form of the bytes. */
	it('may differ in the order of the files alone', async () => {
		const cases = { 'files in another order': { bundle: reordered(files), pinned, outside } };
		expect(await apart(cases)).toEqual(['files in another order: 0 beside 1']);
		expect(readFileSync(join(__dirname, '../../../docs/verify-an-export.md'), 'utf8')).toContain(
			'it takes the files of the archive in any order',
		);
	});

	it('good for one is good for the other', async () => {
		expect(await apart(good)).toEqual([]);
		expect(new Set(endsOfVerifyPy(Object.values(good)))).toEqual(new Set([0]));
	}, 60_000);
});

describe('and a text from outside', () => {
	const draft = draftOf(5);
	const bundle = writeBundle(filesOf(draft));
	const other = { ...draft, entries: [...draft.entries].reverse() };
	const [honest, forged] = [outsideOf(draft, 2), outsideOf(other, 3)];
	const lines = (checkpoint: string) => checkpoint.split('\n').slice(0, 3) as [string, string, string];
	const quoted = (checkpoint: string) =>
		`Content-Transfer-Encoding: quoted-printable\n\n${checkpoint.replaceAll('=', '=3D').replaceAll('—', '=E2=80=94')}`;
	const inTags = (open: string, close: string) => (checkpoint: string) =>
		lines(checkpoint)
			.map((line) => `${open}${line}${close}`)
			.join('\n');

	/** In whatever form a checkpoint comes, it counts, and one that contradicts counts beside a good one. */
	const forms: Readonly<Record<string, (checkpoint: string) => string>> = {
		'quoted-printable': quoted,
		headings: inTags('<h2>', '</h2>'),
		sections: inTags('<section class="a">', '</section>'),
		'Outlook’s HTML': inTags('<p class=MsoNormal>', '<o:p></o:p></p>'),
		'tags of somebody’s own': inTags('<my-line.x>', '</my-line.x>'),
		'JSON with escaped slashes': (checkpoint) => JSON.stringify({ checkpoint }).replaceAll('/', '\\/'),
		'a line of rsyslog': (checkpoint) => lines(checkpoint).join('#012'),
		'a line of CEF': (checkpoint) => `cs1=${lines(checkpoint).join('\\n').replaceAll('=', '\\=')}`,
		'members with others between': (checkpoint) => {
			const [origin, size, root] = lines(checkpoint);
			return JSON.stringify({
				entries: 4,
				origin,
				at: 5,
				store: 's3.test/log',
				size: Number(size),
				root,
				key: pinned,
			});
		},
		'words with signs of equality': (checkpoint) => {
			const [origin, size, root] = lines(checkpoint);
			return `origin=${origin} size=${size} root=${root}`;
		},
		'a sentence': (checkpoint) => `It was ${lines(checkpoint).join(' ')}.`,
	};
	const judged = async (cases: Readonly<Record<string, string>>, end: number) => {
		const all = Object.fromEntries(
			Object.entries(cases).map(([name, outside]) => [name, { bundle, pinned, outside }]),
		);
		expect(await apart(all)).toEqual([]);
		expect(endsOfVerifyPy(Object.values(all))).toEqual(Object.values(all).map(() => end));
	};
	const each = (change: (form: (checkpoint: string) => string) => string) =>
		Object.fromEntries(Object.entries(forms).map(([name, form]) => [name, change(form)]));

	it('is found in many forms', async () => {
		await judged(
			each((form) => form(honest)),
			0,
		);
	});

	it('contradicts in many forms, beside one that agrees', async () => {
		await judged(
			each((form) => `${honest}\n\n${form(forged)}`),
			1,
		);
	});

	it('may be our own verdict', async () => {
		const verdict = await verifyBundle(bundle, { pinned: [pinned], outside: honest });
		await judged(
			{
				'on one line': JSON.stringify(verdict),
				'on many': JSON.stringify(verdict, null, 2),
				'with what is not in the log': `${verdict.sentence}\n${honest}`,
			},
			0,
		);
	});

	it('holds a root that nobody could compare: that is said, and the light is not green', async () => {
		const [origin, size, root] = lines(forged);
		const texts = {
			'a line a number': `${honest}\n1: ${origin}\n2: ${size}\n3: ${root}`,
			'a time between': `${honest}\n${origin}\n${size}\nkept at noon\n${root}`,
			'a name that stands once': `${honest}\n${size} ${root}`,
		};
		await judged(texts, 2);
		for (const outside of Object.values(texts)) {
			const verdict = await verifyBundle(bundle, { pinned: [pinned], outside });
			expect(verdict).toMatchObject({
				light: 'yellow',
				exitCode: 5,
				sentence: expect.stringContaining('a root stands without a name and a number of entries'),
				next: expect.stringContaining('three lines one after the other'),
			});
			expect(await verifyBundle(bundle, { pinned: [], outside })).toMatchObject({ exitCode: 6 });
		}
	});

	it('holds no root besides for the hash of a mail in its head', async () => {
		const head = `DKIM-Signature: v=1; a=rsa-sha256; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;\r\n\r\n`;
		await judged({ 'a mail': head + honest, 'a quoted one': head + quoted(honest) }, 0);
	});
});
