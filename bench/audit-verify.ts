import { hash } from 'node:crypto';
import type { LogFiles } from '../core/audit/verify/files';
import { verifyLog } from '../core/audit/verify/verify-log';

export interface Verified {
	/** How long it took, by the time of the digests that it cannot do without; one number a turn. */
	readonly timesTheFloor: readonly number[];
	/** The most that the heap grew by. */
	readonly heapMb: number;
}

/**
 * Verifies a log again and again; `lengths` are those of its entries. Its digests alone are timed before and after each
 * turn: others use the machine, too, and what they take from one they mostly take from both.
 */
export async function timeVerification(
	files: LogFiles,
	lengths: readonly number[],
	turns: number,
): Promise<Verified> {
	const heapMb = () => process.memoryUsage().heapUsed / 1_048_576;
	const heapBefore = heapMb();
	const timesTheFloor: number[] = [];
	let heap = 0;
	let before = digestsAlone(lengths);
	for (let turn = 0; turn < turns; turn++) {
		const began = performance.now();
		const verdict = await verifyLog(files, { pinned: [], outside: '' });
		const took = performance.now() - began;
		if (verdict.files.state !== 'agree') throw new Error(verdict.sentence);
		heap = Math.max(heap, heapMb() - heapBefore);
		const after = digestsAlone(lengths);
		timesTheFloor.push(took / ((before + after) / 2));
		before = after;
	}
	return { timesTheFloor, heapMb: heap };
}

/** Node's fastest call, looked up once. */
const digest = hash;

/** As many digests of the same lengths: entries with a byte before them, and pairs of hashes. In ms. */
function digestsAlone(lengths: readonly number[]): number {
	const data = new Uint8Array(65_536).fill(7);
	const began = performance.now();
	for (const length of lengths) digest('sha256', data.subarray(0, length + 1), 'binary');
	for (let pair = 1; pair < lengths.length; pair++) digest('sha256', data.subarray(0, 65), 'binary');
	return performance.now() - began;
}
