import type { TypeName } from '../wire/types';
import type { FieldKind } from './fields';

/** DS, CDS and the like (RFC 4034, section 5.3). */
const digest = ['u16', 'algorithm', 'u8', 'hex'] as const;
/** DNSKEY, CDNSKEY (RFC 4034, section 2.2). */
const key = ['u16', 'u8', 'algorithm', 'base64'] as const;
/** TLSA, SMIMEA (RFC 6698, section 2.2; RFC 8162). */
const association = ['u8', 'u8', 'u8', 'hex'] as const;
/** SVCB, HTTPS (RFC 9460, section 2.1). */
const service = ['u16', 'name', 'params'] as const;

/**
 * The fields of each type's data, in order. A type without an entry is written in the form for unknown types (RFC 3597,
 * section 5), and read in no other.
 */
export const layouts: Readonly<Partial<Record<TypeName, readonly FieldKind[]>>> = {
	A: ['ip4'],
	NS: ['name'],
	CNAME: ['name'],
	SOA: ['name', 'name', 'u32', 'seconds', 'seconds', 'seconds', 'seconds'],
	PTR: ['name'],
	HINFO: ['text', 'text'],
	MX: ['u16', 'name'],
	TXT: ['texts'],
	RP: ['name', 'name'],
	AFSDB: ['u16', 'name'],
	AAAA: ['ip6'],
	LOC: ['loc'],
	SRV: ['u16', 'u16', 'u16', 'name'],
	NAPTR: ['u16', 'u16', 'text', 'text', 'text', 'name'],
	KX: ['u16', 'name'],
	CERT: ['certificate type', 'u16', 'algorithm', 'base64'],
	DNAME: ['name'],
	DS: digest,
	SSHFP: ['u8', 'u8', 'hex'],
	RRSIG: ['type', 'algorithm', 'u8', 'u32', 'time', 'time', 'u16', 'name', 'base64'],
	NSEC: ['name', 'types'],
	DNSKEY: key,
	DHCID: ['base64'],
	NSEC3: ['u8', 'u8', 'u16', 'salt', 'hash', 'types'],
	NSEC3PARAM: ['u8', 'u8', 'u16', 'salt'],
	TLSA: association,
	SMIMEA: association,
	CDS: digest,
	CDNSKEY: key,
	OPENPGPKEY: ['base64'],
	CSYNC: ['u32', 'u16', 'types'],
	ZONEMD: ['u32', 'u8', 'u8', 'hex'],
	SVCB: service,
	HTTPS: service,
	SPF: ['texts'],
	EUI48: ['eui48'],
	EUI64: ['eui64'],
	CAA: ['u8', 'tag', 'rest as text'],
	URI: ['u16', 'u16', 'rest as text'],
};
