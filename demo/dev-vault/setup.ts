import { own, toUuid } from '../http/plain';
import type { RandomBytes } from '../http/plain';
import type { AppRoleState, MountState, NamespaceState } from './state';

export interface MountOptions {
	/** 2 when absent. */
	readonly version?: 1 | 2;
	readonly maxVersions?: number;
	readonly casRequired?: boolean;
}

export interface AppRoleOptions {
	readonly policies: readonly string[];
	/** 20 minutes when absent. */
	readonly ttlSeconds?: number;
	readonly maxTtlSeconds?: number;
	readonly usesPerToken?: number;
}

/** An empty KV engine. */
export function newMount(options: MountOptions): MountState {
	return {
		version: options.version ?? 2,
		maxVersions: options.maxVersions ?? 0,
		casRequired: options.casRequired ?? false,
		secrets: {},
		plain: {},
	};
}

/** Sets an AppRole; one that exists keeps its role id and secret ids. */
export function defineRole(
	namespace: NamespaceState,
	name: string,
	options: AppRoleOptions,
	random: RandomBytes,
): AppRoleState {
	const before = own(namespace.roles, name);
	const role: AppRoleState = {
		name,
		roleId: before?.roleId ?? toUuid(random(16)),
		secretIds: before?.secretIds ?? [],
		policies: [...options.policies],
		ttlSeconds: options.ttlSeconds ?? 1200,
		maxTtlSeconds: options.maxTtlSeconds ?? 0,
		usesPerToken: options.usesPerToken ?? 0,
	};
	namespace.roles[name] = role;
	return role;
}

/** Makes one more secret id for the role. */
export function addSecretId(role: AppRoleState, random: RandomBytes): string {
	const secretId = toUuid(random(16));
	role.secretIds.push(secretId);
	return secretId;
}
