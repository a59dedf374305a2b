/** RFC 4648, section 7, without padding and in lower case. It keeps the order of bytes. */
export function base32hex(bytes: Uint8Array): string {
	let text = '';
	for (let bit = 0; bit < bytes.length * 8; bit += 5) {
		const at = bit >> 3;
		const pair = ((bytes[at] as number) << 8) | (bytes[at + 1] ?? 0);
		text += '0123456789abcdefghijklmnopqrstuv'.charAt((pair >> (11 - (bit & 7))) & 31);
	}
	return text;
}
