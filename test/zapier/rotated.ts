import type { Warp } from '../engine/warp';
import type { Stage } from './stage';

type Row = Readonly<Record<string, unknown>>;

/** Rotate Key, run after run at the time when it can go on, until the rotation is over. */
export async function rotateToTheEnd(stage: Stage, warp: Warp, key: string, rounds = 12): Promise<Row> {
	for (let round = 0; round < rounds; round++) {
		const { results, error } = await stage.create('rotate_key', { key });
		expect(error).toBeUndefined();
		const row = results as Row;
		if (row['underWay'] !== true) return row;
		warp.to(typeof row['continueAt'] === 'string' ? row['continueAt'] : warp.now() + 2_000);
	}
	throw new Error('it did not come to an end');
}
