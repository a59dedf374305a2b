import { consistencyPath, inclusionPath, type HashAt } from '../../../core/audit/tree/paths';
import { subtreeRoot } from '../../../core/audit/tiles/hash-tile';
import { leafHash, nodeHash } from '../../../core/audit/tree/hashes';
import { verifyConsistency, verifyInclusion } from '../../../core/audit/tree/proofs';
import { CompactRange } from '../../../core/audit/tree/range';
import { type Question, ask, base64, chanceFrom, fromBase64 } from './ask';

const TREES = 100_000;
const PART = 5_000;

interface Tree {
	readonly entries: readonly Uint8Array[];
	readonly index: number;
	readonly earlier: number;
	readonly root: Uint8Array;
	readonly before: Uint8Array;
	readonly path: readonly Uint8Array[];
	readonly between: readonly Uint8Array[];
}

/** Of one entry to 40, now and then of up to 600; entries of up to 30 bytes, some of them equal. */
async function treeOf(seed: number): Promise<Tree> {
	const below = chanceFrom(seed);
	const size = 1 + below(below(100) === 0 ? 600 : 40);
	const entries = Array.from({ length: size }, () =>
		Uint8Array.from({ length: below(30) }, () => below(256)),
	);
	const [index, earlier] = [below(size), 1 + below(size)];
	const hashes = entries.map(leafHash);
	const range = CompactRange.of(0, []);
	let before = range.root();
	for (const [at, hash] of hashes.entries()) {
		range.append(hash);
		if (at + 1 === earlier) before = range.root();
	}
	const hashAt: HashAt = async (level, at) => rowRoot(hashes.slice(at * 2 ** level, (at + 1) * 2 ** level));
	return {
		entries,
		index,
		earlier,
		root: range.root(),
		before,
		path: await inclusionPath(index, size, hashAt),
		between: await consistencyPath(earlier, size, hashAt),
	};
}

/** A tile holds 256 hashes at most. */
const rowRoot = (hashes: readonly Uint8Array[]): Uint8Array =>
	hashes.length <= 256
		? subtreeRoot(new Uint8Array(Buffer.concat(hashes)))
		: nodeHash(rowRoot(hashes.slice(0, hashes.length / 2)), rowRoot(hashes.slice(hashes.length / 2)));

const question = ({ entries, index, earlier, root, before, path, between }: Tree): Question => ({
	op: 'tree',
	entries: entries.map(base64),
	index,
	earlier,
	root: base64(root),
	before: base64(before),
	path: path.map(base64),
	between: between.map(base64),
});

it('agrees with transparency-dev/merkle on 100,000 random trees: roots, and proofs in both directions', async () => {
	for (let first = 0; first < TREES; first += PART) {
		const trees = await Promise.all(Array.from({ length: PART }, (_, at) => treeOf(first + at)));
		const answers = await ask(trees.map(question));
		const wrong = trees.filter((tree, at) => {
			const { root = '', before = '', path = [], between = [], error } = answers[at]!;
			const size = BigInt(tree.entries.length);
			const leaf = leafHash(tree.entries[tree.index]!);
			return (
				error !== undefined ||
				root !== base64(tree.root) ||
				before !== base64(tree.before) ||
				verifyInclusion(BigInt(tree.index), size, leaf, path.map(fromBase64), tree.root) !== null ||
				verifyConsistency(BigInt(tree.earlier), size, between.map(fromBase64), tree.before, tree.root) !==
					null
			);
		});
		expect(wrong).toEqual([]);
	}
}, 1_200_000);

it('would hear of a proof that is wrong', async () => {
	const tree = await treeOf(100_003);
	const wrong = { ...tree, path: [...tree.path, tree.root] };
	const [good, bad] = await ask([question(tree), question(wrong)]);
	expect(good?.error).toBeUndefined();
	expect(bad?.error).toMatch(/proof size/);
});
