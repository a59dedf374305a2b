import type { JsonObject } from '../http/plain';
import type { PolicyRules } from './acl';

export interface VersionState {
	createdTime: string;
	/** RFC 3339 time from which the version counts as deleted; empty for never. */
	deletionTime: string;
	destroyed: boolean;
	/** Null once destroyed, and where null was written. */
	data: JsonObject | null;
}

export interface SecretState {
	currentVersion: number;
	oldestVersion: number;
	metadataVersion: number;
	createdTime: string;
	updatedTime: string;
	/** 0: the mount's. */
	maxVersions: number;
	casRequired: boolean;
	metadataCasRequired: boolean;
	deleteVersionAfterSeconds: number;
	customMetadata: Record<string, string> | null;
	versions: Record<string, VersionState>;
}

export interface MountState {
	version: 1 | 2;
	/** 0: the engine's default of 10. */
	maxVersions: number;
	casRequired: boolean;
	/** Version 2 only; by path with a leading slash, so that no path can be a name of Object.prototype. */
	secrets: Record<string, SecretState>;
	/** Version 1 only; same keys. */
	plain: Record<string, JsonObject>;
}

export interface TokenState {
	id: string;
	accessor: string;
	policies: string[];
	createdMs: number;
	creationTtlSeconds: number;
	/** Null: never renewed. */
	renewedMs: number | null;
	/** Null: never. */
	expiresMs: number | null;
	/** 0: none. */
	explicitMaxTtlSeconds: number;
	renewable: boolean;
	/** Calls left; 0: any number; -1 during the last one. */
	usesLeft: number;
	/** Accessor of the token that made it; revoking that one revokes this one. */
	parent: string | null;
	path: string;
	displayName: string;
	meta: Record<string, string> | null;
}

export interface AppRoleState {
	name: string;
	roleId: string;
	secretIds: string[];
	policies: string[];
	ttlSeconds: number;
	maxTtlSeconds: number;
	usesPerToken: number;
}

/** One namespace with mounts, policies, roles and tokens of its own; the root namespace has the empty name. */
export interface NamespaceState {
	mounts: Record<string, MountState>;
	policies: Record<string, PolicyRules>;
	roles: Record<string, AppRoleState>;
	tokens: Record<string, TokenState>;
}

/** Faults that a test can switch on; every default is a healthy server. */
export interface DevVaultKnobs {
	/** Everything but health answers 503, as an OpenBao that was restarted and not yet unsealed. */
	sealed: boolean;
	/** The vault's own clock, and so its Date header, is that far ahead (or behind, when negative). */
	clockOffsetMs: number;
	/** The next `count` requests are refused with 429, as by a rate limit quota. */
	rateLimitNext: { count: number; retryAfterSeconds: number };
	/** The next n requests get a proxy's 502 page in HTML. */
	htmlErrorNext: number;
}

/** Everything the vault knows, as plain JSON that structuredClone can copy. */
export interface DevVaultState {
	/** Grows with each change that must survive a restart. */
	revision: number;
	knobs: DevVaultKnobs;
	namespaces: Record<string, NamespaceState>;
}

export function healthyKnobs(): DevVaultKnobs {
	return {
		sealed: false,
		clockOffsetMs: 0,
		rateLimitNext: { count: 0, retryAfterSeconds: 1 },
		htmlErrorNext: 0,
	};
}

export function emptyNamespace(): NamespaceState {
	return { mounts: {}, policies: {}, roles: {}, tokens: {} };
}

export function emptyVault(): DevVaultState {
	return { revision: 0, knobs: healthyKnobs(), namespaces: { '': emptyNamespace() } };
}
