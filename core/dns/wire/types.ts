/**
 * Record types by name.
 * Source: https://www.iana.org/assignments/dns-parameters (resource record types)
 */
export const TYPE = {
	A: 1,
	NS: 2,
	CNAME: 5,
	SOA: 6,
	PTR: 12,
	HINFO: 13,
	MX: 15,
	TXT: 16,
	RP: 17,
	AFSDB: 18,
	AAAA: 28,
	LOC: 29,
	SRV: 33,
	NAPTR: 35,
	KX: 36,
	CERT: 37,
	DNAME: 39,
	OPT: 41,
	DS: 43,
	SSHFP: 44,
	RRSIG: 46,
	NSEC: 47,
	DNSKEY: 48,
	DHCID: 49,
	NSEC3: 50,
	NSEC3PARAM: 51,
	TLSA: 52,
	SMIMEA: 53,
	CDS: 59,
	CDNSKEY: 60,
	OPENPGPKEY: 61,
	CSYNC: 62,
	ZONEMD: 63,
	SVCB: 64,
	HTTPS: 65,
	SPF: 99,
	EUI48: 108,
	EUI64: 109,
	ANY: 255,
	URI: 256,
	CAA: 257,
} as const;

export type TypeName = keyof typeof TYPE;

const names = new Map<number, string>(Object.entries(TYPE).map(([name, type]) => [type, name]));

/** The name of a type, `TYPE64321` for those without one (RFC 3597, section 5). */
export const typeName = (type: number): string => names.get(type) ?? `TYPE${type}`;

/** The number of a type by its name or as `TYPE64321`, in any case; null for a name that is not known here. */
export function typeNumber(name: string): number | null {
	const upper = name.toUpperCase();
	if (Object.hasOwn(TYPE, upper)) return TYPE[upper as TypeName];
	const generic = /^TYPE(\d{1,5})$/.exec(upper)?.[1];
	return generic === undefined || Number(generic) > 0xffff ? null : Number(generic);
}

/** Response codes. Source: https://www.iana.org/assignments/dns-parameters (DNS RCODEs) */
export const RCODE = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;

export const IN = 1;
