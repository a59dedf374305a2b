import { type Looked, notSeen, seen } from './finding';
import type { Failure } from './resolver';
import type { DnsRecord } from './wire/message';
import { type Name, shown } from './wire/name';
import { RCODE, typeName } from './wire/types';

/**
 * What validation says of an answer (RFC 4035, section 4.3). `indeterminate` means that nobody could look; it never
 * counts as good.
 */
export type Security = 'secure' | 'insecure' | 'bogus' | 'indeterminate';

/** Why an answer is bogus or indeterminate, or why it is insecure although it is signed. */
export type Reason =
	| 'signature expired'
	| 'signature not yet valid'
	| 'signature wrong'
	| 'signature missing'
	| 'no key fits the DS'
	| 'key set not signed'
	| 'denial not proved'
	| 'algorithm not supported'
	| 'too many NSEC3 iterations'
	| 'too much work'
	| 'no answer';

/** The link of the chain at which it ends. */
export interface Link {
	readonly zone: Name;
	readonly reason: Reason;
	/** One clause for people, with the record and key tag that it is about. */
	readonly what: string;
}

export interface Verdict {
	readonly security: Security;
	/** Null when secure, or insecure because the delegation is proved to be unsigned. */
	readonly link: Link | null;
}

const OF_TIME: readonly Reason[] = ['signature expired', 'signature not yet valid'];

/** True when the chain ends at a signature that is not valid at this time: or the clock is wrong. */
export const isOfTime = ({ link }: Verdict): boolean => link !== null && OF_TIME.includes(link.reason);

/** What is known of one name and type. */
export interface Lookup {
	readonly name: Name;
	readonly type: number;
	/** Why there is no answer at all, or null. */
	readonly failed: Failure | null;
	/** The response code, 0 when nothing came. */
	readonly rcode: number;
	/** The records of the type, at the end of the aliases. Empty both for "there is none" and for `failed`. */
	readonly records: readonly DnsRecord[];
	/** Where CNAME and DNAME led, in order. */
	readonly aliases: readonly Name[];
	readonly verdict: Verdict;
}

/** A look-up of which nothing came. */
export const failedLookup = (name: Name, type: number, failed: Failure): Lookup => ({
	name,
	type,
	failed,
	rcode: 0,
	records: [],
	aliases: [],
	verdict: { security: 'indeterminate', link: { zone: name, reason: 'no answer', what: failed.what } },
});

/** Looks names up and validates what comes. The same question is asked once; it never throws. */
export interface Lookups {
	look(name: Name, type: number): Promise<Lookup>;
}

/** True when there certainly is no such name or no such record: not when nobody could look, and not for SERVFAIL. */
export const isAbsent = ({ failed, rcode, records }: Lookup): boolean =>
	failed === null && (rcode === 0 || rcode === 3) && records.length === 0;

export const isMissingName = ({ failed, rcode }: Lookup): boolean =>
	failed === null && rcode === RCODE.NXDOMAIN;

/** An answer that says what there is or that there is nothing. One that is proved to be forged or broken says neither. */
export function answered(lookup: Lookup): Looked<Lookup> {
	const what = `${typeName(lookup.type)} of ${shown(lookup.name)}`;
	if (lookup.failed !== null) return notSeen(`${what}: ${lookup.failed.what}`);
	if (lookup.rcode !== RCODE.NOERROR && lookup.rcode !== RCODE.NXDOMAIN)
		return notSeen(`${what}: its name servers gave no usable answer (code ${lookup.rcode})`);
	const { security, link } = lookup.verdict;
	if (security === 'bogus') return notSeen(`${what}: the answer’s signatures are wrong`);
	if (security === 'indeterminate' && isOfTime(lookup.verdict))
		return notSeen(`${what}: ${link?.what ?? 'the time is not known'}`);
	return seen(lookup);
}
