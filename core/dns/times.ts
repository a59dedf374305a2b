/** All times are in ms since 1970. */
export const DAY_MS = 86_400_000;

/** The date of a time, in UTC: `2030-03-01`. */
export const dayShown = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Date and minute of a time: `2030-03-01 09:30 UTC`. */
export const minuteShown = (time: number): string =>
	`${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
