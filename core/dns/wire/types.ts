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
	AAAA: 28,
	SRV: 33,
	NAPTR: 35,
	DNAME: 39,
	OPT: 41,
	DS: 43,
	SSHFP: 44,
	RRSIG: 46,
	NSEC: 47,
	DNSKEY: 48,
	NSEC3: 50,
	NSEC3PARAM: 51,
	TLSA: 52,
	CDS: 59,
	CDNSKEY: 60,
	SVCB: 64,
	HTTPS: 65,
	ANY: 255,
	CAA: 257,
} as const;

export type TypeName = keyof typeof TYPE;

const names = new Map<number, string>(Object.entries(TYPE).map(([name, type]) => [type, name]));

/** The name of a type, `TYPE64321` for those without one (RFC 3597, section 5). */
export const typeName = (type: number): string => names.get(type) ?? `TYPE${String(type)}`;

/** Response codes. Source: https://www.iana.org/assignments/dns-parameters (DNS RCODEs) */
export const RCODE = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;

export const IN = 1;
