import type { Facts } from '../facts';
import { labelsOf, shown } from '../wire/name';

/**
 * What a name that exists is when its registry knows no registration of it. No list of the endings under which domains are
 * sold is kept here: it is long, changes every week, and the registry says as much.
 */
export function unregistered({ domain }: Pick<Facts, 'domain'>): string {
	const [first, second] = isShort(domain) ? [ENDING, PART] : [PART, ENDING];
	return `${shown(domain)} is ${first} (or ${second})`;
}

const ENDING = 'an ending under which domains are sold';
const PART = 'part of another domain';

/** True when the domain is most probably such an ending (co.uk): two labels, a zone of its own, and no registration. */
export const isEnding = ({ domain, zone, registrar: { registration } }: Facts): boolean =>
	isShort(domain) && zone === domain && 'seen' in registration && registration.seen === null;

const isShort = (domain: Facts['domain']): boolean => labelsOf(domain).length === 2;
