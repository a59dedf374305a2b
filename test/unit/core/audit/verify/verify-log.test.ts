import type { Given } from '../../../../../core/audit/verify/verify-log';
import { verifyLog } from '../../../../../core/audit/verify/verify-log';
import { EMPTY_ROOT } from '../../../../../core/audit/tree/hashes';
import {
	type Draft,
	bytesOf,
	checkpointOf,
	draftOf,
	entries,
	entryOf,
	filesOf,
	longDraft,
	signerOf,
} from '../../../../fakes/audit/log';

const [a, b, c] = [signerOf(1), signerOf(2), signerOf(3)];
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

function verify(draft: Draft, given: Partial<Given> = {}) {
	const files = filesOf(draft);
	return verifyLog(
		{ read: async (path) => files.get(path) ?? null, kept: draft.kept.map(({ size }) => size) },
		{ pinned: [], outside: '', ...given },
	);
}

const outsideOf = (draft: Draft, size: number) => text(checkpointOf(draft, size, [a]));

describe('the three parts', () => {
	const draft = draftOf(300);

	it('are all good: green', async () => {
		const verdict = await verify(draft, { pinned: [a.key.text], outside: outsideOf(draft, 280) });
		expect(verdict).toMatchObject({
			log: { size: 300, entries: 300, key: a.key.text },
			files: { state: 'agree' },
			signature: { state: 'pinned key', handovers: 0 },
			anchor: { state: 'anchored', checkpoints: 1, upTo: 280, newer: 20 },
			light: 'green',
			exitCode: 0,
		});
		expect(verdict.sentence).toBe(
			`The log keyturn.example/log agrees with itself in all 300 entries. It is signed by the pinned key ${a.key.text}. It agrees with 1 checkpoint kept outside up to size 280; 20 newer entries unprotected.`,
		);
	});

	it('without a checkpoint from outside: not anchored, in sentence, light and exit code', async () => {
		const verdict = await verify(draft, { pinned: [a.key.text] });
		expect(verdict).toMatchObject({
			anchor: { state: 'not anchored', newer: 300 },
			light: 'yellow',
			exitCode: 5,
		});
		expect(verdict.sentence).toContain('not anchored');
	});

	it('without a pinned key: not pinned', async () => {
		const verdict = await verify(draft, { outside: outsideOf(draft, 300) });
		expect(verdict).toMatchObject({
			signature: { state: 'key not pinned', key: a.key.text },
			light: 'yellow',
			exitCode: 4,
		});
		expect(verdict.sentence).toContain('not pinned');
	});

	it('without either', async () => {
		expect(await verify(draft)).toMatchObject({ light: 'yellow', exitCode: 6 });
	});

	it('with another key than the pinned one: refused, anchored or not', async () => {
		for (const outside of ['', outsideOf(draft, 300)])
			expect(await verify(draft, { pinned: [b.key.text], outside })).toMatchObject({
				signature: { state: 'refused', code: 'NOT_THE_PINNED_KEY' },
				light: 'red',
				exitCode: 2,
			});
	});

	it('never say "verified"', async () => {
		for (const given of [
			{},
			{ pinned: [a.key.text] },
			{ outside: outsideOf(draft, 3) },
			{ pinned: [b.key.text] },
		]) {
			const { sentence, next } = await verify(draft, given);
			expect(`${sentence} ${next}`).not.toMatch(/verified/i);
		}
	});
});

it.each([0, 1, 255, 256, 257, 512])('reads a log of %d entries', async (size) => {
	const verdict = await verify(draftOf(size), { pinned: [a.key.text] });
	expect(verdict).toMatchObject({ log: { size, entries: size }, files: { state: 'agree' }, exitCode: 5 });
});

describe('checkpoints from outside', () => {
	const draft = draftOf(300);
	const rewritten = { ...draft, entries: [...entries(10), ...entries(301).slice(11)] };

	it('count at every size', async () => {
		const all = Array.from({ length: 300 }, (_, index) => outsideOf(draft, index + 1)).join('\n');
		expect(await verify(draft, { outside: all })).toMatchObject({
			anchor: { state: 'anchored', checkpoints: 300, upTo: 300, newer: 0 },
		});
	});

	it.each([1, 200, 256, 257, 299, 300])('with another root at size %d contradict', async (size) => {
		const other = { ...draft, entries: [...draft.entries.slice(0, size - 1), bytesOf(entryOf(999))] };
		const outside = [outsideOf(draft, 255), outsideOf(other, size)].join('\n');
		expect(await verify(draft, { pinned: [a.key.text], outside })).toMatchObject({
			files: { state: 'agree' },
			anchor: { state: 'contradicted', how: 'another root at size', size },
			light: 'red',
			exitCode: 3,
		});
	});

	it('of a larger log contradict', async () => {
		const outside = [outsideOf(draft, 255), outsideOf(draftOf(301), 301)].join('\n');
		expect(await verify(draft, { outside })).toMatchObject({
			anchor: { state: 'contradicted', how: 'shorter than', size: 301 },
			light: 'red',
			exitCode: 3,
			next: expect.stringMatching(/older than the checkpoint.*export again.*who could write to the store/),
		});
		const rewrittenToo = await verify(draft, { outside: outsideOf(rewritten, 300) });
		expect(rewrittenToo.next).not.toContain('export again');
	});

	it('of another log contradict, whatever else is there', async () => {
		const outside = [outsideOf(draft, 255), outsideOf({ ...draft, origin: 'keyturn.example/other' }, 3)].join(
			'\n',
		);
		const verdict = await verify(draft, { outside });
		expect(verdict).toMatchObject({ anchor: { state: 'contradicted', how: 'other origin' }, exitCode: 3 });
		expect(verdict.sentence).toContain('keyturn.example/other (other origin)');
	});

	it('of the empty log bind nobody, unless they lie', async () => {
		expect(await verify(draft, { outside: outsideOf(draft, 0) })).toMatchObject({
			anchor: { state: 'not anchored' },
		});
		expect(await verify(draftOf(0), { outside: outsideOf(draft, 0) })).toMatchObject({
			anchor: { state: 'not anchored' },
		});
		const lie = outsideOf(draft, 0).replace(
			Buffer.from(EMPTY_ROOT).toString('base64'),
			outsideOf(draft, 1).split('\n')[2]!,
		);
		expect(await verify(draft, { outside: lie })).toMatchObject({
			anchor: { how: 'another root at size', size: 0 },
		});
	});

	it('need no signature, and one that is wrong changes nothing', async () => {
		const outside = outsideOf(draft, 280).split('\n').slice(0, 3).join('\n');
		expect(await verify(draft, { outside })).toMatchObject({ anchor: { state: 'anchored', upTo: 280 } });
	});

	it('tell of a log whose files are damaged what can be told without them', async () => {
		const files = filesOf(draft);
		files.delete('tile/0/000');
		const look = (outside: string) =>
			verifyLog({ read: async (path) => files.get(path) ?? null }, { pinned: [a.key.text], outside });
		expect(await look(outsideOf(draft, 280))).toMatchObject({ anchor: { state: 'not judged' }, exitCode: 1 });
		expect(await look(outsideOf(draftOf(301), 301))).toMatchObject({
			anchor: { how: 'shorter than' },
			exitCode: 3,
		});
		expect(await look(outsideOf(rewritten, 300))).toMatchObject({ anchor: { how: 'another root at size' } });
	});
});

describe('the operator, who holds the store, the vault and the signing key', () => {
	const genuine = draftOf(300);
	const kept = outsideOf(genuine, 290);
	const deeds: Record<string, Draft> = {
		'rewrites one entry': {
			...genuine,
			entries: genuine.entries.map((entry, at) =>
				at === 17 ? bytesOf(entryOf(17, { actor: 'someone else' })) : entry,
			),
		},
		'leaves one entry out': { ...genuine, entries: genuine.entries.filter((_, at) => at !== 17) },
		'puts one in': {
			...genuine,
			entries: genuine.entries.flatMap((entry, at) =>
				at === 17 ? [entry, bytesOf(entryOf(0, { id: 'new/1' }))] : [entry],
			),
		},
		'swaps two of different documents': {
			...genuine,
			entries: genuine.entries.map((entry, at) =>
				at === 17 ? genuine.entries[18]! : at === 18 ? genuine.entries[17]! : entry,
			),
		},
		truncates: { ...genuine, entries: genuine.entries.slice(0, 280) },
		'rolls back to an older genuine state': draftOf(200),
		forks: { ...genuine, entries: [...genuine.entries.slice(0, 250), ...entries(1_000).slice(900, 990)] },
		'writes it anew under another name': { ...genuine, origin: 'keyturn.example/new' },
	};

	it.each(Object.entries(deeds))('%s: refused against one checkpoint kept outside', async (_deed, draft) => {
		const given = { pinned: [a.key.text], outside: kept };
		expect(await verify(draft, given)).toMatchObject({
			anchor: { state: 'contradicted' },
			light: 'red',
			exitCode: 3,
		});
	});

	it.each(Object.entries(deeds))('%s: without one, the verdict says not anchored', async (_deed, draft) => {
		const verdict = await verify(draft, { pinned: [a.key.text] });
		expect(verdict.files).toEqual({ state: 'agree' });
		expect(verdict).toMatchObject({ anchor: { state: 'not anchored' }, light: 'yellow', exitCode: 5 });
		expect(verdict.sentence).toContain('not anchored');
	});
});

describe('the signing key', () => {
	const draft = longDraft();

	it.each([
		['the first', a.key.text, 2],
		['the second', b.key.text, 1],
		['the newest', c.key.text, 0],
	])('may be pinned as %s of three', async (_which, key, handovers) => {
		expect(await verify(draft, { pinned: [key] })).toMatchObject({
			files: { state: 'agree' },
			signature: { state: 'pinned key', key: c.key.text, pinned: key, handovers },
		});
	});

	it('is told of for pinning only when it signed', async () => {
		expect(await verify(draft)).toMatchObject({ log: { key: c.key.text } });
	});

	it('is refused when nothing leads to it from the pinned one', async () => {
		const stolen = { ...draftOf(300), signers: [a, c] };
		expect(await verify(stolen, { pinned: [a.key.text] })).toMatchObject({
			signature: { state: 'refused', code: 'NOT_THE_PINNED_KEY' },
		});
	});

	it('is refused when the handover is in a file that was left out', async () => {
		const part = { ...draft, hasBundle: (index: number) => index === 0 };
		expect(await verify(part, { pinned: [b.key.text], entries: 'some' })).toMatchObject({
			signature: { state: 'refused', code: 'NOT_THE_PINNED_KEY' },
		});
	});

	it('is refused when it was handed over before, pinned or not', async () => {
		const back = { ...draft, signers: [b, c, a] };
		for (const pinned of [[], [a.key.text]])
			expect(await verify(back, { pinned })).toMatchObject({
				files: { state: 'agree' },
				signature: { state: 'refused', code: 'HANDED_OVER' },
				exitCode: 2,
			});
	});

	it.each([
		['did not sign, though an older one did', [a], [b], 'NEWEST_DID_NOT_SIGN'],
		['signed another text', [b], [b], 'SIGNATURE_WRONG'],
	])('is refused when the newest %s', async (_what, by, listed, code) => {
		const files = filesOf({ ...draftOf(3), signers: [a, ...listed] });
		const other = draftOf(code === 'SIGNATURE_WRONG' ? 4 : 3);
		const [body] = text(checkpointOf(draftOf(3), 3, [a])).split('\n\n');
		const [, signature] = text(checkpointOf(other, other.entries.length, by)).split('\n\n');
		files.set('checkpoint', new TextEncoder().encode(`${body!}\n\n${signature!}`));
		const look = verifyLog({ read: async (path) => files.get(path) ?? null }, { pinned: [], outside: '' });
		expect(await look).toMatchObject({
			log: { key: null },
			files: { state: 'agree' },
			signature: { state: 'refused', code },
			light: 'red',
			exitCode: 2,
		});
	});

	it('is not the one of a text that was pinned wrongly', async () => {
		await expect(verify(draft, { pinned: ['keyturn.example/log'] })).rejects.toMatchObject({
			code: 'BAD_INPUT',
			where: 'pinned key',
		});
	});

	it('may be pinned with white space around', async () => {
		expect(await verify(draft, { pinned: [` ${c.key.text}\n`] })).toMatchObject({ exitCode: 5 });
	});
});

describe('a period', () => {
	const draft = { ...longDraft(), hasBundle: (index: number) => index === 1 };

	it('says how many entries were there', async () => {
		const verdict = await verify(draft, {
			entries: 'some',
			pinned: [b.key.text],
			outside: outsideOf(draft, 300),
		});
		expect(verdict).toMatchObject({
			log: { size: 300, entries: 44 },
			files: { state: 'agree' },
			exitCode: 0,
		});
		expect(verdict.sentence).toContain('the 44 entries of 300 that are here');
	});

	it('is damage where the whole log was asked for', async () => {
		expect(await verify(draft)).toMatchObject({
			files: { state: 'damaged', code: 'FILE_MISSING', where: 'tile/entries/000' },
			exitCode: 1,
		});
	});
});

it('passes on what the store itself says', async () => {
	const failing = { read: () => Promise.reject(new Error('the store is down')) };
	await expect(verifyLog(failing, { pinned: [], outside: '' })).rejects.toThrow('the store is down');
});

it('says of bytes only what it read once: a store that gives others later changes nothing', async () => {
	const files = filesOf(draftOf(600));
	const read = new Map<string, number>();
	await verifyLog(
		{
			read: async (path) => {
				read.set(path, (read.get(path) ?? 0) + 1);
				return files.get(path) ?? null;
			},
		},
		{ pinned: [], outside: outsideOf(draftOf(600), 300) },
	);
	expect([...read.values()].every((times) => times === 1)).toBe(true);
	expect(read.size).toBe(files.size);
});

it('takes no text that is longer than can be read, nor more checkpoints than can be compared', async () => {
	await expect(verify(draftOf(1), { outside: 'x'.repeat(10_000_001) })).rejects.toMatchObject({
		code: 'BAD_INPUT',
	});
	const root = outsideOf(draftOf(1), 1).split('\n')[2]!;
	const many = Array.from({ length: 10_001 }, (_, size) => `a.test/log\n${size}\n${root}\n`).join('');
	await expect(verify(draftOf(1), { outside: many })).rejects.toMatchObject({ code: 'BAD_INPUT' });
});

describe('each entry', () => {
	const draft = draftOf(300);

	it.each([0, 1, 127, 255, 256, 299])('is looked at: number %i', async (index) => {
		const all = [...draft.entries];
		all[index] = new TextEncoder().encode(JSON.stringify(entryOf(index)));
		expect((await verify({ ...draft, entries: all })).files).toMatchObject({
			code: 'ENTRY_NOT_CANONICAL',
			what: expect.stringContaining(`entry ${index}`),
		});
	});

	it('is held to all bytes of its hash', async () => {
		const files = filesOf(draft);
		for (let at = 0; at < 32; at++) {
			const tile = Uint8Array.from(files.get('tile/0/000') ?? []);
			tile[255 * 32 + at]! ^= 1;
			const changed = new Map(files).set('tile/0/000', tile);
			const verdict = await verifyLog(
				{ read: async (path) => changed.get(path) ?? null },
				{ pinned: [], outside: '' },
			);
			expect(verdict.files).toMatchObject({
				code: 'ENTRY_HASH',
				what: expect.stringContaining('entry 255'),
			});
		}
	});
});
