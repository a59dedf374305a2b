import { z } from 'zod';
import { KeyturnError } from '../errors';
import { bearer, failure, read, send } from '../http';
import { baseAddress } from '../names';
import type { HttpResponse } from '../ports';
import { Secret } from '../secret';
import type { Listed, Probe, ProviderDriver } from './provider';
import {
	KEY_ID,
	adminOf,
	everyPage,
	evidence,
	isoTime,
	jsonOf,
	lifetime,
	restrictionsFrom,
	setting,
} from './settings';

const key = z.object({
	id: z.string().regex(KEY_ID),
	name: z.string().max(500),
	scopes: z.array(z.string().max(200)).max(500),
	createdAt: isoTime,
	expiresAt: isoTime.nullable(),
});
const created = key.extend({ value: z.string() });
const page = z.object({ keys: z.array(key).max(10_000), next: z.string().max(1_000).nullable() });
const refusal = z.object({ code: z.string() });
const identity = z.object({ keyId: z.string().regex(KEY_ID) });
const refused = z.object({ error: z.literal('invalid_key') });

/** The dev provider of `npm start`: an API key service on loopback with the faults that real ones were seen to have. */
export const dev: ProviderDriver<'address' | 'scopes' | 'expiresInDays'> = {
	id: 'dev',
	title: 'Dev Provider',
	docs: 'https://github.com/keyturn/n8n-nodes-keyturn/blob/main/docs/providers/dev.md',
	made: 'by Keyturn',
	keyClass: 'C',
	limit: null,
	promises: {
		listsByName: true,
		uniqueNames: true,
		scopes: 'told',
		expires: true,
		disable: true,
		identity: true,
	},
	rights: 'The admin key of the dev provider',
	deadAnswer: '401, or as its knob says 403 or 200',
	fields: [
		{
			name: 'address',
			label: 'Address',
			help: 'Where the dev provider listens',
			placeholder: 'e.g. http://127.0.0.1:5799',
		},
		{
			name: 'scopes',
			label: 'Scopes',
			help: 'What a first key may do; later keys get what the one before had',
			placeholder: 'e.g. work',
			optional: true,
		},
		{
			name: 'expiresInDays',
			label: 'Expires After (Days)',
			help: 'How long a first key lives',
			optional: true,
		},
	],
	initial: restrictionsFrom,

	open(settings, adminKey, host) {
		const base = `${baseAddress(setting(settings, 'address', 'Address'), 'Address')}/v1`;
		const admin = adminOf(adminKey, 'Dev provider');
		const { origin } = new URL(base);
		const call = (what: string, method: 'GET' | 'POST' | 'DELETE', path: string, json?: unknown) =>
			send(host, {
				where: `Dev provider (${what})`,
				method,
				url: base + path,
				headers: { authorization: bearer(admin) },
				...(json === undefined ? {} : { json }),
			});
		const at = (id: string) => `/keys/${encodeURIComponent(id)}`;

		async function change(what: string, method: 'POST' | 'DELETE', path: string) {
			const response = await call(what, method, path);
			if (response.status >= 300 && response.status !== 404)
				throw failure(response, `Dev provider (${what})`);
			return evidence(response);
		}

		return {
			adminOrigin: origin,
			probeOrigin: origin,
			async create(name, { scopes, lifetimeSeconds }, origins) {
				const response = await call('create', 'POST', '/keys', {
					name,
					...(scopes === null ? {} : { scopes }),
					...(lifetimeSeconds === null ? {} : { expiresInSeconds: lifetimeSeconds }),
				});
				if (response.status === 409) throw conflict(response);
				if (response.status !== 201) throw failure(response, 'Dev provider (create)');
				const made = read(response, created, 'Dev provider (create)');
				return {
					id: made.id,
					value: new Secret(made.value, `new key ${made.id}`, origins),
					restrictions: listed(made).restrictions,
				};
			},
			list: () =>
				everyPage(host.clock, 'Dev provider (list)', async (cursor) => {
					const query = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
					const response = await call('list', 'GET', `/keys${query}`);
					if (response.status !== 200) throw failure(response, 'Dev provider (list)');
					const { keys, next } = read(response, page, 'Dev provider (list)');
					return { items: keys.map(listed), next };
				}),
			disable: (id) => change('disable', 'POST', `${at(id)}/disable`),
			enable: (id) => change('enable', 'POST', `${at(id)}/enable`),
			revoke: (id) => change('revoke', 'DELETE', at(id)),
			async probe(value) {
				const response = await send(host, {
					where: 'Dev provider (probe)',
					method: 'GET',
					url: `${base}/whoami`,
					headers: { authorization: bearer(value) },
				});
				return verdict(response);
			},
		};
	},
};

function listed({ id, name, scopes, ...times }: z.output<typeof key>): Listed {
	const expiresAt = times.expiresAt === null ? null : Date.parse(times.expiresAt);
	const lifetimeSeconds = lifetime('Dev provider', Date.parse(times.createdAt), expiresAt);
	return { id, name, restrictions: { scopes: [...scopes].sort(), lifetimeSeconds }, expiresAt };
}

function conflict(response: HttpResponse): KeyturnError {
	const { code } = read(response, refusal, 'Dev provider (create)');
	return code === 'limit_reached'
		? new KeyturnError('LIMIT_REACHED', 'Dev provider (create)', 'it allows no further key')
		: new KeyturnError('NAME_TAKEN', 'Dev provider (create)', 'a key of this name exists');
}

/** Alive: 200 with the key's own id. Dead: its refusal in so many words, whatever the status. A 200 without an id is unknown. */
function verdict(response: HttpResponse): Probe {
	const answer = evidence(response);
	const json = jsonOf(response);
	const who = response.status === 200 ? identity.safeParse(json) : null;
	if (who?.success === true) return { verdict: 'alive', keyId: who.data.keyId, answer };
	const dead = [200, 401, 403].includes(response.status) && refused.safeParse(json).success;
	return { verdict: dead ? 'dead' : 'unknown', keyId: null, answer };
}
