const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Base64 with the alphabet for addresses and without padding (RFC 4648, section 5). */
export function base64url(bytes: Uint8Array): string {
	let text = '';
	for (let at = 0; at < bytes.length; at += 3) {
		const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
		const bits = (a << 16) | (b << 8) | c;
		const digits = Math.min(4, bytes.length - at + 1);
		for (let index = 0; index < digits; index++) text += DIGITS.charAt((bits >> (18 - 6 * index)) & 63);
	}
	return text;
}
