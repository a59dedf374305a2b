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

/** The choice that was asked for. A moment without a zone is one in the machine's. Throws BAD_INPUT for what is no moment. */
export const askedSelection = ({ from, to, kinds, subjects }: AskedSelection): Selection => ({
	from: moment(from, 'From'),
	to: moment(to, 'To'),
	kinds,
	subjects: subjects
		.split(',')
		.map((each) => each.trim())
		.filter((each) => each !== ''),
});

/** In ms since 1970. A date object is a `Date` or what the platform has in its place. */
function moment(given: unknown, label: string): number | null {
	if (given === '' || given === null || given === undefined) return null;
	const at = typeof given === 'string' ? Date.parse(given) : Number(given.valueOf());
	if (Number.isFinite(at)) return at;
	throw new KeyturnError('BAD_INPUT', label, 'this is no date and time', {
		next: 'Write it like 2026-11-01T00:00:00Z.',
	});
}
