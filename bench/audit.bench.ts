import { hash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { filesOf } from '../core/audit/log/files';
import { hashesOf } from '../core/audit/log/hashes';
import { writeProof } from '../core/audit/proof/proof';
import { inclusionPath } from '../core/audit/tree/paths';
import { loggedEntries } from '../core/audit/log/entries';
import { verifyLog } from '../core/audit/verify/verify-log';
import { logInFolder } from './audit-log';
import { atMost, type Measurement } from './measurement';

export const name = 'audit';

const SIZE = { usual: 100_000, full: 1_000_000 };
const GOAL = { entriesPerSecond: 1_500, proofBytes: 3_000, proofMs: 5, timesTheFloor: 1.6, heapMb: 200 };
const PROOFS = 200;
/** Both are measured so often by turns, and the least of each counts: others use the machine, too. */
const TURNS = 5;

export async function run(full: boolean): Promise<readonly Measurement[]> {
	const size = full ? SIZE.full : SIZE.usual;
	const { log, seconds, folder } = await logInFolder(size, true);
	const { size: held } = log.position.range;
	const files = filesOf(log);
	const checkpoint = (await files.read('checkpoint')) ?? new Uint8Array();
	let bytes = 0;
	const times: number[] = [];
	for (let turn = 0; turn < PROOFS; turn++) {
		const index = Math.floor(((turn + 0.5) / PROOFS) * held);
		const began = performance.now();
		const path = await inclusionPath(index, held, hashesOf(files, held));
		const proof = writeProof({ extra: null, index, path, checkpoint });
		times.push(performance.now() - began);
		bytes = Math.max(bytes, proof.length);
	}
	const lengths: number[] = [];
	for await (const { bytes: leaf } of loggedEntries(files, held)) lengths.push(leaf.length);
	const heapMb = () => process.memoryUsage().heapUsed / 1_048_576;
	const heapBefore = heapMb();
	let [verifyMs, floorMs, heap] = [Infinity, Infinity, 0];
	for (let turn = 0; turn < TURNS; turn++) {
		const verifying = performance.now();
		const verdict = await verifyLog(files, { pinned: [], outside: '' });
		verifyMs = Math.min(verifyMs, performance.now() - verifying);
		if (verdict.files.state !== 'agree') throw new Error(verdict.sentence);
		heap = Math.max(heap, heapMb() - heapBefore);
		floorMs = Math.min(floorMs, floorOf(lengths));
	}
	rmSync(folder, { recursive: true });
	const about = `${String(held)} entries`;
	return [
		{
			name: `${about} appended to a folder in signed batches, a second`,
			value: Math.round(held / seconds),
			goal: GOAL.entriesPerSecond,
			ok: held / seconds >= GOAL.entriesPerSecond,
		},
		atMost(`${about}: largest proof of an entry, bytes`, bytes, GOAL.proofBytes),
		atMost(
			`${about}: verified, times the ${String(2 * held - 1)} digests that it cannot do without`,
			Math.round((verifyMs / floorMs) * 100) / 100,
			GOAL.timesTheFloor,
		),
		atMost(`${about}: heap more after that than before, MB`, Math.round(heap), GOAL.heapMb),
		atMost(`${about}: proof of an entry, ms, 95 of 100 are quicker`, quantile(times, 0.95), GOAL.proofMs),
	];
}

function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 100) / 100;
}

/** As many digests of the same lengths with Node's fastest call: entries with a byte before them, and pairs of hashes. */
function floorOf(lengths: readonly number[]): number {
	const data = new Uint8Array(65_536).fill(7);
	const began = performance.now();
	for (const length of lengths) hash('sha256', data.subarray(0, length + 1), 'binary');
	for (let pair = 1; pair < lengths.length; pair++) hash('sha256', data.subarray(0, 65), 'binary');
	return performance.now() - began;
}
