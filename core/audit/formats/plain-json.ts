/**
 * JSON on one line, in which every control and every sign that nobody sees stands as an escape: it means the same to a
 * program (RFC 8259, section 7), and neither a terminal nor a reader is led astray.
 */
export const plainJson = (value: object): string =>
	JSON.stringify(value).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) =>
		Array.from({ length: sign.length }, (_, at) => escapeOf(sign.charCodeAt(at))).join(''),
	);

const escapeOf = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;
