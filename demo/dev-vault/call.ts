import { toUuid } from '../http/plain';
import type { JsonObject, RandomBytes } from '../http/plain';
import type { Acl, Operation } from './acl';
import type { DevVaultState, NamespaceState, TokenState } from './state';

/** A request after transport, namespace and token were looked at. */
export interface Call {
	readonly operation: Operation;
	/** Decoded, without `/v1/`. */
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	readonly body: JsonObject;
	readonly namespace: NamespaceState;
	readonly vault: DevVaultState;
	/** The vault's own time. */
	readonly nowMs: number;
	readonly random: RandomBytes;
}

/** A call by a living token. */
export interface AuthorisedCall extends Call {
	readonly token: TokenState;
	/** The namespace that keeps the token. */
	readonly tokenHome: NamespaceState;
	readonly acl: Acl;
}

/** What a handler decided; the envelope around it is added in one place. */
export interface Answer {
	readonly status: number;
	/** Undefined: no body at all. */
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
}

interface Envelope {
	readonly data?: unknown;
	readonly auth?: unknown;
	readonly warnings?: readonly string[];
	readonly status?: number;
	/** Repeated beside `data`, as the sys endpoints do. */
	readonly flat?: JsonObject;
}

/** The common envelope of every logical answer. */
export function respond(call: Pick<Call, 'random'>, parts: Envelope): Answer {
	return {
		status: parts.status ?? 200,
		body: {
			...parts.flat,
			request_id: toUuid(call.random(16)),
			lease_id: '',
			renewable: false,
			lease_duration: 0,
			data: parts.data ?? null,
			wrap_info: null,
			warnings: parts.warnings ?? null,
			auth: parts.auth ?? null,
		},
	};
}

export function failure(status: number, ...errors: string[]): Answer {
	return { status, body: { errors } };
}

export const noContent: Answer = { status: 204 };

/** The answer for what does not exist, or holds nothing. */
export const notFound: Answer = { status: 404, body: { errors: [] } };

/** The answer to a token that is missing, made up, expired or revoked. */
export const permissionDenied: Answer = { status: 403, body: { errors: ['permission denied'] } };

/** The answer to a living token that lacks the right: other text than for a token that is dead. */
export const rightMissing: Answer = failure(403, '1 error occurred:\n\t* permission denied\n\n');

export const unsupported: Answer = failure(405, '1 error occurred:\n\t* unsupported operation\n\n');

/** RFC 3339 text of a time. */
export function timeText(ms: number): string {
	return new Date(ms).toISOString();
}

/** Seconds of a duration given as a number, "90", "90s", "1h30m"; undefined when it is none. */
export function parseSeconds(value: unknown): number | undefined {
	if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
	if (typeof value !== 'string') return undefined;
	if (value === '') return 0;
	if (/^\d+$/.test(value)) return Number(value);
	const parts = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(value);
	if (parts === null) return undefined;
	const [days, hours, minutes, seconds] = parts.slice(1).map((part: string | undefined) => Number(part ?? 0));
	return (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0);
}

/** A duration the way Go prints it: 0s, 1m30s, 2h0m0s. */
export function durationText(total: number): string {
	const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
	if (hours > 0) return `${hours}h${minutes}m${seconds}s`;
	return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
}

/** The listing answer: names directly under a folder, folders with a slash; 404 when there are none. */
export function listing(call: Call, paths: readonly string[], folder: string): Answer {
	const names = new Set<string>();
	for (const path of paths) {
		if (!path.startsWith(folder)) continue;
		const rest = path.slice(folder.length);
		const slash = rest.indexOf('/');
		if (rest !== '') names.add(slash < 0 ? rest : rest.slice(0, slash + 1));
	}
	const after = call.query['after'] ?? '';
	const limit = Number(call.query['limit'] ?? 0);
	if (!Number.isInteger(limit)) {
		return failure(400, 'Field validation failed: error converting input for field "limit"');
	}
	const keys = [...names].sort(byBytes).filter((name) => byBytes(name, after) > 0);
	const page = limit > 0 ? keys.slice(0, limit) : keys;
	return page.length === 0 ? notFound : respond(call, { data: { keys: page } });
}

function byBytes(one: string, other: string): number {
	return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
