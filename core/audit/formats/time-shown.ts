/** What a Date can hold, in ms from 1970 either way (ECMAScript, section 21.4.1.1). */
const FARTHEST = 8.64e15;

/** A time in ms since 1970 as RFC 3339 writes it, or null where no calendar reaches. */
export const timeShown = (ms: number): string | null =>
	Math.abs(ms) <= FARTHEST ? new Date(ms).toISOString() : null;
