import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { concat, u16, u32, u8 } from '../../../../core/dns/wire/bytes';
import type { DnsRecord } from '../../../../core/dns/wire/message';
import { type Name, labelsOf, nameBytes } from '../../../../core/dns/wire/name';
import { IN, TYPE } from '../../../../core/dns/wire/types';

/** What a key of a zone is and does. Everything has a default: one key with algorithm 13 that signs all. */
export interface KeySpec {
	readonly algorithm?: number;
	/** Of an RSA key: making the short ones is quick. */
	readonly bits?: number;
	/** 257 with a DS record, 256 without, 385 revoked. */
	readonly flags?: number;
	readonly protocol?: number;
	/** Whether the zone lists it. */
	readonly published?: boolean;
	readonly signs?: 'all' | 'keys' | 'data' | 'nothing';
	/** Whether the zone above has a DS record of it. */
	readonly inDs?: boolean;
}

export interface SigningKey {
	readonly spec: Required<KeySpec>;
	readonly record: DnsRecord;
	readonly tag: number;
	sign(data: Uint8Array): Uint8Array;
}

/** When signatures hold, in seconds since 1970. */
export interface Validity {
	readonly from: number;
	readonly to: number;
}

const rsaPair = (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits });

const kinds: Readonly<
	Record<
		number,
		{ hash: string | null; make: (bits: number) => { publicKey: KeyObject; privateKey: KeyObject } }
	>
> = {
	5: { hash: 'sha1', make: rsaPair },
	7: { hash: 'sha1', make: rsaPair },
	8: { hash: 'sha256', make: rsaPair },
	10: { hash: 'sha512', make: rsaPair },
	13: { hash: 'sha256', make: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }) },
	14: { hash: 'sha384', make: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }) },
	15: { hash: null, make: () => generateKeyPairSync('ed25519') },
	16: { hash: null, make: () => generateKeyPairSync('ed448') },
};

/** Pairs are made once for a process: making them is slow. */
const pairs = new Map<string, { publicKey: KeyObject; privateKey: KeyObject }>();

/** A key of an algorithm that is not known is one of algorithm 13 under another number. */
export function signingKey(zone: Name, index: number, given: KeySpec = {}): SigningKey {
	const algorithm = given.algorithm ?? 13;
	const spec = {
		algorithm,
		bits: 1024,
		flags: 257,
		protocol: 3,
		published: true,
		signs: 'all',
		inDs: (given.flags ?? 257) === 257,
		...given,
	} as const;
	const { hash, make } = kinds[algorithm] ?? kinds[13]!;
	const id = `${zone} ${String(index)} ${String(algorithm)} ${String(spec.bits)}`;
	const pair = pairs.get(id) ?? make(spec.bits);
	pairs.set(id, pair);
	const data = concat(u16(spec.flags), u8(spec.protocol), u8(algorithm), publicBytes(pair.publicKey));
	return {
		spec,
		record: { name: zone, type: TYPE.DNSKEY, class: IN, ttl: 3600, data },
		tag: tagOf(data),
		sign: (message) =>
			new Uint8Array(sign(hash, message, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' })),
	};
}

function publicBytes(key: KeyObject): Uint8Array {
	const { n, e, x, y } = key.export({ format: 'jwk' });
	const bytes = (text: string | undefined) => new Uint8Array(Buffer.from(text ?? '', 'base64url'));
	if (n === undefined) return concat(bytes(x), bytes(y));
	const exponent = bytes(e);
	return concat(u8(exponent.length), exponent, bytes(n));
}

function tagOf(data: Uint8Array): number {
	let sum = 0;
	data.forEach((byte, index) => (sum += index & 1 ? byte : byte << 8));
	return (sum + (sum >> 16)) & 0xffff;
}

/** A DS record of a key. */
export function dsRecord({ record, tag, spec }: SigningKey, digestType: number): DnsRecord {
	const hash = { 1: 'sha1', 2: 'sha256', 4: 'sha384' }[digestType] ?? 'sha256';
	const digest = createHash(hash).update(nameBytes(record.name)).update(record.data).digest();
	const data = concat(u16(tag), u8(spec.algorithm), u8(digestType), new Uint8Array(digest));
	return { ...record, type: TYPE.DS, data };
}

function countedLabels(name: Name): number {
	const labels = labelsOf(name);
	return labels.length - (labels[0] === '*' ? 1 : 0);
}

/** A signature over a set, as RFC 4034, section 3.1.8.1, wants it. */
export function signSet(
	set: readonly DnsRecord[],
	signer: Name,
	key: SigningKey,
	{ from, to }: Validity,
	count = countedLabels(set[0]!.name),
): DnsRecord {
	const [first] = set as readonly [DnsRecord];
	const head = concat(
		...[u16(first.type), u8(key.spec.algorithm), u8(count), u32(first.ttl), u32(to), u32(from), u16(key.tag)],
		nameBytes(signer),
	);
	const lines = [...new Set(set.map(({ data }) => Buffer.from(data).toString('hex')))].sort().map((text) => {
		const data = new Uint8Array(Buffer.from(text, 'hex'));
		return concat(nameBytes(first.name), u16(first.type), u16(IN), u32(first.ttl), u16(data.length), data);
	});
	return { ...first, type: TYPE.RRSIG, data: concat(head, key.sign(concat(head, ...lines))) };
}
