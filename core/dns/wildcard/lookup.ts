import { type Looked, seen } from '../finding';
import { type Lookup, answered } from '../lookup';
import type { Name } from '../wire/name';

/** What every made-up name under a domain leads to (RFC 4592). */
export interface Wildcard {
	/** Where its alias ends; null when it has addresses of its own. */
	readonly target: Name | null;
	readonly hasAddress: boolean;
}

/** What two made-up names have in common; null when not both lead somewhere. */
export function wildcardOf(madeUp: readonly Lookup[]): Looked<Wildcard | null> {
	const leads: (Wildcard | null)[] = [];
	for (const lookup of madeUp) {
		const answer = answered(lookup);
		if ('notSeen' in answer) return answer;
		leads.push(leadOf(answer.seen));
	}
	return seen(leads.includes(null) ? null : (leads[0] ?? null));
}

/** Where a name leads, or null when it leads nowhere. A name that is only said to exist is no wildcard: some servers say so of any. */
const leadOf = ({ aliases, records }: Lookup): Wildcard | null =>
	aliases.length === 0 && records.length === 0
		? null
		: { target: aliases.at(-1) ?? null, hasAddress: records.length > 0 };
