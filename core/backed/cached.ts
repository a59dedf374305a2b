/** A value as the platform keeps it between two calls, encrypted at rest. */
export interface Cached {
	/** Empty: none yet. */
	readonly value: string;
	/** When the reading of it began, in ms since 1970: at that time the vault may already have had this value. */
	readonly fetchedAt: number;
	/** When the vault was last asked, whether or not it answered. */
	readonly askedAt: number;
	/** Which entry, and which request to read it anew, the value belongs to. */
	readonly fetchedFor: string;
	/** Where the entry's keeper allows the value to go. */
	readonly origins: readonly string[];
}

export interface Terms {
	readonly cacheMs: number;
	/** What `fetchedFor` must be. */
	readonly mark: string;
}

/** After the vault did not answer, it is left alone that long while a value is at hand. */
const PAUSE_MS = 10_000;
/** As far as two machines' clocks may be apart. A value from further in the future tells of a clock that was put back. */
const SKEW_MS = 60_000;

/**
 * Whether a call may carry the value without asking the vault. In planned mode an old key works for at least two Cache
 * Times, so a value that was read within the last two is accepted; within the second one the vault is asked first.
 */
export function isGood(cached: Cached, terms: Terms, now: number): boolean {
	if (!isUsable(cached, terms, now)) return false;
	if (now - cached.fetchedAt <= terms.cacheMs) return true;
	const asked = now - cached.askedAt;
	return asked >= 0 && asked <= Math.min(PAUSE_MS, Math.max(terms.cacheMs, 1_000));
}

/** Whether a call may carry the value when the vault cannot be asked. */
export function isUsable(cached: Cached, { cacheMs, mark }: Terms, now: number): boolean {
	const age = now - cached.fetchedAt;
	return cached.value !== '' && cached.fetchedFor === mark && age >= -SKEW_MS && age <= 2 * cacheMs;
}
