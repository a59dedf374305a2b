import type { Issuance } from '../certificates/issued';
import { dayShown } from '../times';
import { shown } from '../wire/name';

const MOST_NAMES = 3;

/** A certificate in one clause: who issued it when, for what. */
export function issuedShown({ issuer, names, from, until }: Issuance): string {
	const few = names.slice(0, MOST_NAMES).map(shown).join(', ');
	const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
	return `${issuer}, ${dayShown(from)} to ${dayShown(until)}, for ${few}${more}`;
}
