import { rmSync } from 'node:fs';
import { filesOf } from '../core/audit/log/files';
import { hashesOf } from '../core/audit/log/hashes';
import type { OpenLog } from '../core/audit/log/log';
import { writeProof } from '../core/audit/proof/proof';
import { TILE_WIDTH, tilePath } from '../core/audit/tiles/path';
import { inclusionPath } from '../core/audit/tree/paths';
import { logInFolder } from './audit-log';
import type { Verified } from './audit-verify';
import { atMost, type Measurement } from './measurement';
import { shippedAlone } from './shipped';

export const name = 'audit';

const ENTRIES = 1_000_000;
const GOAL = { entriesPerSecond: 1_500, proofBytes: 3_000, proofMs: 5, timesTheFloor: 1.6, memoryMb: 200 };
const PROOFS = 200;
/** The middle of so many turns counts. */
const TURNS = 9;

export async function run(): Promise<readonly Measurement[]> {
	const { log, seconds, folder } = await logInFolder(ENTRIES, true);
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
	const made = await writeMade(log);
	const verified = shippedAlone('audit-verify.ts', folder, String(held), String(TURNS), ...made) as Verified;
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
			quantile(verified.timesTheFloor, 0.5),
			GOAL.timesTheFloor,
		),
		atMost(
			`${about}: objects and buffers more after that than before, MB`,
			Math.round(verified.memoryMb),
			GOAL.memoryMb,
		),
		atMost(`${about}: proof of an entry, ms, 95 of 100 are quicker`, quantile(times, 0.95), GOAL.proofMs),
	];
}

/** Puts the files that are made when they are read into a folder beside the others; gives their names. */
async function writeMade(log: OpenLog): Promise<readonly string[]> {
	const { size } = log.position.range;
	const last = { index: Math.floor(size / TILE_WIDTH), width: size % TILE_WIDTH };
	const paths = [
		'checkpoint',
		'keys',
		tilePath({ level: 0, ...last }),
		tilePath({ level: 'entries', ...last }),
	];
	for (const path of paths) {
		const bytes = await filesOf(log).read(path);
		await log.store.createIfAbsent(`made/${path}`, bytes ?? new Uint8Array());
	}
	return paths;
}

function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 100) / 100;
}
