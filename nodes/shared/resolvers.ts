import type { INodeProperties } from 'n8n-workflow';

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
