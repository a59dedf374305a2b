import { own, toToken } from '../http/plain';
import type { RandomBytes } from '../http/plain';
import type { NamespaceState, TokenState } from './state';

/** The longest life of a token that may not live for ever, as the real server's system default. */
export const SYSTEM_MAX_TTL_SECONDS = 32 * 24 * 3600;

export interface TokenRequest {
	readonly policies: readonly string[];
	/** 0: never expires. */
	readonly ttlSeconds: number;
	readonly explicitMaxTtlSeconds?: number;
	readonly renewable?: boolean;
	/** 0 or absent: any number of calls. */
	readonly uses?: number;
	readonly parent?: string | null;
	readonly path?: string;
	readonly displayName?: string;
	readonly meta?: Record<string, string> | null;
	readonly id?: string;
}

/** Makes a token; those whose time has run out are forgotten at this moment. */
export function issueToken(
	namespace: NamespaceState,
	request: TokenRequest,
	nowMs: number,
	random: RandomBytes,
): TokenState {
	const explicitMaxTtlSeconds = request.explicitMaxTtlSeconds ?? 0;
	const ttl =
		explicitMaxTtlSeconds > 0 && request.ttlSeconds > 0
			? Math.min(request.ttlSeconds, explicitMaxTtlSeconds)
			: request.ttlSeconds;
	const token: TokenState = {
		id: request.id ?? `s.${toToken(random(18))}`,
		accessor: toToken(random(18)),
		policies: [...new Set(request.policies)].sort(),
		createdMs: nowMs,
		creationTtlSeconds: ttl,
		renewedMs: null,
		expiresMs: ttl === 0 ? null : nowMs + ttl * 1000,
		explicitMaxTtlSeconds,
		renewable: ttl !== 0 && (request.renewable ?? true),
		usesLeft: request.uses ?? 0,
		parent: request.parent ?? null,
		path: request.path ?? 'auth/token/create',
		displayName: request.displayName ?? 'token',
		meta: request.meta ?? null,
	};
	dropExpired(namespace, nowMs);
	namespace.tokens[token.id] = token;
	return token;
}

function dropExpired(namespace: NamespaceState, nowMs: number): void {
	for (const { id, expiresMs } of Object.values(namespace.tokens)) {
		if (expiresMs !== null && expiresMs <= nowMs) delete namespace.tokens[id];
	}
}

/** The living token of that id; an expired one is as good as none. */
export function livingToken(namespace: NamespaceState, id: string, nowMs: number): TokenState | undefined {
	const token = own(namespace.tokens, id);
	if (token === undefined || (token.expiresMs !== null && token.expiresMs <= nowMs)) return undefined;
	return token;
}

/** Revokes the token and every token made by it. */
export function revokeToken(namespace: NamespaceState, token: TokenState): void {
	delete namespace.tokens[token.id];
	for (const child of Object.values(namespace.tokens)) {
		if (child.parent === token.accessor) revokeToken(namespace, child);
	}
}

/** Lets the token live for the increment from now, never beyond its longest life; says whether that cut it short. */
export function renewToken(token: TokenState, incrementSeconds: number, nowMs: number): boolean {
	const asked = incrementSeconds > 0 ? incrementSeconds : token.creationTtlSeconds;
	const longest = token.explicitMaxTtlSeconds > 0 ? token.explicitMaxTtlSeconds : SYSTEM_MAX_TTL_SECONDS;
	const [wanted, latest] = [nowMs + asked * 1000, token.createdMs + longest * 1000];
	token.expiresMs = Math.min(wanted, latest);
	token.renewedMs = nowMs;
	return wanted > latest;
}

/** Whole seconds that the token still has; 0 for one that never expires. */
export function secondsLeft(token: TokenState, nowMs: number): number {
	return token.expiresMs === null ? 0 : Math.max(0, Math.floor((token.expiresMs - nowMs) / 1000));
}
