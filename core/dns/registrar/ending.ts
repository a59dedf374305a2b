import type { Facts } from '../facts';
import { isAbsent } from '../lookup';
import { textsOf } from '../mail/answer';
import { isSpf } from '../mail/spf/record';
import { labelsOf, shown } from '../wire/name';

/**
 * What a name that exists seems to be when its registry knows no registration of it. No list of the endings under which
 * domains are sold is kept here: it is long, changes every week, and the registry says as much.
 */
export function unregistered(facts: Facts): string {
	const name = shown(facts.domain);
	if (isEnding(facts)) return `${name} seems to be ${ENDING} (or ${PART})`;
	return isShort(facts) ? `${name} seems to be ${UNLISTED}` : `${name} seems to be ${PART} (or ${ENDING})`;
}

const ENDING = 'an ending under which domains are sold';
const PART = 'part of another domain';
/** Universities and governments, mostly. */
const UNLISTED = 'a domain of which its registry says nothing in public';

/**
 * True when the domain is most probably such an ending (co.uk): two labels, a zone of its own, no registration, and nobody
 * uses it: neither mail servers nor an SPF policy nor an address are there.
 */
export function isEnding(facts: Facts): boolean {
	const { domain, zone, registrar, apex } = facts;
	const { registration } = registrar;
	if (!isShort(facts) || zone !== domain || 'notSeen' in registration || registration.seen !== null)
		return false;
	const { mx, a, aaaa, txt } = apex;
	return [mx, a, aaaa].every(isAbsent) && txt.failed === null && !textsOf(txt.records).some(isSpf);
}

const isShort = ({ domain }: Facts): boolean => labelsOf(domain).length === 2;
