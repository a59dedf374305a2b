import { isJsonObject } from '../http/plain';
import { durationText, failure, noContent, parseSeconds, respond, timeText } from './call';
import type { Answer, AuthorisedCall, Call } from './call';
import type { TokenState } from './state';
import { issueToken, renewToken, revokeToken, secondsLeft, SYSTEM_MAX_TTL_SECONDS } from './tokens';

function authOf(token: TokenState, nowMs: number): Record<string, unknown> {
	return {
		client_token: token.id,
		accessor: token.accessor,
		policies: token.policies,
		token_policies: token.policies,
		metadata: token.meta,
		mfa_requirement: null,
		lease_duration: token.expiresMs === null ? 0 : Math.round((token.expiresMs - nowMs) / 1000),
		renewable: token.renewable,
		entity_id: '',
		token_type: 'service',
		orphan: token.parent === null,
		num_uses: token.usesLeft,
	};
}

export function lookupSelf(call: AuthorisedCall): Answer {
	const { token } = call;
	return respond(call, {
		data: {
			accessor: token.accessor,
			creation_time: Math.floor(token.createdMs / 1000),
			creation_ttl: token.creationTtlSeconds,
			display_name: token.displayName,
			entity_id: '',
			expire_time: token.expiresMs === null ? null : timeText(token.expiresMs),
			explicit_max_ttl: token.explicitMaxTtlSeconds,
			id: token.id,
			issue_time: timeText(token.createdMs),
			...(token.renewedMs === null ? {} : renewalFacts(token.renewedMs)),
			meta: token.meta,
			num_uses: token.usesLeft,
			orphan: token.parent === null,
			path: token.path,
			policies: token.policies,
			renewable: token.renewable,
			ttl: secondsLeft(token, call.nowMs),
			type: 'service',
		},
	});
}

function renewalFacts(renewedMs: number): Record<string, unknown> {
	return { last_renewal: timeText(renewedMs), last_renewal_time: Math.floor(renewedMs / 1000) };
}

function cutShort({ body, token }: AuthorisedCall): string {
	const short = (seconds: number): string => durationText(seconds).replace(/(?<=[hm])0[ms].*$/, '');
	const asked = short(parseSeconds(body['increment'] ?? 0) || token.creationTtlSeconds);
	const longest = short(token.explicitMaxTtlSeconds || SYSTEM_MAX_TTL_SECONDS);
	return `TTL of "${asked}" exceeded the effective max_ttl of "${longest}"; TTL value is capped accordingly`;
}

export function renewSelf(call: AuthorisedCall): Answer {
	const increment = parseSeconds(call.body['increment'] ?? 0);
	if (increment === undefined) {
		return failure(400, 'Field validation failed: error converting input for field "increment"');
	}
	if (!call.token.renewable) return failure(400, 'lease is not renewable');
	const { token } = call;
	const warnings = renewToken(token, increment, call.nowMs) ? [cutShort(call)] : [];
	return respond(call, { auth: authOf(token, call.nowMs), ...(warnings.length > 0 ? { warnings } : {}) });
}

export function revokeSelf(call: AuthorisedCall): Answer {
	revokeToken(call.tokenHome, call.token);
	return noContent;
}

/** Makes a child token; its policies must be among the caller's unless that one is root. */
export function createToken(call: AuthorisedCall): Answer {
	const { body, token } = call;
	const isRoot = token.policies.includes('root');
	const wanted = body['policies'] ?? token.policies;
	if (!Array.isArray(wanted) || !wanted.every((name) => typeof name === 'string')) {
		return failure(400, 'Field validation failed: error converting input for field "policies"');
	}
	if (!isRoot && wanted.includes('root')) {
		return failure(400, 'root tokens may not be created without parent token being root');
	}
	if (!isRoot && !wanted.every((name) => name === 'default' || token.policies.includes(name))) {
		return failure(400, 'child policies must be subset of parent');
	}
	const ttl = parseSeconds(body['ttl'] ?? 0);
	const longest = parseSeconds(body['explicit_max_ttl'] ?? 0);
	if (ttl === undefined || longest === undefined) return failure(400, 'invalid duration');
	const makesRoot = wanted.includes('root');
	const noDefault = makesRoot || body['no_default_policy'] === true;
	const made = issueToken(
		call.namespace,
		{
			policies: noDefault ? wanted : [...wanted, 'default'],
			ttlSeconds: ttl > 0 || makesRoot ? ttl : SYSTEM_MAX_TTL_SECONDS,
			explicitMaxTtlSeconds: longest,
			renewable: body['renewable'] !== false,
			uses: Number(body['num_uses'] ?? 0),
			parent: body['no_parent'] === true && isRoot ? null : token.accessor,
			displayName: typeof body['display_name'] === 'string' ? `token-${body['display_name']}` : 'token',
			meta: isJsonObject(body['meta']) ? (body['meta'] as Record<string, string>) : null,
		},
		call.nowMs,
		call.random,
	);
	return respond(call, { auth: authOf(made, call.nowMs) });
}

/** Revokes the token that the accessor names, without the caller knowing the token. */
export function revokeAccessor(call: AuthorisedCall): Answer {
	const token = Object.values(call.namespace.tokens).find(
		({ accessor }) => accessor === call.body['accessor'],
	);
	if (token === undefined) return respond(call, { warnings: ['No token found with this accessor'] });
	revokeToken(call.namespace, token);
	return noContent;
}

export function loginAppRole(call: Call): Answer {
	const { role_id: roleId, secret_id: secretId } = call.body;
	if (typeof roleId !== 'string' || roleId === '') return failure(400, 'missing role_id');
	if (typeof secretId !== 'string' || secretId === '') return failure(400, 'missing secret_id');
	const role = Object.values(call.namespace.roles).find((candidate) => candidate.roleId === roleId);
	if (role === undefined || !role.secretIds.includes(secretId)) {
		return failure(400, 'invalid role or secret ID');
	}
	const token = issueToken(
		call.namespace,
		{
			policies: [...role.policies, 'default'],
			ttlSeconds: role.ttlSeconds,
			explicitMaxTtlSeconds: role.maxTtlSeconds,
			uses: role.usesPerToken,
			path: 'auth/approle/login',
			displayName: 'approle',
			meta: { role_name: role.name },
		},
		call.nowMs,
		call.random,
	);
	return respond(call, { auth: authOf(token, call.nowMs) });
}
