// Verifies the log in a folder again and again, as whoever checks one does: in a process of its own. Its digests alone are
// timed before and after each turn: others use the machine, too, and what they take from one they mostly take from both.
import { hash } from 'node:crypto';
import { eachEntry } from '../core/audit/tiles/entry-bundle';
import { tilePath, tilesOf } from '../core/audit/tiles/path';
import type { LogFiles } from '../core/audit/verify/files';
import { verifyLog } from '../core/audit/verify/verify-log';
import { folderStore } from '../demo/audit/folder-store';

/** What this prints. */
export interface Verified {
	/** How long it took, by the time of the digests that it cannot do without; one number a turn. */
	readonly timesTheFloor: readonly number[];
	/** The most that objects and buffers grew by. */
	readonly memoryMb: number;
}

async function main(folder: string, size: number, turns: number, made: readonly string[]): Promise<Verified> {
	const store = folderStore(folder);
	const known = new Map<string, Uint8Array | null>();
	for (const path of made) known.set(path, await store.read(`made/${path}`));
	const files: LogFiles = { read: async (path) => known.get(path) ?? (await store.read(path)) };
	const lengths: number[] = [];
	for (const tile of tilesOf('entries', size))
		eachEntry((await files.read(tilePath(tile))) ?? new Uint8Array(), tile.width, (begin, end) =>
			lengths.push(end - begin),
		);
	const memoryMb = () => {
		const { heapUsed, external } = process.memoryUsage();
		return (heapUsed + external) / 1_048_576;
	};
	const memoryBefore = memoryMb();
	const timesTheFloor: number[] = [];
	let memory = 0;
	let before = digestsAlone(lengths);
	for (let turn = 0; turn < turns; turn++) {
		const began = performance.now();
		const verdict = await verifyLog(files, { pinned: [], outside: '' });
		const took = performance.now() - began;
		if (verdict.files.state !== 'agree') throw new Error(verdict.sentence);
		memory = Math.max(memory, memoryMb() - memoryBefore);
		const after = digestsAlone(lengths);
		timesTheFloor.push(took / ((before + after) / 2));
		before = after;
	}
	return { timesTheFloor, memoryMb: memory };
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

const [folder = '', size, turns, ...made] = process.argv.slice(2);
void main(folder, Number(size), Number(turns), made).then((verified) => {
	process.stdout.write(JSON.stringify(verified));
});
