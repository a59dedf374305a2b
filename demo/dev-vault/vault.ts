import { htmlErrorResponse, jsonResponse, own } from '../http/plain';
import type { PlainRequest, PlainResponse, RandomBytes } from '../http/plain';
import { Acl } from './acl';
import type { PolicyRules } from './acl';
import { failure, notFound, permissionDenied, rightMissing, unsupported } from './call';
import type { Answer, Call } from './call';
import { readPath, readBody, readOperation } from './request';
import { addSecretId, defineRole, newMount } from './setup';
import type { AppRoleOptions, MountOptions } from './setup';
import { dispatch, LOGIN_PATH, loginAnswer } from './routes';
import { emptyNamespace, emptyVault } from './state';
import type { DevVaultKnobs, DevVaultState, NamespaceState } from './state';
import { health, sealStatus } from './sys';
import { issueToken, livingToken, revokeToken } from './tokens';
import type { TokenRequest } from './tokens';

export interface DevVaultOptions {
	/** Taken over, not copied; absent: a vault with an empty root namespace. */
	readonly state?: DevVaultState;
	readonly now: () => number;
	readonly random: RandomBytes;
}

/** One line of the access log: never a body, a query, a header or a token. */
export interface AccessEntry {
	readonly method: string;
	readonly path: string;
	readonly status: number;
}

/** Where something is defined; the root namespace when absent. */
export interface InNamespace {
	readonly namespace?: string;
}

const LOG_LIMIT = 10_000;
/** A subset of the HTTP API of HashiCorp Vault and OpenBao, held in memory; synchronous and deterministic. */
export class DevVault {
	readonly state: DevVaultState;
	/** The latest requests, oldest first. */
	readonly accessLog: AccessEntry[] = [];
	readonly #now: () => number;
	readonly #random: RandomBytes;

	constructor(options: DevVaultOptions) {
		this.state = options.state ?? emptyVault();
		this.#now = options.now;
		this.#random = options.random;
	}

	/** The faults, to be changed in place. */
	get knobs(): DevVaultKnobs {
		return this.state.knobs;
	}

	handle(request: PlainRequest): PlainResponse {
		const nowMs = this.#now() + this.knobs.clockOffsetMs;
		const headers = { date: new Date(nowMs).toUTCString() };
		const response = this.#faultOf(request, headers) ?? asResponse(this.#answer(request, nowMs), headers);
		this.accessLog.push({ method: request.method, path: request.path, status: response.status });
		if (this.accessLog.length > LOG_LIMIT) this.accessLog.shift();
		return response;
	}

	/** Adds a namespace; doing it again changes nothing. */
	addNamespace(name: string): void {
		if (own(this.state.namespaces, name) !== undefined) return;
		this.state.namespaces[name] = emptyNamespace();
		this.state.revision += 1;
	}

	/** Mounts a KV engine, version 2 unless told otherwise; an existing mount stays as it is. */
	mount(path: string, options: MountOptions & InNamespace = {}): void {
		const namespace = this.#namespace(options.namespace);
		const name = `${path.replace(/\/+$/, '')}/`;
		namespace.mounts[name] ??= newMount(options);
		this.state.revision += 1;
	}

	/** Sets what a policy allows, replacing an earlier one of that name. */
	definePolicy(name: string, rules: PolicyRules, namespace = ''): void {
		this.#namespace(namespace).policies[name] = rules;
		this.state.revision += 1;
	}

	/** Sets an AppRole and gives its role id, which stays the same, and one more secret id. */
	defineAppRole(name: string, options: AppRoleOptions & InNamespace): { roleId: string; secretId: string } {
		const namespace = this.#namespace(options.namespace);
		const role = defineRole(namespace, name, options, this.#random);
		const secretId = addSecretId(role, this.#random);
		this.state.revision += 1;
		return { roleId: role.roleId, secretId };
	}

	/** Makes a token without any check, and gives its id. */
	issueToken(request: TokenRequest, namespace = ''): string {
		this.state.revision += 1;
		return issueToken(this.#namespace(namespace), request, this.#vaultNow(), this.#random).id;
	}

	#vaultNow(): number {
		return this.#now() + this.knobs.clockOffsetMs;
	}

	#namespace(name = ''): NamespaceState {
		const namespace = own(this.state.namespaces, name);
		if (namespace === undefined) throw new Error(`There is no namespace "${name}".`);
		return namespace;
	}

	#faultOf(request: PlainRequest, headers: Record<string, string>): PlainResponse | undefined {
		const { knobs } = this;
		if (request.path === '/v1/sys/health') return undefined;
		if (knobs.htmlErrorNext > 0) {
			knobs.htmlErrorNext -= 1;
			return htmlErrorResponse(headers);
		}
		if (knobs.rateLimitNext.count > 0) {
			knobs.rateLimitNext.count -= 1;
			const retry = { ...headers, 'retry-after': String(knobs.rateLimitNext.retryAfterSeconds) };
			const path = request.path.replace(/^\/v1\//, '');
			return jsonResponse(429, { errors: [`request path "${path}": rate limit quota exceeded`] }, retry);
		}
		return undefined;
	}

	#answer(request: PlainRequest, nowMs: number): Answer {
		if (!request.path.startsWith('/v1/')) return notFound;
		if (request.path === '/v1/sys/health') return health(this.knobs.sealed, nowMs);
		if (request.path === '/v1/sys/seal-status') return sealStatus(this.knobs.sealed);
		if (this.knobs.sealed) return failure(503, 'Vault is sealed');
		const target = readPath(request);
		if ('refusal' in target) return target.refusal;
		const path = target.value;
		const operation = readOperation(request);
		if (operation === undefined) return unsupported;
		const namespace = own(
			this.state.namespaces,
			(request.headers['x-vault-namespace'] ?? '').replace(/^\/+|\/+$/g, ''),
		);
		if (namespace === undefined) return failure(404, 'namespace not found');
		const body = readBody(request);
		if ('refusal' in body) return body.refusal;
		const call: Call = {
			operation,
			path: operation === 'list' && !path.endsWith('/') ? `${path}/` : path,
			query: request.query,
			body: body.value,
			namespace,
			vault: this.state,
			nowMs,
			random: this.#random,
		};
		const answer = path === LOGIN_PATH ? loginAnswer(call) : this.#authorised(call, request.headers);
		if (operation !== 'read' && operation !== 'list' && answer.status < 400) this.state.revision += 1;
		return answer;
	}

	#authorised(call: Call, headers: PlainRequest['headers']): Answer {
		const id = headers['x-vault-token'] ?? /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1] ?? '';
		const root = this.#namespace();
		const tokenHome = livingToken(call.namespace, id, call.nowMs) === undefined ? root : call.namespace;
		const token = livingToken(tokenHome, id, call.nowMs);
		if (token === undefined) return permissionDenied;
		if (tokenHome !== call.namespace && !token.policies.includes('root')) return rightMissing;
		const acl = new Acl(tokenHome.policies, token.policies);
		if (token.usesLeft > 0) {
			token.usesLeft = token.usesLeft === 1 ? -1 : token.usesLeft - 1;
			this.state.revision += 1;
			if (token.usesLeft < 0) revokeToken(tokenHome, token);
		}
		return dispatch({ ...call, token, tokenHome, acl });
	}
}

function asResponse(answer: Answer, headers: Record<string, string>): PlainResponse {
	const all = answer.headers === undefined ? headers : { ...headers, ...answer.headers };
	return jsonResponse(answer.status, answer.body, all);
}
