import { KeyturnError } from '../../core/errors';
import type { Request } from './outgoing';

/** n8n's older way of sending has another name for the switch that ignores certificates. */
type Either = Request & { readonly rejectUnauthorized?: boolean };

const detours: ReadonlyArray<readonly [(request: Either) => boolean, string]> = [
	[
		({ proxy }) => proxy !== undefined,
		'the Proxy option would lead the key through a host that nobody allowed',
	],
	[
		(request) => request.rejectUnauthorized === false || request.skipSslCertificateValidation === true,
		'with the option to ignore SSL issues any host could pose as the allowed one',
	],
	[
		({ headers = {} }) => Object.keys(headers).some((name) => name.toLowerCase() === 'host'),
		'a Host header would lead the key to another host behind the same address',
	],
];

/** Refuses, of what a node's own options can do, all that could lead a value elsewhere. */
export function refuseDetours(request: Request): void {
	const problem = detours.find(([leadsAway]) => leadsAway(request))?.[1];
	if (problem === undefined) return;
	throw new KeyturnError('BAD_INPUT', 'Request', `${problem}. Nothing was sent`, {
		next: 'Remove it from the node and run again.',
	});
}
