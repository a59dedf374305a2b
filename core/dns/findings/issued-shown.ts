import type { Issuance } from '../certificates/issued';
import { shown } from '../wire/name';

const MOST_NAMES = 3;

/** A date, in UTC. */
export const dayShown = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** A certificate in one clause: who issued it when, for what. */
export function issuedShown({ issuer, names, from, until }: Issuance): string {
	const few = names.slice(0, MOST_NAMES).map(shown).join(', ');
	const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
	return `${issuer}, ${dayShown(from)} to ${dayShown(until)}, for ${few}${more}`;
}
