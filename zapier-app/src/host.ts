import { setTimeout as sleep } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import { KeyturnError } from '../../core/errors';
import type { Host, Http } from '../../core/ports';

/** Zapier ends every run after 30 s. An advance begins nothing new after the first, and nothing is sent after the second. */
export const ADVANCE_MS = 25_000;
export const END_MS = 28_000;

/**
 * The core's ports for one run. When the run's time is over no request leaves and no pause is begun, so that the run ends
 * with a sentence of ours before Zapier cuts it off. That is safe at any point: it is what a crash would be.
 */
export function zapierHost(http: Http, endMs = END_MS): Host {
	const end = performance.now() + endMs;
	const left = (wanted: number) => {
		const ms = end - performance.now();
		if (ms < wanted) throw new KeyturnError('OUT_OF_TIME', 'Zapier', 'the time of this run is over');
		return ms;
	};
	return {
		http: async (request) => {
			const timeoutMs = Math.min(request.timeoutMs, left(LEAST_MS));
			return await http({ ...request, timeoutMs });
		},
		clock: {
			now: () => Date.now(),
			monotonic: () => performance.now(),
			sleep: async (ms) => {
				left(ms);
				await sleep(ms);
			},
		},
		random: (bytes) => Uint8Array.from(randomBytes(bytes)),
		actor: 'Zapier',
	};
}

/** With less than this left, a request would only be cut off. */
const LEAST_MS = 250;
