import { KeyturnError } from './errors';

const KEY_NAME = /^[a-z0-9](?:[a-z0-9._-]{0,126}[a-z0-9])?$/;
/** One to twelve segments. */
const PATH = /^[A-Za-z0-9_@+=-][A-Za-z0-9._@+=-]{0,254}(?:\/[A-Za-z0-9_@+=-][A-Za-z0-9._@+=-]{0,254}){0,11}$/;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** A managed key's name, or BAD_INPUT. Only such names are ever put into a path, so none can point elsewhere. */
export function keyName(text: unknown, where = 'Key name'): string {
	if (typeof text !== 'string' || !KEY_NAME.test(text) || text.includes('..'))
		throw new KeyturnError(
			'BAD_INPUT',
			where,
			'use 1 to 128 small letters, digits, dots, hyphens or underscores, e.g. marketing-summariser.openai',
		);
	return text;
}

/** A path below the mount, segment by segment; BAD_INPUT for anything that a server could read as another path. */
export function vaultPath(text: unknown, where: string): string {
	if (typeof text !== 'string' || text.length > 1_024 || !PATH.test(text))
		throw new KeyturnError(
			'BAD_INPUT',
			where,
			'use a path like apps/summariser/openai: letters, digits and - _ . @ + = between slashes',
		);
	return text;
}

/** Whether a vault may list this as an entry of a path like those, or as a folder of it with a slash at its end. */
export const isEntryName = (name: string): boolean => {
	const bare = name.replace(/\/$/, '');
	return PATH.test(bare) && !bare.includes('/');
};

/** Scheme, host and port of an address; ADDRESS when it is no https address (http is allowed for loopback only). */
export function originOf(text: string, where: string): string {
	let url: URL;
	try {
		url = new URL(text);
	} catch {
		throw new KeyturnError('ADDRESS', where, 'this is not an address');
	}
	if (url.protocol === 'http:' && !LOOPBACK.has(url.hostname))
		throw new KeyturnError(
			'ADDRESS',
			where,
			'use https://, or a proxy on this machine that speaks https to it, named as http://127.0.0.1 and its port: http:// would show the key to everybody on the way, in a private network too',
		);
	const secure = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
	if (!secure || url.username !== '' || url.password !== '')
		throw new KeyturnError('ADDRESS', where, 'use https:// and no user name or password in the address');
	return url.origin;
}

/** A base address without a slash at its end, checked like `originOf`. */
export function baseAddress(text: string, where: string): string {
	originOf(text, where);
	const url = new URL(text);
	if (url.search !== '' || url.hash !== '')
		throw new KeyturnError('ADDRESS', where, 'leave out everything after ? or #');
	return url.origin + url.pathname.replace(/\/+$/, '');
}

/** The name of a request header in small letters, or BAD_INPUT. */
export function headerName(text: string, where: string): string {
	if (!/^[A-Za-z0-9-]{1,64}$/.test(text))
		throw new KeyturnError('BAD_INPUT', where, 'use letters, digits and hyphens');
	return text.toLowerCase();
}
