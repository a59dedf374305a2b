import type { KeyObject } from 'node:crypto';
import { equalBytes } from '../wire/bytes';
import type { DnsRecord } from '../wire/message';
import { nameBytes } from '../wire/name';
import { readable } from '../wire/readable';
import { readDnskey, type readDs } from '../wire/records';
import { digestOf, importKey, isAlgorithmKnown } from './algorithms';
import { KEYS_PER_TAG, SIGNATURES_PER_SET } from './budget';

export type Ds = ReturnType<typeof readDs>;

/** A key of a zone that may sign its records: RFC 4034, sections 2.1.1 and 2.1.2. */
export interface Key {
	readonly tag: number;
	readonly algorithm: number;
	/** RFC 5011, section 2.1: it signs nothing any more but the key set that says so. */
	readonly revoked: boolean;
	readonly record: DnsRecord;
	/** Null for data that is not a key of the algorithm. */
	readonly object: () => KeyObject | null;
}

const ZONE_KEY = 0x0100;
const REVOKED = 0x0080;
const DNSSEC = 3;

/** The keys of a DNSKEY set that can be used here. */
export function keysOf(records: readonly DnsRecord[]): Key[] {
	return records.flatMap((record) =>
		readable([record], readDnskey)
			.filter(
				({ flags, protocol, algorithm }) =>
					(flags & ZONE_KEY) !== 0 && protocol === DNSSEC && isAlgorithmKnown(algorithm),
			)
			.map(({ flags, algorithm, publicKey }) => ({
				tag: keyTag(record.data),
				algorithm,
				revoked: (flags & REVOKED) !== 0,
				record,
				object: once(() => importKey(algorithm, publicKey)),
			})),
	);
}

/**
 * The keys that DS records are of (RFC 4034, section 5.2). A revoked one is no anchor any more (RFC 5011, section 2.1), but
 * where a DS record names it as it is now it vouches for the other keys: BIND and unbound hold it so.
 */
export const vouchedFor = (keys: readonly Key[], all: readonly Ds[]): Key[] =>
	all.slice(0, SIGNATURES_PER_SET).flatMap((ds) =>
		keys
			.filter((key) => isNamed(key, ds))
			.slice(0, KEYS_PER_TAG)
			.filter(({ record }) => {
				const digest = digestOf(ds.digestType, nameBytes(record.name), record.data);
				return digest !== null && equalBytes(digest, ds.digest);
			}),
	);

export const isNamed = (
	key: { readonly tag: number; readonly algorithm: number },
	by: { readonly keyTag: number; readonly algorithm: number },
): boolean => key.tag === by.keyTag && key.algorithm === by.algorithm;

/** RFC 4034, appendix B. */
export function keyTag(data: Uint8Array): number {
	let sum = 0;
	for (let index = 0; index < data.length; index++)
		sum += (data[index] as number) << (index % 2 === 0 ? 8 : 0);
	return (sum + Math.floor(sum / 65_536)) % 65_536;
}

/** The result of the first call, again. */
export function once<Result>(make: () => Result): () => Result {
	let made: { readonly result: Result } | null = null;
	return () => (made ??= { result: make() }).result;
}
