import { data, type Case } from './cases';
import type { Call } from './vault-caller';

const POLICY = `
path "secret/data/agree-app/*" { capabilities = ["create", "update", "read"] }
path "secret/metadata/agree-app/*" { capabilities = ["list", "read"] }
path "secret/data/agree-app/denied" { capabilities = ["deny"] }
`;

async function writePolicy(call: Call): Promise<void> {
	await call('PUT', '/v1/sys/policies/acl/agree-app', { body: { policy: POLICY } });
}

async function addMount(call: Call, path: string, version: string, namespace = ''): Promise<void> {
	const body = { type: 'kv', options: { version } };
	await call('POST', `/v1/sys/mounts/${path}`, { namespace, body });
}

async function limitedToken(call: Call, ttl: string): Promise<string> {
	await writePolicy(call);
	const made = await call('POST', '/v1/auth/token/create', { body: { policies: ['agree-app'], ttl } });
	return String(made.auth?.client_token);
}

/** Tokens, rights, mounts and namespaces, as far as Keyturn relies on them. */
export const accessCases: readonly Case[] = [
	[
		'health, without a token',
		(call) => call('GET', '/v1/sys/health', { token: '', fields: ['initialized', 'sealed', 'standby'] }),
	],
	[
		'a garbage token and none',
		async (call, f) => {
			for (const token of ['garbage', '']) {
				await call('GET', data(f), { token });
				await call('POST', data(f), { token, body: { data: { v: '1' } } });
				await call('GET', '/v1/auth/token/lookup-self', { token });
				await call('POST', '/v1/sys/capabilities-self', { token, body: { paths: ['x'] } });
			}
		},
	],
	[
		'the root token looks at itself and its rights',
		async (call) => {
			const fields = ['policies', 'renewable', 'ttl', 'expire_time', 'num_uses', 'type'];
			await call('GET', '/v1/auth/token/lookup-self', { fields });
			await call('POST', '/v1/sys/capabilities-self', { body: { paths: ['secret/data/x'] } });
		},
	],
	[
		'a token with few rights: what it may, what it may not, and what it is told',
		async (call, f) => {
			const token = await limitedToken(call, '1h');
			const paths = ['data/agree-app/x', 'metadata/agree-app/x', 'data/agree-app/denied', 'data/other'];
			await call('POST', '/v1/sys/capabilities-self', {
				token,
				body: { paths: paths.map((path) => `secret/${path}`) },
			});
			await call('GET', `/v1/secret/data/agree-app/${f}`, { token });
			await call('POST', `/v1/secret/data/agree-app/${f}`, { token, body: { data: { v: '1' } } });
			await call('GET', `/v1/secret/data/agree-app/${f}`, { token });
			await call('GET', '/v1/secret/metadata/agree-app/?list=true', { token });
			await call('GET', '/v1/secret/metadata/?list=true', { token });
			await call('GET', '/v1/secret/data/agree-app/denied', { token });
			await call('GET', '/v1/secret/data/other', { token });
			await call('DELETE', `/v1/secret/data/agree-app/${f}`, { token });
			await call('DELETE', `/v1/secret/metadata/agree-app/${f}`, { token });
			const fields = ['policies', 'renewable', 'ttl', 'creation_ttl', 'num_uses', 'type'];
			await call('GET', '/v1/auth/token/lookup-self', { token, fields });
		},
	],
	[
		'capabilities without paths',
		(call) => call('POST', '/v1/sys/capabilities-self', { body: { paths: [] } }),
	],
	[
		'a token that revokes itself',
		async (call, f) => {
			const token = await limitedToken(call, '1h');
			await call('POST', '/v1/auth/token/revoke-self', { token });
			await call('POST', '/v1/auth/token/revoke-self', { token });
			await call('GET', `/v1/secret/data/agree-app/${f}`, { token });
			await call('GET', '/v1/auth/token/lookup-self', { token });
		},
	],
	[
		'a token that has expired',
		async (call, f) => {
			const token = await limitedToken(call, '1s');
			await new Promise((done) => setTimeout(done, 1_700));
			await call('GET', `/v1/secret/data/agree-app/${f}`, { token });
			await call('GET', '/v1/auth/token/lookup-self', { token });
		},
	],
	[
		'renewal: a token that can be renewed, and the root token',
		async (call) => {
			const token = await limitedToken(call, '10m');
			await call('POST', '/v1/auth/token/renew-self', { token, body: { increment: '10m' } });
			await call('POST', '/v1/auth/token/renew-self', { body: {} });
		},
	],
	[
		'the kind of a mount',
		async (call) => {
			await call('GET', '/v1/sys/internal/ui/mounts/secret/x', { fields: ['path', 'type'] });
			await call('GET', '/v1/sys/internal/ui/mounts/secret', { fields: ['path', 'type', 'options'] });
		},
	],
	[
		'a mount that is not there',
		async (call) => {
			await call('GET', '/v1/agree-nomount/data/a');
			await call('POST', '/v1/agree-nomount/data/a', { body: { data: {} } });
		},
	],
	['a path of version 1 on a mount of version 2', (call, f) => call('GET', `/v1/secret/${f}`)],
	[
		'a mount of version 1 stores options as data',
		async (call, f) => {
			await addMount(call, 'agree-kv1', '1');
			await call('GET', '/v1/sys/internal/ui/mounts/agree-kv1/x', { fields: ['path', 'type', 'options'] });
			await call('GET', `/v1/agree-kv1/data/${f}`);
			for (const v of ['1', '2'])
				await call('POST', `/v1/agree-kv1/data/${f}`, { body: { options: { cas: 0 }, data: { v } } });
			await call('GET', `/v1/agree-kv1/data/${f}`, { fields: ['data', 'options'] });
		},
	],
	[
		'a namespace that is not there',
		async (call, f) => {
			await call('GET', data(f), { namespace: 'agree-nowhere' });
			await call('POST', data(f), { namespace: 'agree-nowhere', body: { data: { v: '1' } } });
		},
	],
	[
		'a namespace keeps its own entries, and other tokens out',
		async (call, f) => {
			const namespace = 'agree-team';
			await call('POST', `/v1/sys/namespaces/${namespace}`, { body: {}, fields: ['path'] });
			await call('GET', data(f), { namespace });
			await addMount(call, 'secret', '2', namespace);
			await call('GET', data(f), { namespace });
			await call('POST', data(f), { namespace, body: { options: { cas: 0 }, data: { v: 'team' } } });
			await call('GET', data(f), { namespace: 'agree-team/' });
			await call('GET', data(f));
			const token = await limitedToken(call, '1h');
			await call('GET', data('agree-app/x'), { namespace, token });
		},
	],
	[
		'AppRole: login, a wrong secret id, a wrong role id, none',
		async (call) => {
			const role = '/v1/auth/approle/role/agree';
			await writePolicy(call);
			await call('POST', '/v1/sys/auth/approle', { body: { type: 'approle' } });
			await call('POST', role, { body: { token_policies: 'agree-app', token_ttl: '20m' } });
			const made = await call('GET', `${role}/role-id`);
			const secret = await call('POST', `${role}/secret-id`, { fields: ['secret_id'] });
			const [role_id, secret_id] = [made.data?.['role_id'], secret.data?.['secret_id']];
			const bodies = [
				{ role_id, secret_id },
				{ role_id, secret_id: 'wrong' },
				{ role_id: 'wrong', secret_id },
				{ role_id },
			];
			for (const body of bodies) await call('POST', '/v1/auth/approle/login', { token: '', body });
		},
	],
];
