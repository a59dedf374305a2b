/**
 * A text from outside as a reader sees it: breaks of lines become spaces; other controls, marks that turn the direction
 * of writing around and signs that nobody sees become U+FFFD, so that nothing looks like what it is not (Unicode
 * TR 36, section 2).
 */
export const visible = (text: string): string =>
	text.replace(/[\t\n\r]+/g, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd');
