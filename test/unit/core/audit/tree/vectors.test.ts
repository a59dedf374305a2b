import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyConsistency, verifyInclusion } from '../../../../../core/audit/tree/proofs';
import { sharedData } from '../../../../fakes/shared-data';

/** What transparency-dev/merkle tests its own verifiers with, good and bad (testdata at 417fb0c, Apache-2.0). */
interface Case {
	readonly wantErr: boolean;
	readonly proof: readonly string[] | null;
	readonly [name: string]: unknown;
}

const folder = sharedData('merkle');
const here = folder === null ? it.skip : it;

/** Sizes go beyond 2^53: they are read from the text, as JSON.parse would round them. */
const numberIn = (text: string, name: string) => BigInt(new RegExp(`"${name}": (\\d+)`).exec(text)![1]!);
const bytes = (text: unknown) => new Uint8Array(Buffer.from((text ?? '') as string, 'base64'));

const kinds = {
	inclusion: (text: string, { leafHash, proof, root }: Case) =>
		verifyInclusion(
			numberIn(text, 'leafIdx'),
			numberIn(text, 'treeSize'),
			bytes(leafHash),
			(proof ?? []).map(bytes),
			bytes(root),
		),
	consistency: (text: string, { proof, root1, root2 }: Case) =>
		verifyConsistency(
			numberIn(text, 'size1'),
			numberIn(text, 'size2'),
			(proof ?? []).map(bytes),
			bytes(root1),
			bytes(root2),
		),
};

describe.each(Object.entries(kinds))('%s', (kind, verify) => {
	here('agrees with every case', () => {
		const files = readdirSync(join(folder!, kind), { recursive: true, encoding: 'utf8' }).filter((name) =>
			name.endsWith('.json'),
		);
		const wrong = files.filter((name) => {
			const text = readFileSync(join(folder!, kind, name), 'utf8');
			const parsed = JSON.parse(text) as Case;
			return (verify(text, parsed) !== null) !== parsed.wantErr;
		});
		expect(wrong).toEqual([]);
		expect(files.length).toBe(98);
	});
});
