import type { Clock } from '../../core/ports';
import type { VirtualTime } from './host';

/** A clock for many at once: time passes only when all of them sleep, and then to the moment at which the first wakes. */
export class SteppedTime implements Clock {
	readonly #time: VirtualTime;
	readonly #sleepers: { readonly at: number; readonly wake: () => void }[] = [];
	#isStepping = false;

	constructor(time: VirtualTime) {
		this.#time = time;
	}

	now = () => this.#time.now;
	monotonic = () => this.#time.now - this.#time.start;

	sleep = (ms: number): Promise<void> =>
		new Promise((wake) => {
			const at = this.#time.now + Math.max(0, ms);
			const later = this.#sleepers.findIndex((each) => each.at > at);
			this.#sleepers.splice(later === -1 ? this.#sleepers.length : later, 0, { at, wake });
			if (!this.#isStepping) this.#stepSoon();
		});

	/** After all that can go on without time has gone on. */
	#stepSoon(): void {
		this.#isStepping = true;
		setImmediate(() => {
			const first = this.#sleepers.shift();
			if (first === undefined) {
				this.#isStepping = false;
				return;
			}
			this.#time.pass(first.at - this.#time.now);
			first.wake();
			this.#stepSoon();
		});
	}
}
