import { isJsonObject, own, parseJsonObject, toUuid } from '../http/plain';
import type { Capability, Operation, PolicyRules } from './acl';
import { failure, noContent, notFound, parseSeconds, respond } from './call';
import type { Answer, AuthorisedCall } from './call';
import { addSecretId, defineRole, newMount } from './setup';
import { emptyNamespace } from './state';

type Administer = (call: AuthorisedCall, name: string) => Answer;

/** What an administrator does over HTTP, by path; the group in the pattern is the name of the thing. */
const ROUTES: ReadonlyArray<readonly [RegExp, Operation, Administer]> = [
	[/^sys\/seal()$/, 'update', seal],
	[/^sys\/namespaces\/([^/]+)$/, 'update', addNamespace],
	[/^sys\/mounts\/(.+)$/, 'update', addMount],
	[/^sys\/policies\/acl\/([^/]+)$/, 'update', writePolicy],
	[/^sys\/auth\/(approle)$/, 'update', () => noContent],
	[/^auth\/approle\/role\/([^/]+)$/, 'update', writeRole],
	[/^auth\/approle\/role\/([^/]+)\/role-id$/, 'read', readRoleId],
	[/^auth\/approle\/role\/([^/]+)\/secret-id$/, 'update', makeSecretId],
];

/** The answer of an administrative endpoint, or undefined where the path is none. */
export function administer(call: AuthorisedCall): Answer | undefined {
	// Nearly all calls are about entries.
	if (!call.path.startsWith('sys/') && !call.path.startsWith('auth/')) return undefined;
	for (const [pattern, operation, handler] of ROUTES) {
		const name = pattern.exec(call.path)?.[1];
		if (name !== undefined && call.operation === operation) return handler(call, name);
	}
	return undefined;
}

function seal(call: AuthorisedCall): Answer {
	call.vault.knobs.sealed = true;
	return noContent;
}

function addNamespace(call: AuthorisedCall, name: string): Answer {
	if (own(call.vault.namespaces, name) === undefined) call.vault.namespaces[name] = emptyNamespace();
	return respond(call, { data: { custom_metadata: {}, id: name, path: `${name}/` } });
}

function addMount(call: AuthorisedCall, path: string): Answer {
	const name = `${path.replace(/\/+$/, '')}/`;
	if (own(call.namespace.mounts, name) !== undefined) {
		return failure(400, `path is already in use at ${name}`);
	}
	const options = call.body['options'];
	const isTwo =
		call.body['type'] === 'kv-v2' || (isJsonObject(options) && String(options['version']) === '2');
	call.namespace.mounts[name] = newMount({ version: isTwo ? 2 : 1 });
	return noContent;
}

function writePolicy(call: AuthorisedCall, name: string): Answer {
	const text = call.body['policy'];
	if (typeof text !== 'string') return failure(400, "'policy' parameter not supplied or empty");
	call.namespace.policies[name] = parsePolicy(text);
	return noContent;
}

/** The rules of a policy in JSON, or in plain HCL with nothing but paths and capabilities. */
function parsePolicy(text: string): PolicyRules {
	const paths = parseJsonObject(text)?.['path'];
	const pairs = isJsonObject(paths)
		? Object.entries(paths).map(
				([path, rule]) => [path, isJsonObject(rule) ? rule['capabilities'] : []] as const,
			)
		: [...text.matchAll(/path\s+"([^"]+)"\s*\{\s*capabilities\s*=\s*(\[[^\]]*\])\s*\}/g)].map(
				([, path = '', list = '']) => [path, [...list.matchAll(/"(\w+)"/g)].map(([, word]) => word)] as const,
			);
	return Object.fromEntries(pairs) as Record<string, Capability[]>;
}

function writeRole(call: AuthorisedCall, name: string): Answer {
	const {
		token_policies: given = [],
		token_ttl: ttl,
		token_max_ttl: longest,
		token_num_uses: uses,
	} = call.body;
	const policies = Array.isArray(given) ? given.map(String) : String(given).split(',');
	const options = {
		policies: policies.filter((policy) => policy !== ''),
		ttlSeconds: parseSeconds(ttl ?? 0) || 1200,
		maxTtlSeconds: parseSeconds(longest ?? 0) ?? 0,
		usesPerToken: Number(uses ?? 0),
	};
	defineRole(call.namespace, name, options, call.random);
	return noContent;
}

function readRoleId(call: AuthorisedCall, name: string): Answer {
	const role = own(call.namespace.roles, name);
	return role === undefined ? notFound : respond(call, { data: { role_id: role.roleId } });
}

function makeSecretId(call: AuthorisedCall, name: string): Answer {
	const role = own(call.namespace.roles, name);
	if (role === undefined) return failure(400, `role "${name}" does not exist`);
	const data = {
		secret_id: addSecretId(role, call.random),
		secret_id_accessor: toUuid(call.random(16)),
		secret_id_num_uses: 0,
		secret_id_ttl: 0,
	};
	return respond(call, { data });
}
