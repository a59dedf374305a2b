import type { INodeProperties } from 'n8n-workflow';
import type { Asked } from '../../core/dns/gather/open';
import { ENDPOINTS, ownEndpoint } from '../../core/dns/endpoints';

/** Who is asked, under Options; only the workflow's author says so. */
export const firstResolver: INodeProperties = {
	displayName: 'First Resolver',
	name: 'firstResolver',
	type: 'string',
	noDataExpression: true,
	default: 'https://cloudflare-dns.com/dns-query',
	description: 'Who is asked everything: DNS over HTTPS (RFC 8484) that accepts HTTP/1.1',
};
export const secondResolver: INodeProperties = {
	displayName: 'Second Resolver',
	name: 'secondResolver',
	type: 'string',
	noDataExpression: true,
	default: 'https://dns.google/dns-query',
	description: 'Who is asked again about what matters most, so that one resolver alone cannot lie unnoticed',
};

/** What stands there, as n8n gives it. */
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
