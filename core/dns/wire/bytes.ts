/** What a message that cannot be read is told as. It never leaves `core/dns`: a resolver turns it into `failed`. */
export class Malformed extends Error {
	override readonly name = 'Malformed';
}

/** What is read, or null where it is malformed. Any other error is a fault of ours. */
export function wellFormed<Content>(read: () => Content): Content | null {
	try {
		return read();
	} catch (error) {
		if (error instanceof Malformed) return null;
		throw error;
	}
}

/** Reads bytes from the front, and refuses to read beyond the end. */
export class Reader {
	readonly bytes: Uint8Array;
	readonly end: number;
	position: number;

	constructor(bytes: Uint8Array, position = 0, end = bytes.length) {
		if (end > bytes.length) throw new Malformed('it ends too early');
		this.bytes = bytes;
		this.position = position;
		this.end = end;
	}

	get left(): number {
		return this.end - this.position;
	}

	u8(): number {
		if (this.left < 1) throw new Malformed('it ends too early');
		return this.bytes[this.position++] as number;
	}

	u16(): number {
		return this.u8() * 0x1_00 + this.u8();
	}

	u32(): number {
		return this.u16() * 0x1_0000 + this.u16();
	}

	take(length: number): Uint8Array {
		if (length > this.left) throw new Malformed('it ends too early');
		this.position += length;
		return this.bytes.subarray(this.position - length, this.position);
	}

	rest(): Uint8Array {
		return this.take(this.left);
	}
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
	let length = 0;
	for (const part of parts) length += part.length;
	const whole = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

export const u8 = (value: number): Uint8Array => Uint8Array.of(value);
export const u16 = (value: number): Uint8Array => Uint8Array.of(value >>> 8, value);
export const u32 = (value: number): Uint8Array =>
	Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);

/** The order of RFC 4034, section 6.3: bytes from the left, and what ends first comes first. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
	const shorter = Math.min(a.length, b.length);
	for (let index = 0; index < shorter; index++) {
		const difference = (a[index] as number) - (b[index] as number);
		if (difference !== 0) return difference;
	}
	return a.length - b.length;
}

export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
	a.length === b.length && compareBytes(a, b) === 0;

/** One character a byte (ISO 8859-1). */
export const latin1 = (bytes: Uint8Array): string => {
	let text = '';
	for (const byte of bytes) text += String.fromCharCode(byte);
	return text;
};

/** The opposite of `latin1`. */
export function bytesOf(text: string): Uint8Array {
	const bytes = new Uint8Array(text.length);
	for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
	return bytes;
}
