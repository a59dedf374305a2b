/** The two numbers of an RSA key in a DNSKEY record (RFC 3110, section 2); too short ones where it is cut off. */
export function rsaNumbers(publicKey: Uint8Array) {
	const [first = 0, second = 0, third = 0] = publicKey;
	const [length, start] = first === 0 ? [second * 256 + third, 3] : [first, 1];
	return {
		exponent: publicKey.subarray(start, start + length),
		modulus: publicKey.subarray(start + length),
	};
}

/** How many bits a number has that is written from its highest byte on. */
export function bitsOf(number: Uint8Array): number {
	const first = number.findIndex((byte) => byte !== 0);
	return first < 0 ? 0 : (number.length - first) * 8 - (Math.clz32(number[first] ?? 0) - 24);
}
