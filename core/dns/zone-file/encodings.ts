import { fromBase64 as strictBase64 } from '../../base64';
import { hex, unhex } from '../../hex';
import { base32hex } from '../base32hex';
import { Malformed } from '../wire/bytes';

/** Texts that stand for bytes in master files. All readers throw Malformed. */

export const upperHex = (bytes: Uint8Array): string => hex(bytes).toUpperCase();

export function fromHex(text: string): Uint8Array {
	if (!/^(?:[0-9a-f]{2})*$/i.test(text)) throw new Malformed('hexadecimal digits are missing');
	return unhex(text);
}

export function fromBase64(text: string): Uint8Array {
	const bytes = strictBase64(text);
	if (bytes === null) throw new Malformed('base64 digits are missing');
	return bytes;
}

const BASE32HEX = '0123456789ABCDEFGHIJKLMNOPQRSTUV';

/** RFC 5155, section 3.3, writes hashes so. */
export const upperBase32hex = (bytes: Uint8Array): string => base32hex(bytes).toUpperCase();

export function fromBase32hex(text: string): Uint8Array {
	const upper = text.toUpperCase();
	if (!/^[0-9A-V]{1,408}$/.test(upper)) throw new Malformed('base32 digits are missing');
	const bits = Array.from(upper, (digit) => BASE32HEX.indexOf(digit).toString(2).padStart(5, '0')).join('');
	const bytes = Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => parseInt(byte, 2));
	if (upperBase32hex(bytes) !== upper) throw new Malformed('base32 digits are missing');
	return bytes;
}
