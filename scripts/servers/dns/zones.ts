import { type Ds, spoilDigest } from './ds';

/** As `dnssec-keygen` spells them. */
export type Algorithm =
	'RSASHA1' | 'RSASHA256' | 'RSASHA512' | 'ECDSAP256SHA256' | 'ECDSAP384SHA384' | 'ED25519' | 'ED448';

/** A line of a zone file: owner, TTL, class, type, and the data's fields. */
export type Line = readonly string[];

/** One zone below the lab's top-level domain, and what is wrong or special about it. */
export interface Zone {
	readonly about: string;
	/** It has a key-signing and a zone-signing key of each; unsigned when absent. */
	readonly algorithms?: readonly Algorithm[];
	/** One key of each algorithm signs everything. */
	readonly combined?: true;
	/** How it proves that something is not there; by NSEC when absent. */
	readonly nsec3?: { readonly iterations: number; readonly salt: string; readonly optOut?: true };
	/** When its signatures begin and end to be good, in days from now. */
	readonly days?: readonly [from: number, to: number];
	/** Its key-signing keys are revoked (RFC 5011, section 2.1), and the DS names them as they are then. */
	readonly revoked?: true;
	/** Keys that are in the DS records only. */
	readonly standby?: readonly Algorithm[];
	/** Digest type of its DS records; 2 when absent, null for none at all. */
	readonly digest?: 1 | 2 | 4 | null;
	/** What the parent has instead of the right DS. */
	readonly spoilDs?: (ds: Ds) => Ds;
	/** What its server has instead of the signed zone. */
	readonly spoil?: (lines: readonly Line[], apex: string) => readonly Line[];
	/** The server that it is delegated to does not run. */
	readonly dead?: true;
}

const P256 = ['ECDSAP256SHA256'] as const;
const NSEC3 = { iterations: 0, salt: '-' } as const;

const isSignature = (line: Line, covered: string): boolean => line[3] === 'RRSIG' && line[4] === covered;

/** By id. The last eight stand for what a validator is most easily wrong about. */
export const zones = {
	'good-p256': { about: 'ECDSA P-256, NSEC', algorithms: P256 },
	'good-p384': { about: 'ECDSA P-384, NSEC3', algorithms: ['ECDSAP384SHA384'], nsec3: NSEC3 },
	'good-ed25519': { about: 'Ed25519, NSEC3', algorithms: ['ED25519'], nsec3: NSEC3 },
	'good-ed448': { about: 'Ed448, NSEC', algorithms: ['ED448'] },
	'good-rsa256': { about: 'RSA with SHA-256, NSEC3', algorithms: ['RSASHA256'], nsec3: NSEC3 },
	'good-rsa512': { about: 'RSA with SHA-512, NSEC', algorithms: ['RSASHA512'] },
	'good-nsec3-optout': {
		about: 'NSEC3 with opt-out, 5 iterations and a salt',
		algorithms: P256,
		nsec3: { iterations: 5, salt: 'aabbccdd', optOut: true },
	},
	'good-csk': { about: 'one key for everything', algorithms: P256, combined: true },
	rsasha1: { about: 'RSA with SHA-1', algorithms: ['RSASHA1'] },
	'ds-sha384': { about: 'DS with SHA-384 only', algorithms: P256, digest: 4 },
	'ds-sha1only': { about: 'DS with SHA-1 only', algorithms: P256, digest: 1 },
	'roll-complete': { about: 'two algorithms, signed by both', algorithms: [...P256, 'RSASHA256'] },
	unsigned: { about: 'not signed' },
	island: { about: 'signed, no DS', algorithms: P256, digest: null },
	expired: { about: 'signatures ended 30 days ago', algorithms: P256, days: [-60, -30] },
	future: { about: 'signatures begin in 30 days', algorithms: P256, days: [30, 60] },
	'wrong-ds': { about: 'DS with another digest', algorithms: P256, spoilDs: spoilDigest },
	'wrong-keytag': {
		about: 'DS with another key tag',
		algorithms: P256,
		spoilDs: (ds) => ({ ...ds, keyTag: (ds.keyTag + 1) % 65_536 }),
	},
	'ds-unsigned': { about: 'DS, but not signed', standby: P256 },
	revoked: { about: 'DS of a revoked key', algorithms: P256, revoked: true },
	'unknown-alg': {
		about: 'DS with the unknown algorithm 250',
		algorithms: P256,
		spoilDs: (ds) => ({ ...ds, algorithm: 250 }),
	},
	lame: { about: 'its server does not run', dead: true },
	'ds-standby': { about: 'second DS of a key that is not published yet', algorithms: P256, standby: P256 },
	'roll-incomplete': {
		about: 'DS for two algorithms, signed by one',
		algorithms: P256,
		standby: ['RSASHA256'],
	},
	'nsec3-iter500': {
		about: 'NSEC3 with 500 iterations',
		algorithms: P256,
		nsec3: { iterations: 500, salt: 'aabb' },
	},
	'missing-nsec3': {
		about: 'no NSEC3 record left',
		algorithms: P256,
		nsec3: NSEC3,
		spoil: (lines) => lines.filter((line) => line[3] !== 'NSEC3' && !isSignature(line, 'NSEC3')),
	},
	'missing-rrsig': {
		about: 'no signature over the address of the domain itself',
		algorithms: P256,
		spoil: (lines, apex) => lines.filter((line) => line[0] !== apex || !isSignature(line, 'A')),
	},
	'bad-sig': {
		about: 'one digit changed in the signature over that address',
		algorithms: P256,
		spoil: (lines, apex) =>
			lines.map((line) => (line[0] === apex && isSignature(line, 'A') ? otherSignature(line) : line)),
	},
} as const satisfies Readonly<Record<string, Zone>>;

export type ZoneId = keyof typeof zones;
export const zoneIds = Object.keys(zones) as ZoneId[];
export const zoneOf = (id: ZoneId): Zone => zones[id];

/** Fields of an RRSIG: owner, TTL, class, type, eight of its own, the signer, then the signature in one or more parts. */
function otherSignature(line: Line): Line {
	const signature = line.slice(12).join('');
	const at = 20;
	const digit = signature[at] === 'A' ? 'B' : 'A';
	return [...line.slice(0, 12), signature.slice(0, at) + digit + signature.slice(at + 1)];
}
