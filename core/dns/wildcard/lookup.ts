import { type Looked, seen } from '../finding';
import { type Lookup, type Lookups, answered } from '../lookup';
import { hex } from '../wire/bytes';
import type { Name } from '../wire/name';
import { TYPE } from '../wire/types';

/** What every made-up name under a domain leads to (RFC 4592). */
export interface Wildcard {
	/** Where its alias ends; null when it has addresses of its own. */
	readonly target: Name | null;
	readonly hasAddress: boolean;
}

const LABEL_BYTES = 8;

/** Asks for two made-up names; null when not both lead somewhere. */
export async function lookWildcard(
	domain: Name,
	lookups: Lookups,
	random: (bytes: number) => Uint8Array,
): Promise<Looked<Wildcard | null>> {
	const labels = [random(LABEL_BYTES), random(LABEL_BYTES)].map(hex);
	const looked = await Promise.all(
		labels.map(async (label) => answered(await lookups.look(`${label}.${domain}`, TYPE.A))),
	);
	const leads: (Wildcard | null)[] = [];
	for (const each of looked) {
		if ('notSeen' in each) return each;
		leads.push(leadOf(each.seen));
	}
	return seen(leads.includes(null) ? null : (leads[0] ?? null));
}

/** Where a name leads, or null when it leads nowhere. A name that is only said to exist is no wildcard: some servers say so of any. */
const leadOf = ({ aliases, records }: Lookup): Wildcard | null =>
	aliases.length === 0 && records.length === 0
		? null
		: { target: aliases.at(-1) ?? null, hasAddress: records.length > 0 };
