/**
 * How many days a certificate may live at most that is issued from that day on, in ms since 1970; the newest first.
 * Source: https://cabforum.org/working-groups/server/baseline-requirements/ (section 6.3.2)
 */
const STEPS: ReadonlyArray<readonly [from: number, days: number]> = [
	[Date.UTC(2029, 2, 15), 47],
	[Date.UTC(2027, 2, 15), 100],
	[Date.UTC(2026, 2, 15), 200],
];
const BEFORE = 398;

/** The most days that a certificate may live which is issued at this time. */
export const longestDays = (issued: number): number => STEPS.find(([from]) => issued >= from)?.[1] ?? BEFORE;
