import { Malformed } from '../wire/bytes';

/** A whole number from 0 to `most`. Throws Malformed. */
export function wholeNumber(text: string, most: number): number {
	const number = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
	if (!(number <= most)) throw new Malformed(`a number from 0 to ${most} is missing`);
	return number;
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

export const isDuration = (text: string): boolean => /^(?:\d{1,10}|(?:\d{1,7}[smhdw])+)$/i.test(text);

/** Seconds, or BIND's `1w2d3h4m5s`. Throws Malformed. */
export function seconds(text: string, most: number): number {
	if (!isDuration(text)) throw new Malformed('a time in seconds is missing');
	if (/^\d+$/.test(text)) return wholeNumber(text, most);
	const sum = [...text.matchAll(/(\d+)([smhdw])/gi)].reduce(
		(total, [, count, unit]) => total + Number(count) * (SECONDS[unit?.toLowerCase() ?? ''] ?? NaN),
		0,
	);
	return wholeNumber(String(sum), most);
}
