import { KeyturnError } from '../../errors';
import { EMPTY_ROOT, HASH_BYTES, nodeHash } from './hashes';

/**
 * A tree of which only the roots of its largest whole subtrees are kept, at most one a power of two: enough to append
 * to it and to tell its root (Crosby & Wallach 2009; `compact.Range` elsewhere).
 */
export class CompactRange {
	#size: number;
	readonly #hashes: Uint8Array[];

	private constructor(size: number, hashes: readonly Uint8Array[]) {
		this.#size = size;
		this.#hashes = [...hashes];
	}

	/** `hashes` from left to right, one for each 1 in `size` written in binary. Throws BAD_INPUT for any other number. */
	static of(size: number, hashes: readonly Uint8Array[]): CompactRange {
		if (!Number.isSafeInteger(size) || size < 0)
			throw new KeyturnError('BAD_INPUT', 'audit log', 'the size of a tree is a whole number');
		const subtrees = size.toString(2).replaceAll('0', '').length;
		if (hashes.length !== subtrees || hashes.some(({ length }) => length !== HASH_BYTES))
			throw new KeyturnError(
				'BAD_INPUT',
				'audit log',
				`a tree of ${size} entries has ${subtrees} whole subtrees with a hash of 32 bytes each`,
			);
		return new CompactRange(size, hashes);
	}

	/** The number of entries. */
	get size(): number {
		return this.#size;
	}

	/** From left to right, largest subtree first. */
	get hashes(): readonly Uint8Array[] {
		return [...this.#hashes];
	}

	append(leafHash: Uint8Array): void {
		let hash = leafHash;
		// Each 1 at the end of the size is a subtree as large as the one in hand; a size may be beyond 32 bits.
		for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2)
			hash = nodeHash(this.#hashes.pop() as Uint8Array, hash);
		this.#hashes.push(hash);
		this.#size++;
	}

	root(): Uint8Array {
		return this.#hashes.length === 0
			? EMPTY_ROOT
			: this.#hashes.reduceRight((right, left) => nodeHash(left, right));
	}
}
