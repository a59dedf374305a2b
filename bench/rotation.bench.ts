import { atMost, type Measurement } from './measurement';
import { instantWorld, rotateOnce, tabled, total } from './rotation';

export const name = 'rotation';

const KEYS = 10_000;
const DAY_MS = 86_400_000;
const ROTATIONS = 100;

/** What one rotation costs in requests and in computing, and a night on which nothing is due. */
export async function run(): Promise<readonly Measurement[]> {
	const table = tabled(await rotateOnce());
	return [
		...Object.entries(table).map(([row, count]) => atMost(`requests, ${row}`, count, count)),
		atMost('requests, all, with AppRole login', total(table), 34),
		atMost('requests, all, with token login', total(table) - table['vault login'], 34),
		atMost(`CPU of one rotation, median of ${String(ROTATIONS)}, ms`, await cpuMedian(), 50),
		atMost(`requests of an idle sweep over ${String(KEYS)} keys`, await idleSweep(KEYS), 6),
		atMost('requests of an idle sweep over 1 key', await idleSweep(1), 6),
	];
}

async function cpuMedian(): Promise<number> {
	const times: number[] = [];
	for (let index = 0; index < ROTATIONS; index++) {
		const before = process.cpuUsage();
		await rotateOnce();
		const { user, system } = process.cpuUsage(before);
		times.push((user + system) / 1_000);
	}
	return Math.round((times.sort((a, b) => a - b)[ROTATIONS / 2] ?? NaN) * 100) / 100;
}

/** So many keys, all due some time in the next 90 days, none today. */
async function idleSweep(keys: number): Promise<number> {
	const { world, asked, keyturn, wait } = await instantWorld();
	await keyturn().rotateDue(60_000);
	wait(120_000);
	await keyturn().rotateDue(60_000);
	// The day that a key was listed under is cleared once no late request can reach it any more.
	wait(3 * DAY_MS);
	await keyturn().rotateDue(60_000);
	for (let index = 0; index < keys; index++) {
		const day = new Date(Date.UTC(2026, 11, 1) + (index % 90) * DAY_MS).toISOString().slice(0, 10);
		world.asRoot('POST', `data/keyturn/due/${day}/app-${String(index)}.key`, { data: {} });
		world.asRoot('POST', `data/keyturn/documents/app-${String(index)}.key`, { data: { document: '{}' } });
	}
	asked.length = 0;
	const { looked } = await keyturn().rotateDue(60_000);
	if (looked !== 0) throw new Error('something was due');
	return asked.length;
}
