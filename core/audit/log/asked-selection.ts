import { KeyturnError } from '../../errors';
import type { Selection } from './select';

/** What forms give for a choice of entries, before it was looked at. */
export interface AskedSelection {
	/** A moment: a text, a date object, or '' for none. */
	readonly from: unknown;
	readonly to: unknown;
	readonly kinds: readonly string[];
	/** Names, separated by commas; '' for all. */
	readonly subjects: string;
}

/**
 * The choice that was asked for. A moment without a zone is one in the machine's. Throws BAD_INPUT for what is no moment,
 * and for a period that ends before it begins.
 */
export function askedSelection({ from, to, kinds, subjects }: AskedSelection): Selection {
	const period = { from: moment(from, 'From'), to: moment(to, 'To') };
	if (period.from !== null && period.to !== null && period.from >= period.to)
		throw new KeyturnError('BAD_INPUT', 'To', 'it is not after From, so no entry could be in between');
	const names = subjects.split(',').map((each) => each.trim());
	return { ...period, kinds, subjects: names.filter((each) => each !== '') };
}

/** ISO 8601, with a space for the T where a form writes one. */
const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
/** A smaller number is no time in ms that anybody means: it counts seconds, or is a year. */
const LEAST_MS = 100_000_000_000;

/** In ms since 1970. A date object is a `Date` or what the platform has in its place. */
function moment(given: unknown, label: string): number | null {
	if (given === '' || given === null || given === undefined) return null;
	const at = typeof given === 'string' ? ofText(given.trim()) : ofValue(given);
	if (Number.isFinite(at)) return at;
	throw new KeyturnError('BAD_INPUT', label, 'this is no date and time', {
		next: 'Write it like 2026-11-01T00:00:00Z.',
	});
}

/** Other spellings are guessed at by every program in its own way, and so is the 31st of a month that has none. */
function ofText(text: string): number {
	const day = ISO.exec(text)?.[1] ?? '';
	const midnight = Date.parse(`${day}T00:00:00Z`);
	const isThere = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
	return isThere ? Date.parse(text) : NaN;
}

function ofValue(given: unknown): number {
	const at: unknown =
		typeof given === 'object' && given !== null && !Array.isArray(given) ? given.valueOf() : given;
	return typeof at === 'number' && at >= LEAST_MS ? at : NaN;
}
