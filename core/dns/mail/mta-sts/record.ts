/** True for a TXT record that switches MTA-STS on, or is meant to (RFC 8461, section 3.1). */
export const isMtaSts = (text: string): boolean => /^v=STSv1[ \t]{0,9}(?:;|$)/.test(text);
