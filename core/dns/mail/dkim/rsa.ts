import { bitsOf } from '../../rsa';
import { Malformed, Reader, wellFormed } from '../../wire/bytes';

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OBJECT_IDENTIFIER = 0x06;

/**
 * How many bits an RSA key has; null when the bytes are no RSA key. Both forms are met: SubjectPublicKeyInfo (RFC 5280,
 * section 4.1) and the bare RSAPublicKey that RFC 6376 names.
 */
export const rsaBits = (der: Uint8Array): number | null =>
	wellFormed(() => {
		const outer = element(new Reader(der), SEQUENCE);
		const first = outer.bytes[outer.position];
		if (first === INTEGER) return bitsOf(element(outer, INTEGER).rest());
		element(element(outer, SEQUENCE), OBJECT_IDENTIFIER);
		const content = element(outer, BIT_STRING);
		if (content.u8() !== 0) return null;
		return bitsOf(element(element(content, SEQUENCE), INTEGER).rest());
	});

/** The content of the next element, which must be of that kind. */
function element(reader: Reader, tag: number): Reader {
	if (reader.u8() !== tag) throw new Malformed('an element of another kind');
	const first = reader.u8();
	const length =
		first < 0x80 ? first : first === 0x81 ? reader.u8() : first === 0x82 ? reader.u16() : Infinity;
	if (length > reader.left) throw new Malformed('it ends too early');
	reader.take(length);
	return new Reader(reader.bytes, reader.position - length, reader.position);
}
