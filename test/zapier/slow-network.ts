import type { Clock, Http } from '../../core/ports';

/** One clock for the app, the vault and the provider, and a network as slow as a test wants. */
export class SlowNetwork {
	readonly base = Date.now();
	passed = 0;
	/** How long the n-th request of a run waits for its answer, in ms. */
	delayOf: (at: number, url: string) => number = () => 20;
	/** Whether a request that nobody waits for any more reaches the server all the same. */
	arrives = true;
	sent = 0;

	readonly now = () => this.base + this.passed;
	readonly clock: Clock = {
		now: this.now,
		monotonic: () => this.passed,
		sleep: async (ms) => {
			this.passed += ms;
		},
	};

	readonly wrap =
		(http: Http): Http =>
		async (request) => {
			const delay = this.delayOf(this.sent++, request.url);
			if (delay < request.timeoutMs) {
				this.passed += delay;
				return await http(request);
			}
			if (this.arrives) await http(request);
			this.passed += request.timeoutMs;
			throw new Error('no answer in time');
		};
}
