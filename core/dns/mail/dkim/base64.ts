const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The bytes of a base64 text (RFC 4648, section 4), white space left out; null when it is none. */
export function parseBase64(text: string): Uint8Array | null {
	const packed = text.replace(/[ \t\r\n]/g, '');
	const padding = packed.endsWith('==') ? 2 : packed.endsWith('=') ? 1 : 0;
	const digits = packed.length - padding;
	if (packed.length % 4 !== 0) return null;
	const bytes = new Uint8Array(Math.floor((digits * 3) / 4));
	let bits = 0;
	for (let at = 0; at < digits; at++) {
		const value = DIGITS.indexOf(packed.charAt(at));
		if (value < 0) return null;
		bits = ((bits << 6) | value) & 0xffffff;
		const full = at % 4;
		if (full > 0) bytes[Math.floor(at / 4) * 3 + full - 1] = (bits >> (6 - 2 * full)) & 0xff;
	}
	return bytes;
}
