const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const utf8 = {
	encode: (text: string): Uint8Array => encoder.encode(text),
	/** The text, byte for byte, or null when the bytes are no UTF-8 (RFC 3629). */
	decode(bytes: Uint8Array): string | null {
		try {
			return decoder.decode(bytes);
		} catch {
			return null;
		}
	},
};
