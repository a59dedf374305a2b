import { baseAddress } from '../names';
import type { Endpoint } from './doh';
import type { Asked } from './gather/open';

/**
 * Public resolvers that take questions in wire form over HTTP/1.1. The first answers everything, the second is asked
 * again for what matters and is not proved by signatures, so that one of them alone cannot lie unnoticed.
 * Sources: https://developers.cloudflare.com/1.1.1.1/encryption/dns-over-https, https://developers.google.com/speed/public-dns/docs/doh
 */
export const ENDPOINTS: readonly [first: Endpoint, second: Endpoint] = [
	{ id: 'cloudflare', url: 'https://cloudflare-dns.com/dns-query' },
	{ id: 'google', url: 'https://dns.google/dns-query' },
];

/** A resolver of the user's own. Throws ADDRESS for anything but https (http on this machine alone). */
export function ownEndpoint(id: string, address: string, where: string): Endpoint {
	return { id, url: baseAddress(address.trim(), where) };
}

/** The resolvers that somebody named, by their addresses; absent where nobody was named. */
export type Resolvers = Readonly<Partial<Record<'firstResolver' | 'secondResolver', string>>>;

/** The resolvers that were named, or the public ones. Throws ADDRESS. */
export function endpointsOf({
	firstResolver: one,
	secondResolver: other,
}: Resolvers): Pick<Asked, 'endpoints'> {
	const [first, second] = ENDPOINTS;
	return {
		endpoints: [
			one === undefined ? first : ownEndpoint('first', one, 'First Resolver'),
			other === undefined ? second : ownEndpoint('second', other, 'Second Resolver'),
		],
	};
}
