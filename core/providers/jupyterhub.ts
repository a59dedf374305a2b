import { z } from 'zod';
import { bearer, failure, read, send } from '../http';
import { baseAddress } from '../names';
import { Secret } from '../secret';
import type { Listed, ProviderDriver } from './provider';
import { KEY_ID, adminOf, evidence, isoTime, jsonOf, lifetime, restrictionsFrom, setting } from './settings';

const token = z.object({
	id: z.string().regex(/^[A-Za-z0-9]{1,64}$/),
	note: z.string().max(10_000).nullable(),
	scopes: z.array(z.string().max(500)).max(1_000),
	created: isoTime,
	expires_at: isoTime.nullable(),
});
const issued = token.extend({ token: z.string() });
const tokens = z.object({ api_tokens: z.array(token).max(10_000) });
const self = z.object({ token_id: z.string().regex(KEY_ID) });
const refused = z.object({
	status: z.literal(403),
	message: z.union([z.null(), z.literal('Missing or invalid credentials.')]),
});

/**
 * API tokens of one JupyterHub user. The hub gives ids out again, so a key's id here is `<id>@<time of creation>`, and
 * both are compared right before a token is deleted.
 * Source: https://jupyterhub.readthedocs.io/en/stable/reference/rest-api.html, and docs/servers.md for what was observed.
 */
export const jupyterhub: ProviderDriver<'address' | 'user' | 'scopes' | 'expiresInDays'> = {
	id: 'jupyterhub',
	title: 'JupyterHub',
	docs: 'https://jupyterhub.readthedocs.io/en/stable/reference/rest-api.html',
	made: 'by Keyturn',
	keyClass: 'C',
	limit: null,
	promises: {
		listsByName: true,
		uniqueNames: false,
		scopes: 'told',
		expires: true,
		disable: false,
		identity: true,
	},
	rights: 'A hub token with the scopes tokens!user=<user> and read:tokens!user=<user>',
	deadAnswer: '403',
	fields: [
		{
			name: 'address',
			label: 'Address',
			help: 'The hub’s address, without /hub',
			placeholder: 'e.g. https://jupyter.example.com',
		},
		{
			name: 'user',
			label: 'User',
			help: 'The user or service account whose tokens these are',
			placeholder: 'e.g. marketing-summariser',
		},
		{
			name: 'scopes',
			label: 'Scopes',
			help: 'What a first token may do; later ones get what the one before had',
			placeholder: 'e.g. access:servers!user=marketing-summariser',
			optional: true,
		},
		{
			name: 'expiresInDays',
			label: 'Expires After (Days)',
			help: 'How long a first token lives',
			optional: true,
		},
	],
	initial(settings) {
		const { scopes, lifetimeSeconds } = restrictionsFrom(settings);
		const user = setting(settings, 'user', 'User');
		return { scopes: scopes === null ? null : spelledOut(scopes, user), lifetimeSeconds };
	},

	open(settings, adminToken, host) {
		const base = `${baseAddress(setting(settings, 'address', 'Address'), 'Address')}/hub/api`;
		const admin = adminOf(adminToken, 'JupyterHub');
		const { origin } = new URL(base);
		const user = encodeURIComponent(setting(settings, 'user', 'User'));
		const call = (what: string, method: 'GET' | 'POST' | 'DELETE', path: string, json?: unknown) =>
			send(host, {
				where: `JupyterHub (${what})`,
				method,
				url: `${base}/users/${user}/tokens${path}`,
				headers: { authorization: bearer(admin) },
				...(json === undefined ? {} : { json }),
			});
		const unsupported = () => Promise.reject(new Error('JupyterHub cannot disable a token'));

		return {
			adminOrigin: origin,
			probeOrigin: origin,
			async create(name, { scopes, lifetimeSeconds }, origins) {
				const response = await call('create', 'POST', '', {
					note: name,
					...(scopes === null ? {} : { scopes }),
					...(lifetimeSeconds === null ? {} : { expires_in: lifetimeSeconds }),
				});
				if (response.status !== 201) throw failure(response, 'JupyterHub (create)');
				const made = read(response, issued, 'JupyterHub (create)');
				const { id, restrictions } = listed(made);
				return { id, value: new Secret(made.token, `new token ${id}`, origins), restrictions };
			},
			async list() {
				const response = await call('list', 'GET', '');
				if (response.status !== 200) throw failure(response, 'JupyterHub (list)');
				return read(response, tokens, 'JupyterHub (list)').api_tokens.map(listed);
			},
			disable: unsupported,
			enable: unsupported,
			async revoke(key) {
				const id = encodeURIComponent(key.slice(0, key.indexOf('@')));
				const there = await call('look before revoking', 'GET', `/${id}`);
				if (there.status === 404) return evidence(there);
				if (there.status !== 200) throw failure(there, 'JupyterHub (look before revoking)');
				// The id is somebody else's by now: ours is gone.
				if (listed(read(there, token, 'JupyterHub (look before revoking)')).id !== key)
					return evidence(there);
				const response = await call('revoke', 'DELETE', `/${id}`);
				if (response.status !== 204 && response.status !== 404)
					throw failure(response, 'JupyterHub (revoke)');
				return evidence(response);
			},
			async probe(value) {
				const response = await send(host, {
					where: 'JupyterHub (probe)',
					method: 'GET',
					url: `${base}/user`,
					headers: { authorization: bearer(value) },
				});
				const answer = evidence(response);
				const json = jsonOf(response);
				const alive = response.status === 200 ? self.safeParse(json) : null;
				if (alive?.success === true) return { verdict: 'alive', keyId: alive.data.token_id, answer };
				const dead = response.status === 403 && refused.safeParse(json).success;
				return { verdict: dead ? 'dead' : 'unknown', keyId: null, answer };
			},
		};
	},
};

/**
 * What each token may do, and what a scope brings with it, which may bring more in its turn. The hub spells all of it out
 * in its answers. Source: the scopes of JupyterHub 6.1.1.
 */
const always = ['read:users:groups', 'read:users:name'];
const brings = new Map<string, readonly string[]>(
	Object.entries({
		'admin:groups': ['delete:groups', 'groups', 'read:roles:groups'],
		'admin:servers': ['admin:server_state', 'servers'],
		'admin:services': ['list:services', 'read:roles:services', 'read:services'],
		'admin:users': ['admin:auth_state', 'delete:users', 'read:roles:users', 'users'],
		groups: ['list:groups', 'read:groups'],
		'groups:shares': ['read:groups:shares'],
		'list:groups': ['read:groups:name'],
		'list:services': ['read:services:name'],
		'list:users': ['read:users:name'],
		'read:groups': ['read:groups:name'],
		'read:roles': ['read:roles:groups', 'read:roles:services', 'read:roles:users'],
		'read:servers': ['read:users:name'],
		'read:services': ['read:services:name'],
		'read:users': ['read:users:activity', 'read:users:groups', 'read:users:name'],
		servers: ['delete:servers', 'read:servers', 'start:servers'],
		shares: ['access:servers', 'groups:shares', 'read:shares', 'users:shares'],
		tokens: ['read:tokens'],
		users: ['list:users', 'read:users', 'users:activity'],
		'users:activity': ['read:users:activity'],
		'users:shares': ['read:users:shares'],
	}),
);

const withAll = (scope: string): string[] => [scope, ...(brings.get(scope) ?? []).flatMap(withAll)];

/** Scopes as the hub gives them back: `servers!user` becomes `servers!user=<user>`, with all that it brings. */
function spelledOut(scopes: readonly string[], user: string): string[] {
	const own = scopes.map((scope) => scope.replace(/!user$/, `!user=${user}`));
	const all = own.flatMap((scope) => {
		const [name = '', filter] = scope.split('!');
		if (filter === undefined) return withAll(name);
		// What is limited to one server says nothing of the user whose server it is.
		const within = withAll(name).filter(
			(each) => !(filter.startsWith('server') && each.startsWith('read:user')),
		);
		return within.map((each) => `${each}!${filter}`);
	});
	return [...new Set([...all, ...always.map((each) => `${each}!user=${user}`)])].sort();
}

function listed({ id, note, scopes, created, expires_at }: z.output<typeof token>): Listed {
	const expiresAt = expires_at === null ? null : Date.parse(expires_at);
	const lifetimeSeconds = lifetime('JupyterHub', Date.parse(created), expiresAt);
	return {
		id: `${id}@${created}`,
		name: note ?? '',
		restrictions: { scopes: [...scopes].sort(), lifetimeSeconds },
		expiresAt,
	};
}
