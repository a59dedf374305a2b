import { createHash } from 'node:crypto';

import { nameBytes } from '../../../core/dns/wire/name';

/** Made here and not by BIND's tools: those make no DS for a revoked key. That they are right, BIND and unbound say. */
export interface Ds {
	readonly keyTag: number;
	readonly algorithm: number;
	readonly digestType: number;
	/** In hexadecimal. */
	readonly digest: string;
}

const hashes = { 1: 'sha1', 2: 'sha256', 4: 'sha384' } as const;

/** The DS of a key, from the data of its DNSKEY record (RFC 4034, section 5.1.4). */
export function dsOf(zone: string, dnskey: Uint8Array, digestType: 1 | 2 | 4): Ds {
	const digest = createHash(hashes[digestType]).update(nameBytes(zone)).update(dnskey).digest('hex');
	return { keyTag: keyTagOf(dnskey), algorithm: dnskey[3] ?? 0, digestType, digest };
}

/** RFC 4034, appendix B. */
function keyTagOf(dnskey: Uint8Array): number {
	const sum = dnskey.reduce((total, byte, index) => total + (index % 2 === 0 ? byte * 256 : byte), 0);
	return (sum + Math.floor(sum / 65_536)) % 65_536;
}

export const dsText = ({ keyTag, algorithm, digestType, digest }: Ds): string =>
	`${keyTag} ${algorithm} ${digestType} ${digest}`;

export const spoilDigest = (ds: Ds): Ds => ({
	...ds,
	digest: (ds.digest.startsWith('0') ? '1' : '0') + ds.digest.slice(1),
});
