import { keyTag } from '../dnssec/keys';
import type { Lookup, Lookups } from '../lookup';
import type { Resolver } from '../resolver';
import type { DnsRecord } from '../wire/message';
import { type Name, parentOf } from '../wire/name';
import { readable } from '../wire/readable';
import { readDnskey, readDs, readNsec3, readRrsig } from '../wire/records';
import { TYPE } from '../wire/types';

export type Ds = ReturnType<typeof readDs>;
export type Dnskey = ReturnType<typeof readDnskey>;
/** A signature, by the name and type that it is of. */
export type Signature = ReturnType<typeof readRrsig> & { readonly name: Name };

export interface DnssecFacts {
	/** The DS records at the parent, and the keys at the domain. */
	readonly ds: Lookup;
	readonly dnskey: Lookup;
	/** What the domain asks its parent to change the DS to (RFC 7344), in either form. */
	readonly cds: Lookup;
	readonly cdnskey: Lookup;
	/** Everything of the domain's own that was validated. */
	readonly own: readonly Lookup[];
	readonly signatures: readonly Signature[];
	/** How denials are hashed, or null where they are not, or none was seen. */
	readonly hashing: { readonly iterations: number; readonly saltBytes: number } | null;
}

/** The types of records by which a domain asks for another DS. */
export const WISHES = [TYPE.CDS, TYPE.CDNSKEY] as const;

/** Looks at keys and signatures. `resolver` is asked only what `lookups` has asked it already. */
export async function gatherDnssec(
	domain: Name,
	own: readonly Lookup[],
	lookups: Lookups,
	resolver: Resolver,
): Promise<DnssecFacts> {
	const [ds, dnskey] = await Promise.all([lookups.look(domain, TYPE.DS), lookups.look(domain, TYPE.DNSKEY)]);
	const [cds, cdnskey] = await Promise.all([
		lookups.look(domain, TYPE.CDS),
		lookups.look(domain, TYPE.CDNSKEY),
	]);
	const all = [ds, dnskey, cds, cdnskey, ...own];
	const replies = await Promise.all(all.map(({ name, type }) => resolver.ask(name, type)));
	const records = replies.flatMap(({ message }) =>
		message === null ? [] : [...message.answer, ...message.authority],
	);
	// The ending's, and those of zones that aliases lead to, are there as well.
	const hashed = each(records, TYPE.NSEC3, readNsec3).find(
		({ record }) => parentOf(record.name) === domain,
	)?.read;
	return {
		ds,
		dnskey,
		cds,
		cdnskey,
		own: [dnskey, ...own],
		signatures: each(records, TYPE.RRSIG, readRrsig)
			.map(({ record, read }) => ({ ...read, name: record.name }))
			.filter(({ signer }) => signer === domain),
		hashing: hashed === undefined ? null : { iterations: hashed.iterations, saltBytes: hashed.salt.length },
	};
}

export const dsOf = ({ records }: Lookup): Ds[] => each(records, TYPE.DS, readDs).map(({ read }) => read);
export const cdsOf = ({ records }: Lookup): Ds[] => each(records, TYPE.CDS, readDs).map(({ read }) => read);
/** The keys that the domain asks to have DS records of. */
export const cdnskeysOf = ({ records }: Lookup): { readonly keyTag: number; readonly algorithm: number }[] =>
	each(records, TYPE.CDNSKEY, readDnskey).map(({ record, read: { algorithm } }) => ({
		keyTag: keyTag(record.data),
		algorithm,
	}));
export const keysOf = ({ records }: Lookup): Dnskey[] =>
	each(records, TYPE.DNSKEY, readDnskey).map(({ read }) => read);

/** The records of one type that can be read. What cannot be read is the validator's to judge. */
function each<Read>(records: readonly DnsRecord[], type: number, read: (record: DnsRecord) => Read) {
	const ofType = records.filter((record) => record.type === type);
	return readable(ofType, (record) => ({ record, read: read(record) }));
}
