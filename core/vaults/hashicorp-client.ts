import { z } from 'zod';
import { KeyturnError } from '../errors';
import { failure, plain, read, send } from '../http';
import { baseAddress, vaultPath } from '../names';
import type { Host, HttpResponse, Method } from '../ports';
import { Secret } from '../secret';
import type { Instant } from './vault';

export interface ClientSettings {
	readonly address: string;
	readonly namespace: string;
	readonly login: { readonly kind: 'token'; readonly token: Secret } | AppRole;
}

export interface AppRole {
	readonly kind: 'approle';
	readonly mount: string;
	readonly roleId: string;
	readonly secretId: Secret;
}

export interface VaultCall {
	readonly method: Method;
	/** Below /v1/, already checked and encoded. */
	readonly path: string;
	readonly json?: unknown;
	/** What the call is, for messages, e.g. `read keyturn/values/x`. */
	readonly what: string;
	/** What a person does where it is refused, when that is not the login's fault alone. */
	readonly next?: string;
}

const loginAnswer = z.object({
	auth: z.object({ client_token: z.string().min(1), lease_duration: z.number().nonnegative().catch(0) }),
});
const errorAnswer = z.object({ errors: z.array(z.string()) });
/** A standby that is behind answers 412, a mount that is being upgraded 400: both mean "once more". */
const RETRIES = 3;
const RETRY_MS = 500;

/**
 * Speaks to HashiCorp Vault or OpenBao: logs in when first needed, keeps the vault's time, turns failures into errors.
 * Source: https://developer.hashicorp.com/vault/api-docs and https://openbao.org/api-docs/.
 */
export class HashicorpClient {
	readonly origin: string;
	readonly #host: Host;
	readonly #settings: ClientSettings;
	readonly #base: string;
	#token: Secret | null;
	/** From then on a session is renewed before it is used; it lives a tenth longer. */
	#staleAt = Infinity;
	#heard: { readonly date: number; readonly sentAt: number; readonly heardAt: number } | null = null;
	#skew = 0;

	constructor(settings: ClientSettings, host: Host) {
		this.#host = host;
		this.#settings = settings;
		this.#base = baseAddress(settings.address, 'Vault address');
		if (this.#base.endsWith('/v1'))
			throw new KeyturnError('ADDRESS', 'Vault address', 'leave out /v1 at its end');
		this.origin = new URL(this.#base).origin;
		this.#token = settings.login.kind === 'token' ? settings.login.token : null;
	}

	/** The vault's Date header has whole seconds and was written at some moment between sending and hearing. */
	time(): Instant {
		if (this.#heard === null)
			throw new KeyturnError('CLOCK_OFF', 'Vault', 'its answers do not tell the time', {
				next: 'Have the Date header of the vault’s answers let through by the proxy in front of it. Nothing was changed.',
			});
		const { date, sentAt, heardAt } = this.#heard;
		const now = this.#host.clock.monotonic();
		return { earliest: Math.floor(date + (now - heardAt)), latest: Math.ceil(date + 999 + (now - sentAt)) };
	}

	skew(): number {
		return this.#skew;
	}

	/** Sends one call; 2xx, 404 and the vault's own 400 come back, all else throws. */
	async call(call: VaultCall): Promise<HttpResponse> {
		const stale = this.#host.clock.monotonic() >= this.#staleAt;
		const token = this.#token === null || stale ? await this.#logIn() : this.#token;
		for (let attempt = 0; ; attempt++) {
			const response = await this.#send(call, { 'x-vault-token': plain(token) });
			const { status } = response;
			const again = status === 412 || (status === 400 && /Upgrading from non-versioned/.test(response.body));
			if (again && attempt < RETRIES) {
				await this.#host.clock.sleep(RETRY_MS * 2 ** attempt);
				continue;
			}
			if (status < 300 || status === 404) return response;
			const decided = isOwn(response);
			if (status === 400 && decided) return response;
			throw status === 403 && decided ? refused(call) : this.#failure(response, call);
		}
	}

	/** Whether a text holds what the login is proved with, or a part of it. */
	holdsLogin(text: string): boolean {
		const { login } = this.#settings;
		const proof = login.kind === 'token' ? login.token : login.secretId;
		return [proof, this.#token].some((secret) => secret?.isIn(text) === true);
	}

	/** The texts of a 400 or 404 answer. They are compared, never shown. */
	errors(response: HttpResponse): string[] {
		return saidBy(response) ?? [];
	}

	async #logIn(): Promise<Secret> {
		const { login } = this.#settings;
		if (login.kind === 'token') return login.token;
		const call: VaultCall = {
			method: 'POST',
			path: `auth/${vaultPath(login.mount, 'AppRole mount')}/login`,
			json: { role_id: login.roleId, secret_id: login.secretId },
			what: 'log in',
		};
		const response = await this.#send(call, {});
		const decided = response.status >= 400 && isOwn(response);
		if (decided && (response.status === 400 || response.status === 401 || response.status === 403))
			throw new KeyturnError(
				'LOGIN_REFUSED',
				'Vault',
				'it refused the AppRole login (role id or secret id)',
				{
					status: response.status,
				},
			);
		if (decided && response.status === 404)
			throw new KeyturnError(
				'LOGIN_REFUSED',
				'Vault',
				`it has no such namespace, or no AppRole login at ${login.mount}`,
				{ status: 404 },
			);
		if (response.status !== 200) throw this.#failure(response, call);
		const { auth } = read(response, loginAnswer, 'Vault login');
		this.#staleAt =
			auth.lease_duration === 0 ? Infinity : this.#host.clock.monotonic() + auth.lease_duration * 900;
		this.#token = new Secret(auth.client_token, 'Vault session', [this.origin]);
		return this.#token;
	}

	async #send(call: VaultCall, headers: Record<string, ReturnType<typeof plain>>): Promise<HttpResponse> {
		const { namespace } = this.#settings;
		const sentAt = this.#host.clock.monotonic();
		const response = await send(this.#host, {
			where: `Vault (${call.what})`,
			method: call.method,
			url: `${this.#base}/v1/${call.path}`,
			headers: {
				'x-vault-request': 'true',
				...(namespace === '' ? {} : { 'x-vault-namespace': namespace }),
				...headers,
			},
			...(call.json === undefined ? {} : { json: call.json }),
		});
		this.#hear(response, sentAt);
		return response;
	}

	#hear(response: HttpResponse, sentAt: number): void {
		const date = Date.parse(response.headers['date'] ?? '');
		if (Number.isNaN(date)) return;
		this.#heard = { date, sentAt, heardAt: this.#host.clock.monotonic() };
		this.#skew = this.#host.clock.now() - date;
	}

	#failure(response: HttpResponse, { what }: VaultCall): KeyturnError {
		const { status } = response;
		// 429 asks to wait, whoever says it.
		if (status >= 400 && status < 500 && status !== 429 && !isOwn(response))
			return new KeyturnError(
				'UNEXPECTED_ANSWER',
				`Vault (${what})`,
				`something else answered in its place (${String(status)})`,
				{ status },
			);
		if (response.status === 503)
			return new KeyturnError('SEALED', 'Vault', 'it is sealed or not ready (503)', { status: 503 });
		if (response.status === 501)
			return new KeyturnError('SEALED', 'Vault', 'it was never initialised (501)', { status: 501 });
		return failure(response, 'Vault', 'LOGIN_REFUSED');
	}
}

/** What the vault itself says is wrong, null when the answer is not the vault's: a proxy before it answers otherwise. */
function saidBy({ body }: HttpResponse): string[] | null {
	try {
		return errorAnswer.parse(JSON.parse(body)).errors;
	} catch {
		return null;
	}
}

/** Whether a refusal is the vault's decision. It always tells its errors in a list, which may be empty. */
const isOwn = (response: HttpResponse): boolean => saidBy(response) !== null;

const refused = ({ what, next }: VaultCall) =>
	new KeyturnError(
		'LOGIN_REFUSED',
		'Vault',
		`it refused to ${what} (403): the login has expired, or lacks the right`,
		{
			status: 403,
			...(next === undefined ? {} : { next }),
		},
	);
