const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Two hexadecimal digits a byte, in lower case. */
export function hex(bytes: Uint8Array): string {
	let text = '';
	for (const byte of bytes) text += digits[byte] ?? '';
	return text;
}

/** The bytes that pairs of hexadecimal digits stand for; whoever calls has seen that it is nothing else. */
export const unhex = (text: string): Uint8Array =>
	Uint8Array.from({ length: text.length / 2 }, (_, at) => parseInt(text.slice(at * 2, at * 2 + 2), 16));
