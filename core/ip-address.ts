/** An address as its 4 or 16 bytes. */
export type Address = Uint8Array;

/** Eight groups, the last two written as IPv4. */
const LONGEST = 45;
const OCTET = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-f]{1,4}$/i;
const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** The address that a connection comes from: IPv6 that only wraps IPv4 counts as IPv4 (RFC 7208, section 5). Null for anything else. */
export function parseAddress(text: string): Address | null {
	const bytes = parseIp4(text) ?? parseIp6(text);
	return bytes === null ? null : unwrapped(bytes);
}

/** The IPv4 address in an IPv6 one that only wraps it (RFC 4291, section 2.5.5.2); any other as it is. */
export const unwrapped = (address: Address): Address =>
	address.length === 16 && MAPPED.every((byte, index) => address[index] === byte)
		? address.subarray(12)
		: address;

/** Four numbers without leading zeros. */
export function parseIp4(text: string): Address | null {
	const parts = text.split('.');
	if (parts.length !== 4 || !parts.every((part) => OCTET.test(part) && Number(part) < 256)) return null;
	return Uint8Array.from(parts, Number);
}

/** RFC 4291, section 2.2, in its three forms. */
export function parseIp6(text: string): Address | null {
	if (text.length > LONGEST) return null;
	const halves = text.split('::');
	if (halves.length > 2) return null;
	const [front, back] = halves.map((half, index) => groupsOf(half, index === halves.length - 1));
	if (front === null || front === undefined || back === null) return null;
	const missing = 16 - front.length - (back?.length ?? 0);
	if (back === undefined ? missing !== 0 : missing < 2) return null;
	return Uint8Array.from([...front, ...Array.from({ length: missing }, () => 0), ...(back ?? [])]);
}

function groupsOf(text: string, isLast: boolean): number[] | null {
	if (text === '') return [];
	const groups = text.split(':');
	const bytes: number[] = [];
	for (const [index, group] of groups.entries()) {
		const dotted = isLast && index === groups.length - 1 ? parseIp4(group) : null;
		if (dotted !== null) bytes.push(...dotted);
		else if (GROUP.test(group)) bytes.push(parseInt(group, 16) >>> 8, parseInt(group, 16) & 0xff);
		else return null;
	}
	return bytes.length > 16 ? null : bytes;
}

/** True when both are of the same kind and their first `bits` bits are equal. */
export function isWithin(address: Address, network: Address, bits: number): boolean {
	if (address.length !== network.length) return false;
	return address.every((byte, index) => {
		const kept = Math.min(8, Math.max(0, bits - index * 8));
		return ((byte ^ (network[index] as number)) & (0xff00 >> kept) & 0xff) === 0;
	});
}

/** As people write it (RFC 5952). */
export function showAddress(address: Address): string {
	if (address.length === 4) return address.join('.');
	const groups = Array.from(
		{ length: 8 },
		(_, index) => ((address[index * 2] as number) << 8) | (address[index * 2 + 1] as number),
	);
	let [start, length] = [0, 0];
	for (let at = 0; at < 8; at++) {
		let end = at;
		while (groups[end] === 0) end++;
		if (end - at > length) [start, length] = [at, end - at];
	}
	const hex = groups.map((group) => group.toString(16));
	if (length < 2) return hex.join(':');
	return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

/** With a dot after each part: numbers for IPv4, hexadecimal digits for IPv6 (RFC 7208, section 7.3). */
export const dottedAddress = (address: Address): string =>
	address.length === 4
		? address.join('.')
		: [...address]
				.flatMap((byte) => [byte >> 4, byte & 15].map((digit) => digit.toString(16).toUpperCase()))
				.join('.');

/** The name that the address's own names are asked under (RFC 1035, section 3.5; RFC 3596, section 2.5). */
export const reverseName = (address: Address): string =>
	`${dottedAddress(address).split('.').reverse().join('.')}.${address.length === 4 ? 'in-addr' : 'ip6'}.arpa`;
