import { bearer, call, must, vaultToken } from './api';
import type { AppRole } from './person';
import { CACHE_S, CALLS_PER_SECOND, MOUNT, VALUE_PATH } from './terms';

export interface ClientCall {
	/** Milliseconds since 1970 at which it was sent. */
	readonly at: number;
	readonly ok: boolean;
	/** The key that the provider saw, null when it refused. */
	readonly keyId: string | null;
}

export interface ClientOptions {
	readonly vaultUrl: string;
	readonly providerUrl: string;
	readonly login: AppRole;
	/** Told whenever the provider sees another key than before. */
	readonly onKey?: (keyId: string) => void;
}

/** An app that knows nothing of rotations: it reads its key from the vault, keeps it for the cache time, and works. */
export class Client {
	readonly calls: ClientCall[] = [];
	readonly #options: ClientOptions;
	readonly #running = new Set<Promise<void>>();
	#timer: NodeJS.Timeout | undefined;
	#token: string | undefined;
	#cached: { readonly value: string; readonly readAt: number } | undefined;
	#reading: Promise<string> | undefined;
	#keyId: string | null = null;

	constructor(options: ClientOptions) {
		this.#options = options;
	}

	start(): void {
		this.#timer = setInterval(() => {
			const running: Promise<void> = this.#work().finally(() => this.#running.delete(running));
			this.#running.add(running);
		}, 1_000 / CALLS_PER_SECOND);
	}

	/** Resolves when the last call was answered. */
	async stop(): Promise<void> {
		clearInterval(this.#timer);
		await Promise.all(this.#running);
	}

	get failed(): number {
		return this.calls.filter(({ ok }) => !ok).length;
	}

	with(keyId: string): number {
		return this.calls.filter((each) => each.keyId === keyId).length;
	}

	/** Successful calls that were sent after that time. */
	since(ms: number): number {
		return this.calls.filter(({ at, ok }) => ok && at > ms).length;
	}

	async #work(): Promise<void> {
		const at = Date.now();
		const keyId = await this.#call().catch(() => null);
		this.calls.push({ at, ok: keyId !== null, keyId });
		if (keyId === null || keyId === this.#keyId) return;
		this.#keyId = keyId;
		this.#options.onKey?.(keyId);
	}

	/** One business call; gives the id of the key that the provider saw, null when it did not do the work. */
	async #call(): Promise<string | null> {
		const { status, body } = await call(
			'POST',
			`${this.#options.providerUrl}/v1/work`,
			bearer(await this.#key()),
			{ text: 'Summarise this.' },
		);
		return status === 200 && typeof body['keyId'] === 'string' ? body['keyId'] : null;
	}

	async #key(): Promise<string> {
		if (this.#cached !== undefined && Date.now() - this.#cached.readAt < CACHE_S * 1_000) {
			return this.#cached.value;
		}
		this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
		return await this.#reading;
	}

	async #read(): Promise<string> {
		const { vaultUrl } = this.#options;
		const readAt = Date.now();
		this.#token ??= await this.#logIn();
		const { data } = await must('GET', `${vaultUrl}/v1/${MOUNT}/data/${VALUE_PATH}`, vaultToken(this.#token));
		const { value } = (data as { data: { value: string } }).data;
		this.#cached = { value, readAt };
		return value;
	}

	async #logIn(): Promise<string> {
		const { vaultUrl, login } = this.#options;
		const json = { role_id: login.roleId, secret_id: login.secretId };
		const { auth } = await must('POST', `${vaultUrl}/v1/auth/approle/login`, {}, json);
		return (auth as { client_token: string }).client_token;
	}
}
