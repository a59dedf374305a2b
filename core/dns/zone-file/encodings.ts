import { fromBase64 as strictBase64 } from '../../base64';
import { hex } from '../../hex';
import { Malformed } from '../wire/bytes';

/** Texts that stand for bytes in master files. All readers throw Malformed. */

export const upperHex = (bytes: Uint8Array): string => hex(bytes).toUpperCase();

export function fromHex(text: string): Uint8Array {
	if (!/^(?:[0-9a-f]{2})*$/i.test(text)) throw new Malformed('hexadecimal digits are missing');
	return Uint8Array.from({ length: text.length / 2 }, (_, index) =>
		parseInt(text.slice(index * 2, index * 2 + 2), 16),
	);
}

export function fromBase64(text: string): Uint8Array {
	const bytes = strictBase64(text);
	if (bytes === null) throw new Malformed('base64 digits are missing');
	return bytes;
}

const BASE32HEX = '0123456789ABCDEFGHIJKLMNOPQRSTUV';

/** RFC 4648, section 7, without padding, as RFC 5155, section 3.3, writes hashes. */
export function base32hex(bytes: Uint8Array): string {
	const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
	return (bits.match(/.{1,5}/g) ?? [])
		.map((five) => BASE32HEX.charAt(parseInt(five.padEnd(5, '0'), 2)))
		.join('');
}

export function fromBase32hex(text: string): Uint8Array {
	if (!/^[0-9A-V]{1,408}$/i.test(text)) throw new Malformed('base32 digits are missing');
	const bits = (text.toUpperCase().match(/./g) ?? [])
		.map((digit) => BASE32HEX.indexOf(digit).toString(2).padStart(5, '0'))
		.join('');
	const bytes = Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => parseInt(byte, 2));
	if (base32hex(bytes) !== text.toUpperCase()) throw new Malformed('base32 digits are missing');
	return bytes;
}
