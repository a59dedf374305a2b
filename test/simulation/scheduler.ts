/** A small, fast, repeatable source of chance (mulberry32). */
export function chance(seed: number): () => number {
	let state = Math.imul(seed, 2_654_435_761) >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** Random bytes from such a source. */
export function bytesOf(next: () => number): (bytes: number) => Uint8Array {
	return (bytes) => {
		const made = new Uint8Array(bytes);
		for (let index = 0; index < bytes; index++) made[index] = next() * 256;
		return made;
	};
}

/** Far more than any chain of promises in the engine takes. */
const MANY_TICKS = 100_000;

/** Node takes up the next tick only when no promise has anything left to set off. */
const allIsDone = (resolve: (value: undefined) => void) => {
	process.nextTick(resolve, undefined);
};

interface Event {
	readonly at: number;
	readonly order: number;
	readonly run: () => void;
}

/** Virtual time: events run in order of time, and everything that a resolved promise sets off runs before the next. */
export class Scheduler {
	now: number;
	/** How many tasks run now, that is, wait neither for an answer nor for a time. Time stands still until none does. */
	running = 0;
	/** Tasks ask several things at once, which counting cannot follow: each event waits until nothing is left to be done. */
	parallel = false;
	readonly #events: Event[] = [];
	#order = 0;

	constructor(start: number) {
		this.now = start;
	}

	at(time: number, run: () => void): void {
		this.#push({ at: Math.max(time, this.now), order: this.#order++, run });
	}

	after(ms: number, run: () => void): void {
		this.at(this.now + ms, run);
	}

	/** Runs until `done` says so, nothing is left, or virtual time passes `end`. */
	async run(end: number, done: () => boolean): Promise<void> {
		for (let event = this.#pop(); event !== undefined; event = this.#pop()) {
			if (event.at > end) return;
			this.now = event.at;
			event.run();
			if (this.parallel) await new Promise(allIsDone);
			else
				for (let ticks = 0; this.running > 0; ticks++)
					await (ticks < MANY_TICKS
						? null
						: Promise.reject(new Error('a task waits for something outside the simulation')));
			if (done()) return;
		}
	}

	#push(event: Event): void {
		const heap = this.#events;
		heap.push(event);
		for (let child = heap.length - 1; child > 0;) {
			const parent = (child - 1) >> 1;
			if (!earlier(heap[child], heap[parent])) return;
			swap(heap, child, parent);
			child = parent;
		}
	}

	#pop(): Event | undefined {
		const heap = this.#events;
		const first = heap[0];
		const last = heap.pop();
		if (first === undefined || last === undefined || heap.length === 0) return first;
		heap[0] = last;
		for (let parent = 0; ;) {
			const left = 2 * parent + 1;
			const least = earlier(heap[left + 1], heap[left]) ? left + 1 : left;
			if (!earlier(heap[least], heap[parent])) return first;
			swap(heap, least, parent);
			parent = least;
		}
	}
}

const earlier = (a: Event | undefined, b: Event | undefined): boolean =>
	a !== undefined && b !== undefined && (a.at < b.at || (a.at === b.at && a.order < b.order));

function swap(heap: Event[], a: number, b: number): void {
	const event = heap[a] as Event;
	heap[a] = heap[b] as Event;
	heap[b] = event;
}
