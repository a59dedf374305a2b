import { hasCode, isUnknownOutcome } from '../errors';
import type { Clock } from '../ports';
import type { Reading, ValueReader } from '../vaults/vault';
import { isUsable, type Cached } from './cached';
import { Flights } from './flights';
import { FutileReadings } from './futile-readings';
import type { BackedSettings } from './settings';

/**
 * Why the vault is asked. `stale`: nothing was sent yet. `failed`: a call with the cached value failed, perhaps because
 * the key is dead. `not allowed`: the entry's keeper had not allowed the address, and may have meanwhile. `tried out`: a
 * person wants to know whether the vault can be read now.
 */
export type Reason = 'stale' | 'failed' | 'not allowed' | 'tried out';

interface Flown extends Reading {
	readonly beganAt: number;
	/** The same by the clock that nobody puts back. */
	readonly tick: number;
}

const flights = new Flights<Flown>();
const futile = new FutileReadings();

/**
 * Reads the value anew, once for all who ask at the same time. Null after a failed call when nothing has changed: then
 * it must not be sent again. While the vault gives no answer, a stale value that may still be used is given back.
 */
export async function refreshed(
	settings: BackedSettings,
	cached: Cached,
	reason: Reason,
	reader: ValueReader,
	clock: Clock,
): Promise<Cached | null> {
	const onlyIfNew = reason === 'failed' || reason === 'not allowed';
	if (reason === 'failed' && futile.justNow(settings.reading, cached, clock.monotonic())) return null;
	const read = async (): Promise<Flown> => {
		const began = { beganAt: clock.now(), tick: clock.monotonic() };
		return { ...(await reader.read()), ...began };
	};
	try {
		const { value, origins, beganAt, tick } = await (reason === 'stale'
			? flights.join(settings.reading, read)
			: flights.after(settings.reading, read));
		const now = { value, origins, fetchedFor: settings.mark, fetchedAt: beganAt, askedAt: clock.now() };
		if (!onlyIfNew || !sameValue(cached, now)) return now;
		futile.keep(settings.reading, now, tick);
		return null;
	} catch (error) {
		if (onlyIfNew) return null;
		const usable = reason === 'stale' && noAnswer(error) && isUsable(cached, settings, clock.now());
		if (usable) return { ...cached, askedAt: clock.now() };
		throw error;
	}
}

const sameValue = (one: Cached, other: Cached) =>
	one.value === other.value &&
	one.fetchedFor === other.fetchedFor &&
	one.origins.join(' ') === other.origins.join(' ');

/** The vault is down or overburdened. A login that is refused or an entry that is gone is somebody's decision. */
const noAnswer = (error: unknown) => isUnknownOutcome(error) || hasCode(error, 'SEALED', 'RATE_LIMITED');
