import { BlockList, isIP } from 'node:net';

/**
 * IPv4 that no service on the internet has.
 * Source: https://www.iana.org/assignments/iana-ipv4-special-registry and the multicast and reserved blocks above it.
 */
const NOT_PUBLIC_4: ReadonlyArray<readonly [string, number]> = [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.0.2.0', 24],
	['192.31.196.0', 24],
	['192.52.193.0', 24],
	['192.88.99.0', 24],
	['192.168.0.0', 16],
	['192.175.48.0', 24],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	['224.0.0.0', 4],
	['240.0.0.0', 4],
];

/** The well-known prefix under which a translator (NAT64) shows IPv4 to a network that has none. */
const NAT64 = '64:ff9b::';

/** Global unicast and translated IPv4: all else of IPv6 (loopback, mapped, link-local, unique local, multicast) is refused. */
const PUBLIC_6: ReadonlyArray<readonly [string, number]> = [
	['2000::', 3],
	[NAT64, 96],
];

/** What is not public among that. Source: https://www.iana.org/assignments/iana-ipv6-special-registry */
const NOT_PUBLIC_6: ReadonlyArray<readonly [string, number]> = [
	// Teredo, benchmarking, ORCHID and the rest of the protocol assignments.
	['2001::', 23],
	['2001:db8::', 32],
	// 6to4: an IPv4 address in disguise.
	['2002::', 16],
	['2620:4f:8000::', 48],
	['3ffe::', 16],
	['3fff::', 20],
	...NOT_PUBLIC_4.map(([address, bits]) => [`${NAT64}${address}`, 96 + bits] as const),
];

const notPublic = new BlockList();
for (const [address, bits] of NOT_PUBLIC_4) notPublic.addSubnet(address, bits, 'ipv4');
for (const [address, bits] of NOT_PUBLIC_6) notPublic.addSubnet(address, bits, 'ipv6');
const public6 = new BlockList();
for (const [address, bits] of PUBLIC_6) public6.addSubnet(address, bits, 'ipv6');

/** True for an address in its usual spelling that a service on the internet may have. */
export function isPublic(address: string): boolean {
	const family = isIP(address);
	if (family === 4) return !notPublic.check(address, 'ipv4');
	// A zone (fe80::1%eth0) is left to no parser to interpret.
	if (family !== 6 || address.includes('%')) return false;
	return public6.check(address, 'ipv6') && !notPublic.check(address, 'ipv6');
}
