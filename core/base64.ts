const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** What each digit stands for, by its character code. */
const VALUES: readonly (number | undefined)[] = Array.from({ length: 128 }, (_, code) => {
	const value = DIGITS.indexOf(String.fromCharCode(code));
	return value < 0 ? undefined : value;
});
const URL_DIGITS = `${DIGITS.slice(0, 62)}-_`;

/** RFC 4648, section 4, with padding. */
export function base64(bytes: Uint8Array): string {
	const digits = digitsOf(bytes, DIGITS);
	return digits.padEnd(Math.ceil(digits.length / 4) * 4, '=');
}

/** With the alphabet for addresses and without padding (RFC 4648, section 5). */
export const base64url = (bytes: Uint8Array): string => digitsOf(bytes, URL_DIGITS);

/** The bytes of a text that is their base64 to the letter (RFC 4648, section 4); null for any other text. */
export function fromBase64(text: string): Uint8Array | null {
	const bytes = looseBase64(text);
	// What reads otherwise when it is written again was no base64 in its one form.
	return bytes === null || base64(bytes) !== text ? null : bytes;
}

/** As `fromBase64`, but white space is left out, and bits that stand for nothing may be anything. */
export function looseBase64(text: string): Uint8Array | null {
	const packed = text.replace(/[ \t\r\n]/g, '');
	const padding = packed.endsWith('==') ? 2 : packed.endsWith('=') ? 1 : 0;
	const digits = packed.length - padding;
	if (packed.length % 4 !== 0) return null;
	const bytes = new Uint8Array(Math.floor((digits * 3) / 4));
	let bits = 0;
	for (let at = 0; at < digits; at++) {
		const value = VALUES[packed.charCodeAt(at)];
		if (value === undefined) return null;
		bits = ((bits << 6) | value) & 0xffffff;
		const full = at % 4;
		if (full > 0) bytes[Math.floor(at / 4) * 3 + full - 1] = (bits >> (6 - 2 * full)) & 0xff;
	}
	return bytes;
}

function digitsOf(bytes: Uint8Array, alphabet: string): string {
	let text = '';
	for (let at = 0; at < bytes.length; at += 3) {
		const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
		const digits = Math.min(4, bytes.length - at + 1);
		for (let index = 0; index < digits; index++) text += alphabet.charAt((bits >> (18 - 6 * index)) & 63);
	}
	return text;
}
