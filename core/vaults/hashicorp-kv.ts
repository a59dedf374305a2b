import { z } from 'zod';
import { KeyturnError, hasCode } from '../errors';
import { failure, read } from '../http';
import { isEntryName } from '../names';
import { parsedJson } from '../parsed-json';
import type { HttpResponse } from '../ports';
import type { HashicorpClient } from './hashicorp-client';

const written = z.object({ data: z.object({ version: z.number().int().positive() }) });
const listed = z.object({ data: z.object({ keys: z.array(z.string().max(1_024)).max(1_000_000) }) });
const metadata = z.object({
	version: z.number().int().positive(),
	custom_metadata: z.record(z.string(), z.string()).nullish(),
});
const found = z.object({ data: z.object({ data: z.record(z.string(), z.unknown()), metadata }) });
const gone = z.object({ data: z.object({ data: z.null(), metadata }) });
/** The vault's own 404 for what never was; a proxy's, a missing mount's or namespace's looks different. */
const nothing = z.object({ errors: z.array(z.string()).max(0) });
const described = z.object({
	data: z.object({
		custom_metadata: z.record(z.string(), z.string()).nullish(),
		max_versions: z.number().int().nonnegative().optional(),
	}),
});
const setting = z.object({ data: z.object({ max_versions: z.number().int().nonnegative() }) });

export interface KvVersion {
	readonly version: number;
	readonly fields: Readonly<Record<string, unknown>>;
	readonly notes: Readonly<Record<string, string>>;
	/** The answer as it came: what is parsed no longer tells which numbers were altered. */
	readonly body: string;
}

/** The key/value engine of version 2: versions, compare-and-set, and the difference between deleted and never written. */
export class Kv2 {
	readonly #client: HashicorpClient;
	readonly #mount: string;
	readonly #encodedMount: string;

	constructor(client: HashicorpClient, mount: string) {
		this.#client = client;
		this.#mount = mount;
		this.#encodedMount = encode(mount);
	}

	/** Null when nothing was ever written at `path`; ENTRY_DELETED when there was something. */
	async get(path: string, version?: string): Promise<KvVersion | null> {
		const response = await this.#ask(path, version);
		if (response.status === 404) return this.#absent(response, path);
		if (response.status !== 200) throw failure(response, `Vault (read ${path})`, 'LOGIN_REFUSED');
		const { data } = read(response, found, `Vault (read ${path})`);
		return {
			version: data.metadata.version,
			fields: data.data,
			notes: data.metadata.custom_metadata ?? {},
			body: response.body,
		};
	}

	/** The same, but a deleted entry is none. */
	async getLiving(path: string): Promise<KvVersion | null> {
		try {
			return await this.get(path);
		} catch (error) {
			if (!hasCode(error, 'ENTRY_DELETED')) throw error;
			return null;
		}
	}

	/** A new version where there is none that lives: of a deleted one the vault goes on counting. */
	async putFirst(path: string, fields: unknown): Promise<string> {
		try {
			return await this.put(path, 0, fields);
		} catch (error) {
			const deleted = hasCode(error, 'CONFLICT') ? await this.#deletedVersion(path) : null;
			if (deleted === null) throw error;
			return await this.put(path, deleted, fields);
		}
	}

	async #deletedVersion(path: string): Promise<number | null> {
		const { status, body } = await this.#ask(path);
		const seen = status === 404 ? gone.safeParse(parsedJson(body)) : null;
		return seen?.success === true ? seen.data.data.metadata.version : null;
	}

	#ask(path: string, version?: string): Promise<HttpResponse> {
		const query = version === undefined ? '' : `?version=${encodeURIComponent(version)}`;
		return this.#client.call({
			method: 'GET',
			path: `${this.#at('data', path)}${query}`,
			what: `read ${path}`,
		});
	}

	/** A new version if the newest is `after` (0: never written), else CONFLICT. */
	async put(path: string, after: number, fields: unknown): Promise<string> {
		const response = await this.#client.call({
			method: 'POST',
			path: this.#at('data', path),
			json: { options: { cas: after }, data: fields },
			what: `write ${path}`,
		});
		if (
			response.status === 400 &&
			this.#client.errors(response).some((text) => text.includes('check-and-set parameter did not match'))
		)
			throw new KeyturnError('CONFLICT', `Vault (write ${path})`, 'the entry was changed by somebody else');
		if (response.status === 404) throw this.#nowhere(response);
		if (response.status === 204)
			throw new KeyturnError(
				'WRONG_ENGINE',
				'Vault',
				`${this.#mount} is not a key/value engine of version 2`,
			);
		if (response.status !== 200) throw failure(response, `Vault (write ${path})`, 'LOGIN_REFUSED');
		return String(read(response, written, `Vault (write ${path})`).data.version);
	}

	/**
	 * The names directly below a folder; folders end with a slash. Empty when there is no such folder. Names are shown: one
	 * that none of our entries can have, or that repeats the login, is left out.
	 */
	async list(path: string): Promise<string[]> {
		const response = await this.#client.call({
			method: 'GET',
			path: `${this.#at('metadata', path)}?list=true`,
			what: `list ${path}`,
		});
		if (response.status === 404) {
			this.#absent(response, path);
			return [];
		}
		if (response.status !== 200) throw failure(response, `Vault (list ${path})`, 'LOGIN_REFUSED');
		const { keys } = read(response, listed, `Vault (list ${path})`).data;
		return keys.filter((name) => isEntryName(name) && !this.#client.holdsLogin(name));
	}

	/** The notes that people keep with an entry (custom metadata), also while it has no version yet. */
	async notes(path: string): Promise<Readonly<Record<string, string>>> {
		return (await this.#about(path))?.custom_metadata ?? {};
	}

	/**
	 * The larger of what the entry and its mount are set to, as the vault takes it; null where neither is set. A login need
	 * not be allowed to read the mount's own setting.
	 */
	async versionsKept(path: string): Promise<number | null> {
		const ofEntry = (await this.#about(path))?.max_versions ?? 0;
		const ofMount = await this.#mountSetting().catch((error: unknown) => {
			if (hasCode(error, 'LOGIN_REFUSED', 'UNEXPECTED_ANSWER')) return 0;
			throw error;
		});
		return Math.max(ofEntry, ofMount) || null;
	}

	async #mountSetting(): Promise<number> {
		const what = `read the setting of ${this.#mount}`;
		const path = `${this.#encodedMount}/config`;
		const response = await this.#client.call({ method: 'GET', path, what });
		if (response.status !== 200) throw failure(response, `Vault (${what})`, 'LOGIN_REFUSED');
		return read(response, setting, `Vault (${what})`).data.max_versions;
	}

	async #about(path: string): Promise<z.output<typeof described>['data'] | null> {
		const response = await this.#client.call({
			method: 'GET',
			path: this.#at('metadata', path),
			what: `read about ${path}`,
		});
		if (response.status === 404) {
			this.#absent(response, path);
			return null;
		}
		if (response.status !== 200) throw failure(response, `Vault (read about ${path})`, 'LOGIN_REFUSED');
		return read(response, described, `Vault (read about ${path})`).data;
	}

	async keepNewestOnly(path: string): Promise<void> {
		await this.#done(`keep one version of ${path}`, 'POST', this.#at('metadata', path), { max_versions: 1 });
	}

	async destroy(path: string, version: string): Promise<void> {
		await this.#done(`destroy a version of ${path}`, 'POST', this.#at('destroy', path), {
			versions: [Number(version)],
		});
	}

	async remove(path: string): Promise<void> {
		await this.#done(`remove ${path}`, 'DELETE', this.#at('metadata', path));
	}

	async #done(what: string, method: 'POST' | 'DELETE', path: string, json?: unknown): Promise<void> {
		const response = await this.#client.call({ method, path, what, ...(json === undefined ? {} : { json }) });
		if (response.status === 404 && !parses(response.body, nothing)) throw this.#nowhere(response);
		if (response.status >= 300 && response.status !== 404)
			throw failure(response, `Vault (${what})`, 'LOGIN_REFUSED');
	}

	#absent(response: HttpResponse, path: string): null {
		if (parses(response.body, gone))
			throw new KeyturnError('ENTRY_DELETED', `Vault (${path})`, 'the newest version was deleted');
		if (!parses(response.body, nothing)) throw this.#nowhere(response);
		return null;
	}

	/** A 404 that says nothing about the entry. Taken for "never written", it would hide a whole vault. */
	#nowhere(response: HttpResponse): KeyturnError {
		const texts = this.#client.errors(response).join(' ');
		if (texts.includes('namespace not found'))
			return new KeyturnError('LOGIN_REFUSED', 'Vault', 'there is no such namespace', { status: 404 });
		if (texts !== '')
			return new KeyturnError(
				'WRONG_ENGINE',
				'Vault',
				`${this.#mount} is not a key/value engine of version 2`,
			);
		return failure(response, 'Vault');
	}

	#at(kind: 'data' | 'metadata' | 'destroy', path: string): string {
		return `${this.#encodedMount}/${kind}/${encode(path)}`;
	}
}

/** Most paths hold nothing that is to be encoded. */
const encode = (path: string) =>
	/^[A-Za-z0-9._/-]*$/.test(path) ? path : path.split('/').map(encodeURIComponent).join('/');

const parses = (body: string, schema: z.ZodTypeAny): boolean => schema.safeParse(parsedJson(body)).success;
