import { Malformed } from '../wire/bytes';
import { type Name, isUnder, labelsOf, nameOf, parseName } from '../wire/name';
import { unescaped } from './words';

/** A name as a file has it, made absolute: `@` is the origin, and what does not end with a dot lies below it. */
export function nameIn(text: string, origin: Name): Name {
	if (text === '@') return origin;
	// The reader of names takes escapes for right that are none.
	unescaped(text);
	const name = parseName(text);
	return isAbsolute(text) ? name : parseName(nameOf([...labelsOf(name), ...labelsOf(origin)]));
}

/** An escaped dot at the end belongs to the label. */
function isAbsolute(text: string): boolean {
	const before = /(\\*)\.$/.exec(text)?.[1];
	return before !== undefined && before.length % 2 === 0;
}

/**
 * A name as it is written into a file: the characters that mean something there are escaped. A backslash goes by its
 * number, because NSD 4.6.1 takes the dot behind an escaped backslash for a part of the label (seen in test/servers).
 */
export const nameText = (name: Name): string =>
	name.replace(/\\(?:\d{3}|[^])|["();@$]/g, (token) => {
		if (token === '\\\\') return '\\092';
		return token.length === 1 ? `\\${token}` : token;
	});

/** The owner of a record. Throws Malformed for one outside the zone. */
export function ownerIn(text: string, origin: Name, zone: Name): Name {
	const owner = nameIn(text, origin);
	if (!isUnder(owner, zone)) throw new Malformed('the name is outside the zone');
	return owner;
}
