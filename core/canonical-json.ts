import { KeyturnError } from './errors';

/**
 * Plain data as JSON in the one form of RFC 8785 (JCS), so that equal data are equal texts: members by the order of
 * their names' UTF-16 units, numbers as ECMAScript writes them. Throws BAD_INPUT, naming the place and never the value,
 * for what JSON has no form for: undefined, NaN, infinities, BigInt, functions, symbols, half surrogate pairs, holes in
 * lists, and objects that are not plain. A member called `__proto__` is data like any other.
 */
export const canonicalJson = (value: unknown): string => written(value, '$');

function written(value: unknown, place: string): string {
	if (typeof value === 'string') return text(value, place);
	if (typeof value === 'boolean' || value === null) return String(value);
	if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
	if (typeof value !== 'object')
		throw unfit(place, typeof value === 'number' ? 'no finite number' : typeof value);
	// By index, as a hole is passed over otherwise.
	if (Array.isArray(value))
		return `[${Array.from(value, (each: unknown, at) => written(each, `${place}[${at}]`)).join(',')}]`;
	if (!isPlain(value)) throw unfit(place, 'no plain object');
	const members = Object.keys(value).sort();
	return `{${members.map((name) => member(name, (value as Record<string, unknown>)[name], place)).join(',')}}`;
}

const member = (name: string, value: unknown, place: string) =>
	`${text(name, `a name in ${place}`)}:${written(value, `${place}.${name}`)}`;

function text(value: string, place: string): string {
	if (/[\uD800-\uDFFF]/u.test(value)) throw unfit(place, 'half a surrogate pair');
	return JSON.stringify(value);
}

/** Whatever realm it is of: above it is nothing, or a prototype that has none itself. */
function isPlain(value: object): boolean {
	const above: unknown = Object.getPrototypeOf(value);
	return above === null || Object.getPrototypeOf(above) === null;
}

const unfit = (place: string, what: string) =>
	new KeyturnError('BAD_INPUT', place, `${what} has no place in canonical JSON`);
