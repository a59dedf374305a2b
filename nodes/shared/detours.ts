import { KeyturnError } from '../../core/errors';
import type { Request } from './outgoing';

/** n8n's older way of sending has another name for the switch that ignores certificates. */
type Either = Request & { readonly rejectUnauthorized?: boolean };

interface Detour {
	readonly leadsAway: (request: Either) => boolean;
	readonly why: string;
	readonly next: string;
}

const REMOVE = 'Remove it from the node and run again.';
const ANY_HOST = 'any host could pose as the allowed one';
/** A client's own certificate and key may stay: they say who calls, not whom to believe. */
const detours: readonly Detour[] = [
	{
		leadsAway: ({ proxy }) => proxy !== undefined,
		why: 'the Proxy option would lead the key through a host that nobody allowed',
		next: REMOVE,
	},
	{
		leadsAway: ({ rejectUnauthorized, skipSslCertificateValidation, agentOptions }) =>
			rejectUnauthorized === false ||
			agentOptions?.rejectUnauthorized === false ||
			skipSslCertificateValidation === true,
		why: `with the option to ignore SSL issues ${ANY_HOST}`,
		next: REMOVE,
	},
	{
		leadsAway: ({ agentOptions = {} }) => agentOptions.ca !== undefined && agentOptions.ca !== '',
		why: `with the CA of an SSL certificate in the node ${ANY_HOST}`,
		next: 'Empty the field CA of the credential in SSL Certificates and run again; client certificate and key may stay. Where the allowed host has a certificate of your own CA, whoever runs the n8n server names that CA in NODE_EXTRA_CA_CERTS there.',
	},
	{
		leadsAway: ({ headers = {} }) => Object.keys(headers).some((name) => name.toLowerCase() === 'host'),
		why: 'a Host header would lead the key to another host behind the same address',
		next: REMOVE,
	},
];

/** Refuses, of what a node's own options can do, all that could lead a value elsewhere. */
export function refuseDetours(request: Request): void {
	const detour = detours.find(({ leadsAway }) => leadsAway(request));
	if (detour === undefined) return;
	const { why, next } = detour;
	throw new KeyturnError('BAD_INPUT', 'Request', `${why}. Nothing was sent`, { next });
}
