import type { Looked } from '../finding';
import type { Lookup } from '../lookup';
import type { Name } from '../wire/name';

/** A name that is public, and what its A or AAAA records are. */
export interface Addressed {
	readonly name: Name;
	readonly lookup: Looked<Lookup>;
}

/** The first bytes of an address, and how many bits of them count. */
type Block = readonly [bytes: readonly number[], bits: number, what: string];

const OWN = 'an address inside a network';
const LOOPBACK = 'the machine itself';

/**
 * Addresses that mean nothing to the public. Those for documentation are not among them: nobody is behind them.
 * Source: https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const BLOCKS: readonly Block[] = [
	[[10], 8, OWN],
	[[172, 16], 12, OWN],
	[[192, 168], 16, OWN],
	[[100, 64], 10, OWN],
	[[169, 254], 16, OWN],
	[[127], 8, LOOPBACK],
	[[0], 8, LOOPBACK],
];
const BLOCKS_6: readonly Block[] = [
	[[0xfc], 7, OWN],
	[[0xfe, 0x80], 10, OWN],
	[[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 128, LOOPBACK],
];
const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** What an address that is not public stands for, or null for a public one. */
export function privateMeaning(address: Uint8Array): string | null {
	const isMapped = address.length === 16 && fits(address, MAPPED, 96);
	const bytes = isMapped ? address.subarray(12) : address;
	const blocks = bytes.length === 4 ? BLOCKS : bytes.length === 16 ? BLOCKS_6 : [];
	return blocks.find(([start, bits]) => fits(bytes, start, bits))?.[2] ?? null;
}

const fits = (bytes: Uint8Array, start: readonly number[], bits: number): boolean =>
	start.every((byte, index) => {
		const counted = Math.min(8, bits - index * 8);
		const mask = (0xff << (8 - counted)) & 0xff;
		return ((bytes[index] ?? 0) & mask) === (byte & mask);
	});
