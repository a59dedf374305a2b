import { writeBundle } from '../../../core/audit/bundle/bundle';
import { verifyBundle } from '../../../core/audit/bundle/verify-bundle';
import { gathered } from '../../../core/audit/log/bundle';
import type { NoteSigner } from '../../../core/audit/note/signer';
import {
	bytesOf,
	checkpointOf,
	type Draft,
	draftOf,
	entryOf,
	filesOf,
	handover,
	signerOf,
} from '../../fakes/audit/log';
import { endsOfVerifyPy } from '../../fakes/audit/verify-py';
import { removeMachines } from '../../fakes/empty-machine';

afterAll(removeMachines);

/** Key a was to hand over to b when one of them was lost; c signs since. */
const [a, b, c, d] = [signerOf(1), signerOf(2), signerOf(3), signerOf(4)];
const size = 12;

/** The entry that says that `newKey` signs instead of `oldKey`, which was lost before `abandonedFrom` handed over to it. */
const replaced = (index: number, facts: Readonly<Record<string, string>>): Uint8Array =>
	bytesOf(entryOf(index, { id: `log/${index}`, kind: 'log key replaced', key: '', facts }));
const told = { abandonedFrom: a.key.text, oldKey: b.key.text, newKey: c.key.text };

function logWith(changes: Readonly<Record<number, Uint8Array>>, more: Partial<Draft> = {}): Draft {
	const draft = draftOf(size);
	return {
		...draft,
		entries: draft.entries.map((each, at) => changes[at] ?? each),
		signers: [a, b, c],
		...more,
	};
}
const abandoned = logWith({ 4: handover(4, a, b), 7: replaced(7, told) });
/** Somebody names a key of his own as the one that signs instead. */
const stolen = (signers: Draft['signers']): Draft =>
	logWith({ 4: handover(4, a, b), 7: replaced(7, { ...told, newKey: d.key.text }) }, { signers });

interface Judged {
	readonly draft: Draft;
	readonly pinned: NoteSigner;
	/** How Verify ends, and verify.py beside it. */
	readonly ends: readonly [number, number];
}

async function endsOf(
	cases: Readonly<Record<string, Judged>>,
): Promise<Record<string, readonly [number, number]>> {
	const given = Object.values(cases).map(({ draft, pinned }) => ({
		bundle: writeBundle(filesOf(draft)),
		pinned: pinned.key.text,
		outside: Buffer.from(checkpointOf(draft, 2, [a])).toString(),
	}));
	const beside = endsOfVerifyPy(given);
	const ends: Record<string, readonly [number, number]> = {};
	for (const [at, name] of Object.keys(cases).entries()) {
		const { bundle, pinned, outside } = given[at]!;
		const { exitCode } = await verifyBundle(bundle, { pinned: [pinned], outside, entries: 'some' });
		ends[name] = [exitCode, beside[at]!];
	}
	return ends;
}

const judged = async (cases: Readonly<Record<string, Judged>>) =>
	expect(await endsOf(cases)).toEqual(
		Object.fromEntries(Object.entries(cases).map(([name, { ends }]) => [name, ends])),
	);

const damaged = [1, 1] as const;
const refused = [2, 1] as const;
const good = [0, 0] as const;

it('a handover that was abandoned is no damage, and neither of its keys is trusted any more', async () => {
	await judged({
		'whoever pinned the third key': { draft: abandoned, pinned: c, ends: good },
		'who pinned the first': { draft: abandoned, pinned: a, ends: refused },
		'who pinned the second': { draft: abandoned, pinned: b, ends: refused },
		'signed by the first all the same': {
			draft: { ...abandoned, signers: [b, c, a] },
			pinned: a,
			ends: refused,
		},
		'signed by the second all the same': {
			draft: { ...abandoned, signers: [a, c, b] },
			pinned: b,
			ends: refused,
		},
		'the third hands over to a fourth': {
			draft: logWith(
				{ 4: handover(4, a, b), 7: replaced(7, told), 9: handover(9, c, d) },
				{ signers: [a, b, c, d], kept: [{ size: 10, by: [c, d] }] },
			),
			pinned: c,
			ends: good,
		},
	});
}, 60_000);

/** By whoever holds a key: each tries to have a handover left out that must not be. */
it('no entry hides another handover, nor one that was signed', async () => {
	const entry = (facts: Readonly<Record<string, string>>, at = 7) =>
		logWith({ 4: handover(4, a, b), [at]: replaced(at, facts) });
	const kept = [{ size: 5, by: [a, b] }];
	await judged({
		'it does not say that it was abandoned': {
			draft: entry({ oldKey: b.key.text, newKey: c.key.text }),
			pinned: c,
			ends: damaged,
		},
		'it says so of another first key': {
			draft: entry({ ...told, abandonedFrom: d.key.text }),
			pinned: c,
			ends: damaged,
		},
		'it says so of another second key': {
			draft: entry({ ...told, oldKey: a.key.text }),
			pinned: c,
			ends: damaged,
		},
		'it comes before the handover': { draft: entry(told, 3), pinned: c, ends: damaged },
		'its new key is the first again': {
			draft: entry({ ...told, newKey: a.key.text }),
			pinned: c,
			ends: damaged,
		},
		'its new key is on no list': { draft: entry({ ...told, newKey: d.key.text }), pinned: c, ends: damaged },
		'it names no new key': {
			draft: entry({ abandonedFrom: a.key.text, oldKey: b.key.text }),
			pinned: c,
			ends: damaged,
		},
		'another change of keys lies between': {
			draft: logWith(
				{ 4: handover(4, a, b), 5: handover(5, b, d), 7: replaced(7, told) },
				{ signers: [a, b, d, c], kept: [{ size: 6, by: [b, d] }] },
			),
			pinned: c,
			ends: damaged,
		},
		'an entry of another kind says so': {
			draft: logWith({
				4: handover(4, a, b),
				7: bytesOf(entryOf(7, { id: 'log/7', kind: 'log key changed!', key: '', facts: told })),
			}),
			pinned: c,
			ends: damaged,
		},
		'the next handover says so': {
			draft: logWith(
				{
					4: handover(4, a, b),
					7: bytesOf(entryOf(7, { id: 'log/7', kind: 'log key rotated', key: '', facts: told })),
				},
				{ kept: [{ size: 8, by: [b, c] }] },
			),
			pinned: c,
			ends: damaged,
		},
		'of a handover that both signed: its keys stay in their order': {
			draft: { ...abandoned, kept, signers: [a, c, b] },
			pinned: a,
			ends: good,
		},
		'of one that both signed: the old key counts no more': {
			draft: { ...abandoned, kept, signers: [b, c, a] },
			pinned: a,
			ends: refused,
		},
		'of one that only the old key signed': {
			draft: { ...abandoned, kept: [{ size: 5, by: [a] }] },
			pinned: c,
			ends: damaged,
		},
		'whoever stole the first key, and leaves out that it had handed over': {
			draft: stolen([b, d, a]),
			pinned: a,
			ends: refused,
		},
		'or signs with a key of his own': {
			draft: stolen([a, b, d]),
			pinned: b,
			ends: refused,
		},
	});
}, 60_000);

it('an export of a period holds the entry that says so, wherever it stands', async () => {
	const changes = new Map([
		[4, handover(4, a, b)],
		[300, replaced(300, told)],
	]);
	const long = draftOf(900);
	const entries = long.entries.map((each, at) => changes.get(at) ?? each);
	const files = filesOf({ ...long, entries, signers: [a, b, c] });
	const read = async (path: string) => files.get(path) ?? null;
	const period = await gathered({ read }, 900, () => false, 1_000_000);
	expect(period.entries).toBe(512);
	const given = { pinned: [c.key.text], outside: '', entries: 'some' } as const;
	expect(await verifyBundle(writeBundle(period.files), given)).toMatchObject({ exitCode: 5 });
});

it('no entry hides a log that was rewritten', async () => {
	const draft = {
		...abandoned,
		entries: abandoned.entries.map((each, at) =>
			at === 1 ? bytesOf(entryOf(1, { actor: 'nobody' })) : each,
		),
	};
	const outside = Buffer.from(checkpointOf(abandoned, 2, [a])).toString();
	const bundle = writeBundle(filesOf(draft));
	const pinned = c.key.text;
	expect(await verifyBundle(bundle, { pinned: [pinned], outside })).toMatchObject({
		exitCode: 3,
		light: 'red',
	});
	expect(endsOfVerifyPy([{ bundle, pinned, outside }])).toEqual([1]);
	expect(await verifyBundle(bundle, { pinned: [a.key.text], outside: '' })).toMatchObject({ exitCode: 2 });
});
