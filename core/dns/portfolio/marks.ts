import { z } from 'zod';
import type { DomainReport, Light } from '../report/result';
import type { Name } from '../wire/name';

/** How a look ended: its light, with a yellow one that is so only because something could not be looked at kept apart. */
export type Seen = Light | 'blind';

/** What is known of one domain of a portfolio. */
export interface Mark {
	readonly seen: Seen;
	/** In which round it was looked at last. */
	readonly round: number;
	/** When, in ms since 1970. */
	readonly checkedAt: number;
	/** When its certificates were searched last, in ms since 1970; 0: never. */
	readonly searchedAt: number;
	/** How many requests that takes. */
	readonly needs: number;
}

export type Marks = ReadonlyMap<Name, Mark>;

const letters: Readonly<Record<Seen, string>> = { green: 'g', yellow: 'y', red: 'r', blind: 'b' };
const seenOf = new Map(Object.entries(letters).map(([seen, letter]) => [letter, seen as Seen]));
const MARK = /^([^\s:,]+):([gyrb]):([0-9a-z]{1,7}):([0-9a-z]{1,7}):([0-9a-z]{1,7}):(\d{1,2})$/;

/**
 * All marks as one text, 45 characters a domain, so that 10,000 of them fit into one entry of a vault: domain, light,
 * round, and both times in seconds since 1970, numbers to the base of 36.
 */
export const marksText = (marks: Marks): string =>
	[...marks]
		.map(([domain, { seen, round, checkedAt, searchedAt, needs }]) =>
			[domain, letters[seen], ...[round, seconds(checkedAt), seconds(searchedAt)].map(short), needs].join(
				':',
			),
		)
		.join(',');

export function readMarks(text: string): Marks {
	const marks = new Map<Name, Mark>();
	for (const each of text === '' ? [] : text.split(',')) {
		const [, domain, letter, round, checked, searched, needs] = MARK.exec(each) ?? [];
		if (domain === undefined || letter === undefined) continue;
		marks.set(domain, {
			seen: seenOf.get(letter) ?? 'blind',
			round: long(round),
			checkedAt: long(checked) * 1_000,
			searchedAt: long(searched) * 1_000,
			needs: Number(needs),
		});
	}
	return marks;
}

/** The most that is kept: a vault takes no entry of more than a megabyte. */
const MOST_CHARACTERS = 700_000;
export const marksSchema = z.string().max(MOST_CHARACTERS);

type Lit = Pick<DomainReport, 'light' | 'findings' | 'notChecked'>;

/** How a report counts for the next look. */
export function seenIn({ light, findings }: Lit): Seen {
	const matters = findings.some(({ severity }) => severity !== 'low' && severity !== 'info');
	return light === 'yellow' && !matters ? 'blind' : light;
}

export const lightOf = (seen: Seen): Light => (seen === 'blind' ? 'yellow' : seen);

const ranks: Readonly<Record<Seen, number>> = { green: 0, blind: 0, yellow: 1, red: 2 };

/**
 * True when somebody has to look: it is worse than before, or better and everything could be looked at. What a look
 * could not see is not gone.
 */
export function isChange(before: Seen, report: Lit): boolean {
	const step = ranks[seenIn(report)] - ranks[before];
	return step > 0 || (step < 0 && !report.notChecked.some(({ blind }) => blind));
}

const seconds = (ms: number) => Math.floor(ms / 1_000);
const short = (number: number) => number.toString(36);
const long = (text = '') => parseInt(text, 36);
