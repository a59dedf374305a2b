import { KeyturnError } from '../errors';
import { headerName } from '../names';

/** What a value adds to a request. */
export interface Placed {
	/** Header names in small letters. */
	readonly headers: Readonly<Record<string, string>>;
	readonly query: Readonly<Record<string, string>>;
	/** For Basic. Kept apart from the headers, as HTTP clients take it: theirs are shown in more places. */
	readonly login: { readonly username: string; readonly password: string } | null;
}

export interface Placement {
	/**
	 * Whether the value travels in the header `authorization`: the one place that HTTP clients empty before they follow
	 * a redirect to another origin. With any other, no redirect may be followed at all.
	 */
	readonly clearedOnRedirect: boolean;
	place(value: string): Placed;
}

type Settings = Readonly<Record<string, string>>;

/** Headers that a value would break the request with, or that would send it elsewhere. */
const NOT_FOR_KEYS = ['host', 'connection', 'content-length', 'transfer-encoding', 'te', 'upgrade', 'expect'];
const nothing: Placed = { headers: {}, query: {}, login: null };
const PARAMETER = /^[A-Za-z0-9._~-]{1,64}$/;

/** Every way to send a key, by the name that the form has for it. */
export const placements = {
	bearer: () => ({
		clearedOnRedirect: true,
		place: (value) => ({ ...nothing, headers: { authorization: `Bearer ${value}` } }),
	}),
	basic: ({ userName = '' }) => {
		if (userName.includes(':')) throw new KeyturnError('BAD_INPUT', 'User Name', 'it must not hold a colon');
		return {
			clearedOnRedirect: false,
			place: (value) => ({
				...nothing,
				login: userName === '' ? { username: value, password: '' } : { username: userName, password: value },
			}),
		};
	},
	header: ({ header = '' }) => {
		const name = headerName(header, 'Header');
		if (NOT_FOR_KEYS.includes(name))
			throw new KeyturnError('BAD_INPUT', 'Header', `${name} cannot carry a key`);
		return {
			clearedOnRedirect: name === 'authorization',
			place: (value) => ({ ...nothing, headers: { [name]: value } }),
		};
	},
	query: ({ parameter = '' }) => {
		if (!PARAMETER.test(parameter))
			throw new KeyturnError('BAD_INPUT', 'Parameter', 'use letters, digits and . _ ~ -');
		return {
			clearedOnRedirect: false,
			place: (value) => ({ ...nothing, query: { [parameter]: value } }),
		};
	},
} as const satisfies Record<string, (settings: Settings) => Placement>;

export type SendAs = keyof typeof placements;

/** How the settings say that a key is sent; BAD_INPUT for a way that does not exist. */
export function placementOf(settings: Settings): Placement {
	const sendAs = settings['sendAs'] ?? 'bearer';
	if (!Object.hasOwn(placements, sendAs))
		throw new KeyturnError('BAD_INPUT', 'Send As', 'there is no such way to send a key');
	return placements[sendAs as SendAs](settings);
}
