import { equalBytes } from '../../bytes';
import type { Checkpoint } from '../note/checkpoint';
import type { OutsideCheckpoint, OutsideText } from './outside';
import type { AnchorPart, Contradiction } from './verdict';

/**
 * Holds the log to every checkpoint that somebody outside kept. One that does not fit is enough, whatever others say; one
 * of another log as well, for a log that was written anew under another name would have checkpoints of its own. Roots
 * are null when the log is damaged: what can be told without them is told. A hash in the text that belongs to no checkpoint may
 * be of one that contradicts: as long as nobody could compare it, the log is not anchored.
 */
export function anchorOf(
	log: Checkpoint,
	{ checkpoints: outside, apart }: OutsideText,
	roots: ReadonlyMap<number, Uint8Array> | null,
): AnchorPart {
	const faults: readonly (readonly [Contradiction, (each: OutsideCheckpoint) => boolean])[] = [
		['other origin', ({ origin }) => origin !== log.origin],
		['another root at size', ({ size, root }) => !mayHave(size, root, log, roots)],
		['shorter than', ({ size }) => size > log.size],
	];
	for (const [how, isFault] of faults) {
		const [first] = outside.filter(isFault).sort((a, b) => a.size - b.size);
		if (first !== undefined) return { state: 'contradicted', how, size: first.size, origin: first.origin };
	}
	if (roots === null) return { state: 'not judged' };
	// The beginning of every log is empty: a checkpoint that says so binds nobody to anything.
	const binding = outside.filter(({ size }) => size > 0);
	if (binding.length === 0 || apart.length > 0)
		return { state: 'not anchored', newer: log.size, apart: apart.length };
	const upTo = binding.reduce((largest, { size }) => Math.max(largest, size), 0);
	return { state: 'anchored', checkpoints: binding.length, upTo, newer: log.size - upTo };
}

function mayHave(
	size: number,
	root: Uint8Array,
	log: Checkpoint,
	roots: ReadonlyMap<number, Uint8Array> | null,
): boolean {
	if (size > log.size) return true;
	const own = size === log.size ? log.root : roots?.get(size);
	return own === undefined ? roots === null : equalBytes(own, root);
}
