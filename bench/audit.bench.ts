import { rmSync } from 'node:fs';
import { filesOf } from '../core/audit/log/files';
import { hashesOf } from '../core/audit/log/hashes';
import { writeProof } from '../core/audit/proof/proof';
import { inclusionPath } from '../core/audit/tree/paths';
import { loggedEntries } from '../core/audit/log/entries';
import { logInFolder } from './audit-log';
import type * as AuditVerify from './audit-verify';
import { atMost, type Measurement } from './measurement';
import { shipped } from './shipped';

export const name = 'audit';

const SIZE = { usual: 100_000, full: 1_000_000 };
const GOAL = { entriesPerSecond: 1_500, proofBytes: 3_000, proofMs: 5, timesTheFloor: 1.6, heapMb: 200 };
const PROOFS = 200;
/** The middle of so many turns counts. */
const TURNS = 9;

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
	const { timeVerification } = shipped('audit-verify.ts') as typeof AuditVerify;
	const { timesTheFloor, heapMb } = await timeVerification(files, lengths, TURNS);
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
			quantile(timesTheFloor, 0.5),
			GOAL.timesTheFloor,
		),
		atMost(`${about}: heap more after that than before, MB`, Math.round(heapMb), GOAL.heapMb),
		atMost(`${about}: proof of an entry, ms, 95 of 100 are quicker`, quantile(times, 0.95), GOAL.proofMs),
	];
}

function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 100) / 100;
}
