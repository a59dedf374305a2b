import { z } from 'zod';
import { KeyturnError } from '../errors';
import { failure, read, send } from '../http';
import { baseAddress } from '../names';
import type { HttpResponse } from '../ports';
import { adminOf, setting } from '../providers/settings';
import { signedHeaders } from '../signed-request';
import type { Deployment, TargetDriver } from './target';

/** What the receiver says of one key: what runs now, and what is being deployed; by fingerprint, null for nothing. */
const state = z.object({
	fingerprint: z.string().max(200).nullable(),
	deploying: z.string().max(200).nullable().default(null),
});

const LEAST_SECRET = 32;

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
			const headers = signedHeaders(host, secret, {
				method,
				url: url + query,
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
