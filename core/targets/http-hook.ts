import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { KeyturnError } from '../errors';
import { failure, read, send } from '../http';
import { baseAddress } from '../names';
import type { HttpResponse } from '../ports';
import { adminOf, setting } from '../providers/settings';
import { sha256, type Secret } from '../secret';
import type { Deployment, TargetDriver } from './target';

/** What the receiver says of one key: what runs now, and what is being deployed; by fingerprint, null for nothing. */
const state = z.object({
	fingerprint: z.string().max(200).nullable(),
	deploying: z.string().max(200).nullable().default(null),
});

const LEAST_SECRET = 32;

/**
 * The text that a request is signed over, by line: version, id, time, method, path with query, SHA-256 of the body. So
 * a signature is good for one request to one place at one time. docs/http-hook.md tells receivers the same.
 */
export const signedText = (request: {
	readonly id: string;
	/** Seconds since 1970. */
	readonly timestamp: string;
	readonly method: string;
	/** As it stands in the request, with the query if there is one. */
	readonly path: string;
	readonly body: string;
}): string =>
	['kt1', request.id, request.timestamp, request.method, request.path, sha256(request.body)].join('\n');

/**
 * Any address that deploys an app: it is told which version of which key is new, and asked until that is what runs. It
 * never gets the value; it reads the vault with a login of its own.
 */
export const httpHook: TargetDriver<'address'> = {
	id: 'http-hook',
	title: 'HTTP Hook',
	docs: 'https://github.com/keyturn/n8n-nodes-keyturn/blob/main/docs/http-hook.md',
	sends:
		'No value is sent: the address is told the key’s name, version and fingerprint, and deploys by itself',
	rights: 'A signing secret of at least 32 characters, which the receiver has as well',
	fields: [
		{
			name: 'address',
			label: 'Address',
			help: 'The address that starts a deployment and tells what runs',
			placeholder: 'e.g. https://deploy.example.com/hooks/summariser',
		},
	],
	open(settings, admin, host) {
		const url = baseAddress(setting(settings, 'address', 'Address'), 'Address');
		const { origin } = new URL(url);
		const secret = adminOf(admin, 'HTTP Hook');

		async function call(what: string, method: 'GET' | 'POST', query: string, json?: object) {
			const where = `HTTP hook (${what})`;
			const headers = signed(secret, origin, {
				id: `msg_${Array.from(host.random(16), (byte) => byte.toString(16).padStart(2, '0')).join('')}`,
				timestamp: String(Math.floor(host.clock.now() / 1_000)),
				method,
				path: new URL(url).pathname + query,
				body: json === undefined ? '' : JSON.stringify(json),
			});
			const body = json === undefined ? {} : { json };
			return accepted(await send(host, { where, method, url: url + query, headers, ...body }), where);
		}
		const ask = async (key: string) =>
			read(await call('what runs', 'GET', `?key=${encodeURIComponent(key)}`), state, 'HTTP hook (what runs)');

		return {
			title: `HTTP hook ${url}`,
			valueOrigin: null,
			adminOrigin: origin,
			async check() {
				if (secret.reveal(origin).length < LEAST_SECRET)
					throw new KeyturnError('BAD_INPUT', secret.label, 'a signing secret needs at least 32 characters', {
						next: 'Put a random one into the vault, for example of `openssl rand -hex 32`, and give it to the receiver.',
					});
				await ask('keyturn-check');
				return [];
			},
			async update({ key, version, fingerprint }) {
				await call('deploy', 'POST', '', { type: 'keyturn.deploy', key, version, fingerprint });
				return '';
			},
			async holds({ key, fingerprint }: Deployment) {
				const { fingerprint: runs, deploying } = await ask(key);
				if (deploying === fingerprint) return 'not yet';
				return runs === fingerprint && deploying === null ? 'yes' : 'no';
			},
		};
	},
};

function signed(
	secret: Secret,
	origin: string,
	request: Parameters<typeof signedText>[0],
): Record<string, string> {
	const signature = createHmac('sha256', secret.reveal(origin)).update(signedText(request)).digest('hex');
	return {
		'webhook-id': request.id,
		'webhook-timestamp': request.timestamp,
		'webhook-signature': `kt1,${signature}`,
	};
}

function accepted(response: HttpResponse, where: string): HttpResponse {
	const { status } = response;
	if (status === 200 || status === 202) return response;
	if (status === 401 || status === 403)
		throw new KeyturnError('ADMIN_REFUSED', where, `the signature was refused (${status})`, {
			status,
			next: 'Give the receiver the same signing secret as the vault, and check its clock.',
		});
	throw failure(response, where);
}
