import { toToken } from '../http/plain';
import type { JsonObject } from '../http/plain';
import { failure, respond } from './call';
import type { Answer, AuthorisedCall } from './call';
import { findMount } from './mounts';
import type { MountState } from './state';

const VERSION = '2.7.2+keyturn.dev';

/** The state of the server, asked without a token; a sealed one answers 503. */
export function health(sealed: boolean, nowMs: number): Answer {
	return {
		status: sealed ? 503 : 200,
		body: {
			initialized: true,
			sealed,
			standby: false,
			performance_standby: false,
			replication_performance_mode: 'disabled',
			replication_dr_mode: 'disabled',
			server_time_utc: Math.floor(nowMs / 1000),
			version: VERSION,
			cluster_name: 'keyturn-dev-vault',
		},
	};
}

export function sealStatus(sealed: boolean): Answer {
	const body = { type: 'shamir', initialized: true, sealed, t: 1, n: 1, progress: 0, version: VERSION };
	return { status: 200, body };
}

export function capabilitiesSelf(call: AuthorisedCall): Answer {
	const given = call.body['paths'] ?? call.body['path'];
	const paths = (Array.isArray(given) ? given : [given]).filter((path) => typeof path === 'string');
	if (paths.length === 0) return failure(400, 'paths must be supplied');
	const found: JsonObject = Object.fromEntries(
		paths.map((path) => [path, call.acl.capabilities(path.replace(/^\//, ''))]),
	);
	const [only] = paths;
	const data = paths.length === 1 && only !== undefined ? { ...found, capabilities: found[only] } : found;
	return respond(call, { data, flat: data });
}

/** Which engine keeps a path; told to whoever has any right under its mount. */
export function mountOfPath(call: AuthorisedCall, path: string): Answer {
	const match = findMount(call.namespace, path);
	if (match === undefined || !call.acl.reaches(match.name)) {
		const text = `please ensure client's policies grant access to path "${path.replace(/\/$/, '')}/"`;
		return failure(403, `preflight capability check returned 403, ${text}`);
	}
	const data = mountFacts(match.name, match.mount);
	return respond(call, { data });
}

function mountFacts(path: string, mount: MountState): JsonObject {
	return {
		accessor: `kv_${toToken(Buffer.from(path)).slice(0, 8)}`,
		config: { default_lease_ttl: 0, force_no_cache: false, max_lease_ttl: 0 },
		description: '',
		local: false,
		options: { version: String(mount.version) },
		path,
		seal_wrap: false,
		type: 'kv',
	};
}
