import { readBundle, writeBundle } from '../../../core/audit/bundle/bundle';
import { verifyBundle } from '../../../core/audit/bundle/verify-bundle';
import { type Draft, bytesOf, checkpointOf, draftOf, entryOf, filesOf, handover, signerOf } from './log';

/** What came of one seed. */
interface Outcome {
	readonly kind: string;
	readonly code: string;
	readonly ms: number;
	/** True when the verdict is green although the log is not the one that the outside checkpoint is of. */
	readonly isWrong: boolean;
}

/** What a small bundle may take. */
export const MAY_TAKE_MS = 50;

export interface FuzzResult {
	readonly outcomes: Readonly<Record<string, number>>;
	readonly wrong: readonly number[];
	readonly slowestMs: number;
}

/** Random numbers that a seed gives again (mulberry32). */
class Chance {
	#state: number;
	constructor(seed: number) {
		this.#state = seed;
	}
	below(limit: number): number {
		this.#state = (this.#state + 0x6d2b79f5) | 0;
		let value = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
		value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
		return ((value ^ (value >>> 14)) >>> 0) % limit;
	}
	among<Item>(items: readonly Item[]): Item {
		return items[this.below(items.length)]!;
	}
}

const [a, b] = [signerOf(1), signerOf(2)];
const SIZE = 6;
const genuine: Draft = {
	...draftOf(SIZE),
	entries: draftOf(SIZE).entries.map((entry, at) => (at === 3 ? handover(3, a, b) : entry)),
	signers: [a, b],
	kept: [{ size: 4, by: [a, b] }],
};
const files = filesOf(genuine);
const bundle = writeBundle(files);
const outside = Buffer.from(checkpointOf(genuine, SIZE, [b])).toString();

/** What parsers trip over, put in anywhere. */
const TOKENS = [
	'\n',
	'\n\n',
	'\r\n',
	'\0',
	'— ',
	'+',
	'=',
	'0',
	'-1',
	'9'.repeat(30),
	'{',
	'}',
	'"',
	'\\u0000',
	'\\ud800',
	'../',
	'/',
	'\u00ff',
	'\ufeff',
	'null',
	'[]',
	'__proto__',
	'\u2028',
	'x'.repeat(600),
].map((text) => new Uint8Array(Buffer.from(text)));

/** Bytes changed in one to four places: flipped, taken out, put in, doubled, moved. */
function scrambled(bytes: Uint8Array, chance: Chance): Uint8Array {
	let now: Buffer = Buffer.from(bytes);
	for (let times = 1 + chance.below(4); times > 0; times--) {
		const at = chance.below(now.length + 1);
		const end = Math.min(now.length, at + chance.below(chance.among([2, 40, 600])));
		const part = now.subarray(at, end);
		const changes: readonly (() => Buffer)[] = [
			() => {
				const copy = Buffer.from(now);
				if (copy.length > 0) copy[at % copy.length]! ^= 1 << chance.below(8);
				return copy;
			},
			() => Buffer.concat([now.subarray(0, at), now.subarray(end)]),
			() => Buffer.concat([now.subarray(0, at), chance.among(TOKENS), now.subarray(at)]),
			() => Buffer.concat([now.subarray(0, end), part, now.subarray(end)]),
			() => Buffer.concat([part, now.subarray(0, at), now.subarray(end)]),
			() => now.subarray(0, at),
		];
		now = chance.among(changes)();
	}
	return new Uint8Array(now);
}

/** By whom a bundle is changed, and how: each gives an archive. */
const hands: Readonly<Record<string, (chance: Chance) => Uint8Array>> = {
	/** An accident. */
	bytes: (chance) => scrambled(bundle, chance),
	/** Somebody without the key, who writes the archive anew. */
	files: (chance) => {
		const changed = new Map(files);
		for (let times = 1 + chance.below(2); times > 0; times--) {
			const path = chance.among([...files.keys()]);
			if (chance.below(8) === 0) changed.delete(path);
			else changed.set(path, scrambled(files.get(path)!, chance));
		}
		return writeBundle(changed);
	},
	/** The operator, who hashes and signs what he likes. */
	entries: (chance) => {
		const entries = [...genuine.entries];
		for (let times = 1 + chance.below(2); times > 0; times--) {
			const at = chance.below(entries.length);
			const other = [
				scrambled(entries[at]!, chance),
				bytesOf(entryOf(chance.below(20), { actor: String(chance.below(3)) })),
				handover(chance.below(9), chance.among([a, b]), chance.among([a, b])),
			];
			entries.splice(
				at,
				chance.below(3),
				...other.slice(0, chance.below(2)),
				...(chance.below(2) === 0 ? [chance.among(other)] : []),
			);
			if (entries.length === 0) entries.push(genuine.entries[0]!);
		}
		return writeBundle(
			filesOf({ ...genuine, entries, kept: genuine.kept.filter(({ size }) => size <= entries.length) }),
		);
	},
};

/** A green verdict is right only when every file is as it was, or entries were added behind what is anchored. */
function isGenuine(archive: Uint8Array): boolean {
	const read = readBundle(archive);
	return (
		[...files].every(([path, bytes]) => Buffer.compare(read.get(path) ?? new Uint8Array(0), bytes) === 0) ||
		isContinued(read)
	);
}

function isContinued(read: Map<string, Uint8Array>): boolean {
	const path = [...read.keys()].find((each) => each.startsWith('tile/entries/000')) ?? '';
	const before = files.get(`tile/entries/000.p/${SIZE}`)!;
	return Buffer.compare((read.get(path) ?? new Uint8Array(0)).subarray(0, before.length), before) === 0;
}

/** What whoever verifies the changed bundles knows. */
export const fuzzGiven = { pinned: a.key.text, outside };

/** The bundle that was changed in the way the seed decides. */
export function changedBundle(seed: number): { readonly kind: string; readonly archive: Uint8Array } {
	const chance = new Chance(seed);
	const kind = chance.among(Object.keys(hands));
	return { kind, archive: hands[kind]!(chance) };
}

async function tried(seed: number): Promise<Outcome> {
	const { kind, archive } = changedBundle(seed);
	const look = () => verifyBundle(archive, { pinned: [a.key.text], outside });
	const began = process.cpuUsage();
	const { files: state, light, signature, anchor } = await look();
	const first = msSince(began);
	const ms = first > MAY_TAKE_MS ? await quickest(look) : first;
	const code =
		state.state === 'damaged' ? state.code : signature.state === 'refused' ? signature.code : anchor.state;
	return { kind, code, ms, isWrong: light === 'green' && !isGenuine(archive) };
}

/** What the process itself took: other work of the machine is not the verifier's. */
function msSince(began: NodeJS.CpuUsage): number {
	const { user, system } = process.cpuUsage(began);
	return (user + system) / 1_000;
}

/** Now and then the runtime compiles or tidies up: what takes long is tried again, and what hangs takes long again. */
async function quickest(work: () => Promise<unknown>): Promise<number> {
	let best = Infinity;
	for (let times = 0; times < 5 && best > MAY_TAKE_MS; times++) {
		const began = process.cpuUsage();
		await work();
		best = Math.min(best, msSince(began));
	}
	return best;
}

/** Verifies `count` bundles that were changed in ways the seeds decide. Whatever throws is not caught here. */
export async function fuzzVerify(first: number, count: number): Promise<FuzzResult> {
	const outcomes: Record<string, number> = {};
	const wrong: number[] = [];
	let slowestMs = 0;
	for (let seed = first; seed < first + count; seed++) {
		const { kind, code, ms, isWrong } = await tried(seed);
		const name = `${kind}: ${code}`;
		outcomes[name] = (outcomes[name] ?? 0) + 1;
		if (isWrong) wrong.push(seed);
		slowestMs = Math.max(slowestMs, ms);
	}
	return { outcomes, wrong, slowestMs };
}
