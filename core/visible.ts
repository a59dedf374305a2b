/**
 * A text from outside as a reader sees it: breaks of lines become spaces; other controls, marks that turn the direction
 * of writing around and signs that nobody sees become U+FFFD, so that nothing looks like what it is not (Unicode
 * TR 36, section 2).
 */
export const visible = (text: string): string =>
	text.replace(/[\t\n\r]+/g, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd');

/** A text in which no reader makes a link of a bare address, or calls a person whose name stands in it. */
export const unlinked = (text: string): string => text.replace(/\/(?=\/)|@|www(?=\.)/gi, '$&\u200b');

/** At most so many UTF-16 code units, with a sign at the end where something was left out; no character is cut in two. */
export function shortened(text: string, most: number): string {
	if (text.length <= most) return text;
	return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
