const LONGEST = 120;

/** A foreign text in quotation marks, short and without what does not print; for evidence. */
export const excerpt = (text: string): string =>
	`“${text.slice(0, LONGEST).replace(/[^\x20-\x7e]/g, '�')}${text.length > LONGEST ? '…' : ''}”`;
