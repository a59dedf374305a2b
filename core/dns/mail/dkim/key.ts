import { looseBase64 } from '../../../base64';
import { excerpt } from '../../excerpt';
import { parseTags } from '../tags';
import { rsaBits } from './rsa';

/** One key record (RFC 6376, section 3.6.1). */
export interface DkimKey {
	readonly text: string;
	/** True when the owner took the key back. */
	readonly isRevoked: boolean;
	/** True when receivers are asked not to treat its mail differently: the domain only tries DKIM. */
	readonly isTesting: boolean;
	readonly kind: 'rsa' | 'ed25519' | null;
	/** The length of an RSA key; null where it cannot be read, or is no such key. */
	readonly bits: number | null;
	/** What makes the key useless, each a clause. */
	readonly problems: readonly string[];
}

const ED25519_BYTES = 32;

/** True for a TXT record that is meant as a key: it has a `p=`, or says so. */
export const isDkim = (text: string): boolean => /^v[ \t]{0,99}=[ \t]{0,99}DKIM/i.test(text) || hasKey(text);

const hasKey = (text: string): boolean => parseTags(text).tags.some(({ name }) => name === 'p');

export function parseDkim(text: string): DkimKey {
	const list = parseTags(text);
	const problems = [...list.problems];
	const values = new Map(list.tags.map(({ name, value }) => [name, value]));
	const version = values.get('v');
	if (version !== undefined && version !== 'DKIM1')
		problems.push(`v= says ${excerpt(version)} instead of DKIM1`);
	if (version !== undefined && list.tags[0]?.name !== 'v') problems.push('v= does not come first');
	const kind = values.get('k')?.toLowerCase() ?? 'rsa';
	const isKnown = kind === 'rsa' || kind === 'ed25519';
	if (!isKnown) problems.push(`k= says ${excerpt(kind)}, a kind of key that nobody knows`);
	if (!saysOf(values.get('h'), 'sha256')) problems.push('h= leaves only hashes that are no longer accepted');
	if (!saysOf(values.get('s'), 'email')) problems.push('s= says that the key is not for mail');
	const value = values.get('p');
	if (value === undefined) problems.push('it has no p=, so no key');
	const isRevoked = value?.trim() === '';
	const bytes = value === undefined || isRevoked ? null : looseBase64(value);
	if (bytes === null && value !== undefined && !isRevoked) problems.push('p= is not written in base64');
	const bits = bytes !== null && kind === 'rsa' ? rsaBits(bytes) : null;
	if (bytes !== null && kind === 'rsa' && bits === null) problems.push('p= holds no RSA key');
	if (bytes !== null && kind === 'ed25519' && bytes.length !== ED25519_BYTES)
		problems.push('p= holds no Ed25519 key');
	return {
		text,
		isRevoked,
		isTesting: values.has('t') && saysOf(values.get('t'), 'y'),
		kind: isKnown ? kind : null,
		bits,
		problems,
	};
}

/** True when a list with colons names the word, `*`, or is not there and so allows everything. */
const saysOf = (list: string | undefined, word: string): boolean =>
	list === undefined ||
	list
		.split(':')
		.map((each) => each.trim().toLowerCase())
		.some((each) => each === word || (each === '*' && word !== 'y'));
