const UNITS = [
	[86_400, 'day'],
	[3_600, 'hour'],
	[60, 'minute'],
] as const;

/** A span of time as people say it: in the largest unit of which there are at least two. */
export function inWords(seconds: number): string {
	const [size, unit] = UNITS.find(([each]) => seconds >= 2 * each) ?? [1, 'second'];
	const count = Math.round((seconds / size) * 10) / 10;
	return `${String(count)} ${unit}${count === 1 ? '' : 's'}`;
}
