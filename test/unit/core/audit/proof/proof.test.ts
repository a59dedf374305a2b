import { checkpointText } from '../../../../../core/audit/note/checkpoint';
import { signNote } from '../../../../../core/audit/note/note';
import { noteSigner } from '../../../../../core/audit/note/signer';
import { readProof, verifyProof, writeProof } from '../../../../../core/audit/proof/proof';
import { leafHash, nodeHash } from '../../../../../core/audit/tree/hashes';

const ORIGIN = 'example.org/log';
const signer = noteSigner(ORIGIN, new Uint8Array(32).fill(1));
const entries = ['a', 'b', 'c'].map((text) => new TextEncoder().encode(text));
const [a, b, c] = entries.map(leafHash) as [Uint8Array, Uint8Array, Uint8Array];
const root = nodeHash(nodeHash(a, b), c);
const checkpoint = signNote(checkpointText({ origin: ORIGIN, size: 3, root }), [signer]);
const proof = { extra: null, index: 1, path: [a, c], checkpoint };
const file = writeProof(proof);
const code = (value: string) => expect.objectContaining({ code: value });

it('proves the entry that it was made for', () => {
	const proved = verifyProof(file, entries[1]!, ORIGIN, [signer.key]);
	expect(proved).toMatchObject({ index: 1, checkpoint: { size: 3 }, signedBy: [signer.key] });
});

it('has the lines of the specification', () => {
	const lines = Buffer.from(writeProof({ ...proof, extra: entries[0]! }))
		.toString()
		.split('\n');
	expect(lines.slice(0, 3)).toEqual(['c2sp.org/tlog-proof@v1', 'extra YQ==', 'index 1']);
	expect(lines.slice(5, 8)).toEqual(['', ORIGIN, '3']);
});

it.each([
	['with extra data', { ...proof, extra: new Uint8Array([1, 2, 3]) }],
	['with empty extra data', { ...proof, extra: new Uint8Array(0) }],
	['without hashes', { ...proof, path: [] }],
])('reads what it wrote, %s', (_what, given) => {
	const read = readProof(writeProof(given));
	expect({ ...read, checkpoint: Buffer.from(read.checkpoint).toString() }).toEqual({
		...given,
		checkpoint: Buffer.from(checkpoint).toString(),
	});
});

it('proves no other entry, no other index, no other log, and nothing for a key that did not sign', () => {
	const other = noteSigner(ORIGIN, new Uint8Array(32).fill(2));
	expect(() => verifyProof(file, entries[0]!, ORIGIN, [signer.key])).toThrow(code('PROOF_WRONG'));
	const moved = writeProof({ ...proof, index: 0 });
	expect(() => verifyProof(moved, entries[1]!, ORIGIN, [signer.key])).toThrow(code('PROOF_WRONG'));
	expect(() => verifyProof(file, entries[1]!, 'example.org/other', [signer.key])).toThrow(
		code('PROOF_ORIGIN'),
	);
	expect(() => verifyProof(file, entries[1]!, ORIGIN, [other.key])).toThrow(code('SIGNED_BY_OTHERS'));
});

const text = Buffer.from(file).toString();
it.each([
	['nothing', '', 'PROOF_HEADER'],
	['another version', text.replace('@v1', '@v2'), 'PROOF_HEADER'],
	['a carriage return', text.replace('@v1\n', '@v1\r\n'), 'PROOF_HEADER'],
	['extra data in another base64', text.replace('index', 'extra Y-==\nindex'), 'PROOF_EXTRA'],
	['extra data twice', text.replace('index', 'extra YQ==\nextra YQ==\nindex'), 'PROOF_INDEX'],
	['no index', text.replace('index 1\n', ''), 'PROOF_INDEX'],
	['an index with a zero in front', text.replace('index 1', 'index 01'), 'PROOF_INDEX'],
	['an index below zero', text.replace('index 1', 'index -1'), 'PROOF_INDEX'],
	[
		'a hash of 31 bytes',
		text.replace('index 1', `index 1\n${Buffer.alloc(31).toString('base64')}`),
		'PROOF_HASH',
	],
	[
		'more hashes than a tree is high',
		text.replace('index 1', `index 1${`\n${Buffer.alloc(32).toString('base64')}`.repeat(60)}`),
		'PROOF_HASH',
	],
	['no checkpoint', text.slice(0, text.indexOf('\n\n')), 'PROOF_END'],
	['a checkpoint without a signature', text.slice(0, text.lastIndexOf('\n\n') + 1), 'NOTE_UNSIGNED'],
	[
		'a hash too many',
		text.replace('index 1', `index 1\n${Buffer.alloc(32).toString('base64')}`),
		'PROOF_WRONG',
	],
	['an index that the tree has not', text.replace('index 1', 'index 3'), 'PROOF_WRONG'],
])('refuses %s', (_what, changed, expected) => {
	expect(() => verifyProof(new TextEncoder().encode(changed), entries[1]!, ORIGIN, [signer.key])).toThrow(
		code(expected),
	);
});
