import { isWithin, parseAddress, unwrapped } from '../../ip-address';
import type { Looked } from '../finding';
import type { Lookup } from '../lookup';
import type { Name } from '../wire/name';

/** A name that is public, and what its A or AAAA records are. */
export interface Addressed {
	readonly name: Name;
	readonly lookup: Looked<Lookup>;
}

const OWN = 'an address inside a network';
const LOOPBACK = 'the machine itself';

/**
 * Addresses that mean nothing to the public: how they begin, and how many bits of that count. Those for documentation are
 * not among them: nobody is behind them.
 * Source: https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const BLOCKS = (
	[
		['10.0.0.0', 8, OWN],
		['172.16.0.0', 12, OWN],
		['192.168.0.0', 16, OWN],
		['100.64.0.0', 10, OWN],
		['169.254.0.0', 16, OWN],
		['127.0.0.0', 8, LOOPBACK],
		['0.0.0.0', 8, LOOPBACK],
		['fc00::', 7, OWN],
		['fe80::', 10, OWN],
		['::1', 128, LOOPBACK],
	] as const
).map(([start, bits, what]) => ({ network: parseAddress(start), bits, what }));

/** What an address that is not public stands for, or null for a public one. */
export function privateMeaning(address: Uint8Array): string | null {
	const bytes = unwrapped(address);
	const block = BLOCKS.find(({ network, bits }) => network !== null && isWithin(bytes, network, bits));
	return block?.what ?? null;
}

/** True when an answer leads into a network of somebody's own. Such a name is not opened: whoever owns the domain chose where it leads. */
export const leadsInside = (answers: readonly Lookup[]): boolean =>
	answers.some(({ records }) => records.some(({ data }) => privateMeaning(data) !== null));
