import { openKeyturn } from '../core/keyturn';
import type { Host } from '../core/ports';
import { vaults } from '../core/vaults';
import { drivers, startOf } from '../test/simulation/start';
import { purposeOf, type Purpose } from '../test/simulation/purpose';
import { KEY, VAULT, World, plainRequest } from '../test/simulation/world';

/** The rows of the table of requests: what a rotation spends them on. */
export const rows = {
	'vault login': ['login'],
	'vault rights': ['rights'],
	'vault installation key': ['installation'],
	'vault document': ['document read', 'document write'],
	'vault value': ['value read', 'value write', 'staged read', 'staged write', 'admin read'],
	'due list': ['due list', 'due mark', 'sweep told'],
	provider: ['create', 'list', 'revoke', 'disable'],
	probe: ['probe', 'smoke test'],
	audit: ['audit append'],
} as const satisfies Readonly<Record<string, readonly Purpose[]>>;

export type Row = keyof typeof rows;
export type Table = Readonly<Record<Row, number>>;

/** A world whose services answer at once, on a clock that moves only when it is told to. */
export async function instantWorld() {
	let now = Date.UTC(2026, 10, 23, 1);
	const snapshot = await startOf({
		targets: 0,
		boxes: 0,
		apps: 0,
		first: false,
		smoke: true,
		observe: false,
		cache: false,
		grace: true,
	});
	let count = 0;
	const random = (bytes: number) =>
		Uint8Array.from({ length: bytes }, () => (count = (count * 1_103_515_245 + 12_345) & 0x7fffffff) >> 16);
	const world = new World(() => now, random, snapshot);
	const asked: Purpose[] = [];
	const host: Host = {
		http: (request) => {
			asked.push(purposeOf(request));
			return Promise.resolve(world.answer(new URL(request.url).origin, plainRequest(request)));
		},
		clock: { now: () => now, monotonic: () => now, sleep: (ms) => Promise.resolve(void (now += ms)) },
		random,
		actor: 'bench',
	};
	/** Each call logs in anew, as each execution of a workflow does. */
	const keyturn = () =>
		openKeyturn(host, vaults.hashicorp.open({ address: VAULT, login: 'approle', ...snapshot.login }, host), {
			drivers,
		});
	return { world, asked, keyturn, wait: (ms: number) => void (now += ms) };
}

/** One planned rotation with grace in two runs; gives what was asked, in order. */
export async function rotateOnce(): Promise<readonly Purpose[]> {
	const { asked, keyturn, wait } = await instantWorld();
	const first = await keyturn().rotate(KEY);
	if (first.continueAt === null) throw new Error(`it does not wait: ${first.sentence}`);
	wait(120_000);
	const { status, sentence, notProvedDead } = await keyturn().rotate(KEY);
	if (status !== 'up to date' || notProvedDead !== 0) throw new Error(`not done: ${sentence}`);
	return asked;
}

export function tabled(asked: readonly Purpose[]): Table {
	const entries = Object.entries(rows).map(([row, purposes]) => [
		row,
		asked.filter((each) => (purposes as readonly Purpose[]).includes(each)).length,
	]);
	return Object.fromEntries(entries) as Table;
}

export const total = (table: Table): number => Object.values(table).reduce((sum, each) => sum + each, 0);
