import { isIP } from 'node:net';
import { KeyturnError } from '../../../core/errors';

/**
 * The address of a request, when it may be sent at all; ADDRESS otherwise. The URL parser has already turned every
 * spelling of an IP address (decimal, octal, hex, full-width, percent-encoded) into its usual one.
 */
export function targetOf(text: string): URL {
	const url = new URL(text);
	const problem = refusals.find(([refuses]) => refuses(url))?.[1];
	if (problem === undefined) return url;
	throw refused(url, problem);
}

export const refused = ({ hostname }: URL, problem: string): KeyturnError =>
	new KeyturnError('ADDRESS', `Request to ${hostname}`, `${problem}. Nothing was sent`, {
		next: 'Zapier reaches servers on the internet only: use their https address, with a name that resolves to public addresses.',
	});

const refusals: ReadonlyArray<readonly [(url: URL) => boolean, string]> = [
	[({ protocol }) => protocol !== 'https:', 'only https is spoken from Zapier'],
	[({ username, password }) => username !== '' || password !== '', 'no user name or password may be in it'],
	[({ hostname }) => isIP(bare(hostname)) !== 0, 'an IP address is not accepted, only a name'],
	[({ hostname }) => hostname.endsWith('.'), 'the name ends with a dot'],
	[({ hostname }) => !hostname.includes('.'), 'the name has no domain'],
];

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '');
