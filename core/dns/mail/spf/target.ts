import { wellFormed } from '../../wire/bytes';
import { type Name, parseName } from '../../wire/name';

const MAX_CHARACTERS = 253;

/** A domain that SPF wrote, without its last dot; what is too long loses labels from the left (RFC 7208, section 7.3). */
export function shortened(domain: string): string {
	const text = domain.endsWith('.') ? domain.slice(0, -1) : domain;
	if (text.length <= MAX_CHARACTERS) return text;
	const dot = text.indexOf('.', text.length - MAX_CHARACTERS - 1);
	return dot < 0 ? text : text.slice(dot + 1);
}

/** Its name in the DNS, or null where there can be no such name. Nothing in the text is an escape. */
export const nameFor = (domain: string): Name | null =>
	wellFormed(() => parseName(domain.replaceAll('\\', '\\\\')));
