import { KeyturnError } from '../../errors';
import { retryAfterOf } from '../../http';
import type { Clock, HttpResponse } from '../../ports';
import { minuteShown } from '../times';
import type { Source } from './sources';

/** The longest that a request waits for its turn; one that would wait longer is not sent. */
const MOST_WAIT_MS = 30_000;
/** How long a host that wants no more requests is left alone when it does not say. */
const COOL_DOWN_S = 60;

/** The requests to one host of a source. */
export interface Lane {
	readonly sent: number;
	/** Until when it wants no requests, in ms since 1970 by this machine's clock; 0 when it said nothing. */
	readonly pausedUntil: number;
	/**
	 * Sends when it is this request's turn. Throws RATE_LIMITED when that would take too long, or what `permit` throws when
	 * the turn has come; nothing was sent then.
	 */
	send(permit: () => void, exchange: () => Promise<HttpResponse>): Promise<HttpResponse>;
}

/** `where` is for people; `pausedUntil` is what an earlier run was told. */
export function openLane(source: Source, where: string, clock: Clock, pausedUntil: number): Lane {
	const { limit, perMs, oneAtOnce = false } = source;
	/** When the latest requests began, by the clock that only goes forward; no more than the limit. */
	const begun: number[] = [];
	let turn: Promise<unknown> = Promise.resolve();
	let sent = 0;

	return {
		get sent() {
			return sent;
		},
		get pausedUntil() {
			return pausedUntil;
		},
		async send(permit, exchange) {
			const since = clock.monotonic();
			const before = turn;
			let done = () => {};
			turn = new Promise<void>((resolve) => (done = resolve));
			await before;
			try {
				await pass(since);
				permit();
				begun.push(clock.monotonic());
				if (begun.length > limit) begun.shift();
				sent++;
				if (!oneAtOnce) done();
				return heeded(await exchange());
			} finally {
				done();
			}
		},
	};

	async function pass(since: number): Promise<void> {
		for (let wait = waitMs(); wait > 0; wait = waitMs()) {
			if (clock.monotonic() - since + wait > MOST_WAIT_MS)
				throw notAsked(where, clock.now() + wait, clock.now());
			await clock.sleep(wait);
		}
		if (clock.monotonic() - since > MOST_WAIT_MS) throw notAsked(where, clock.now(), clock.now());
	}

	function waitMs(): number {
		const [oldest] = begun;
		const full = begun.length === limit && oldest !== undefined;
		return Math.max(full ? oldest + perMs - clock.monotonic() : 0, pausedUntil - clock.now());
	}

	function heeded(response: HttpResponse): HttpResponse {
		if (response.status === 429) {
			const wait = retryAfterOf(response) ?? COOL_DOWN_S;
			pausedUntil = Math.max(pausedUntil, clock.now() + wait * 1_000);
		}
		return response;
	}
}

/** Why a request was not sent, with when it may be; both times in ms since 1970. */
export const notAsked = (where: string, from: number, now: number): KeyturnError =>
	new KeyturnError(
		'RATE_LIMITED',
		where,
		`not asked, to stay within its limit; it may be asked from ${minuteShown(from)} on`,
		{
			retryAfter: Math.max(1, Math.ceil((from - now) / 1_000)),
		},
	);
