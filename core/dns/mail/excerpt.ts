import { printable } from '../wire/name';
import { bytesOf } from '../wire/bytes';

const LONGEST = 120;

/** A foreign text in quotation marks, short and without what does not print; for evidence. */
export const excerpt = (text: string): string =>
	`“${printable(bytesOf(text.slice(0, LONGEST)))}${text.length > LONGEST ? '…' : ''}”`;
