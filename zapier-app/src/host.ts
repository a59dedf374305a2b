import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { KeyturnError } from '../../core/errors';
import type { Clock, Host, Http } from '../../core/ports';

/** Zapier ends every run after 30 s. An advance begins nothing new after the first, and nothing is sent after the second. */
export const ADVANCE_MS = 25_000;
export const END_MS = 28_000;
/** With less than this left, a request would only be cut off. */
const LEAST_MS = 250;

export const systemClock: Clock = {
	now: () => Date.now(),
	monotonic: () => performance.now(),
	sleep: (ms) => pause(ms),
};

/**
 * The core's ports for one run that begins now. Pauses end with the time to advance, so that what was reached is still
 * written down. After `endMs` no request leaves, so that it ends with a sentence of ours before Zapier cuts it off;
 * that is safe at any point, for a crash would be the same.
 */
export function zapierHost(http: Http, clock: Clock, endMs = END_MS): Host {
	const began = clock.monotonic();
	const left = (ofMs: number) => began + ofMs - clock.monotonic();
	return {
		http: async (request) => {
			const ms = left(endMs);
			if (ms < LEAST_MS) throw new KeyturnError('OUT_OF_TIME', 'Zapier', 'the time of this run is over');
			return await http({ ...request, timeoutMs: Math.min(request.timeoutMs, ms) });
		},
		clock: { ...clock, sleep: (ms) => clock.sleep(Math.max(0, Math.min(ms, left(ADVANCE_MS)))) },
		random: (bytes) => Uint8Array.from(randomBytes(bytes)),
		actor: 'Zapier',
	};
}
