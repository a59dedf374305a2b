import { z } from 'zod';
import { KeyturnError } from '../errors';
import { failure, plain, read, send, type Call } from '../http';
import { baseAddress } from '../names';
import type { Host, HttpResponse } from '../ports';
import { adminOf, jsonOf, setting } from '../providers/settings';
import type { Secret } from '../secret';

const credential = z.object({
	id: z.string().max(100),
	name: z.string().max(1_000),
	type: z.string().max(200),
	isManaged: z.boolean().optional(),
	updatedAt: z.string().datetime(),
});
export type Credential = z.output<typeof credential>;

const discovered = z.object({
	data: z.object({
		scopes: z.array(z.string().max(100)).max(1_000),
		resources: z.record(
			z.string(),
			z.object({
				endpoints: z.array(
					z.object({
						method: z.string(),
						path: z.string(),
						requestSchema: z.object({ properties: z.record(z.string(), z.unknown()).optional() }).optional(),
					}),
				),
			}),
		),
	}),
});
const typeSchema = z.object({ properties: z.record(z.string(), z.unknown()) });
const missing = z.object({ message: z.string().regex(/^credential\b.*\bnot found\b/i) });
const unknownPath = z.object({ message: z.string().regex(/^not found\b/i) });

/** n8n checks a credential's name whenever the credential is changed, and old ones may be shorter. */
const SHORTEST_NAME = 3;
const LONGEST_NAME = 128;

const OTHERWISE =
	'Otherwise let the workflows read the key from the vault by the vault-backed credential, which needs no target.';

const NEW_KEY =
	'In n8n, as its owner or an admin, make a key with the scopes credential:read and credential:update under Settings > n8n API, and put it into the vault.';

/** The two questions that every target in n8n asks. */
export const addressField = {
	name: 'address',
	label: 'Address',
	help: 'Where n8n is opened in the browser; the API key in the vault must be allowed to go there',
	placeholder: 'e.g. https://n8n.example.com',
} as const;
export const credentialField = {
	name: 'credentialId',
	label: 'Credential ID',
	help: 'The last part of the address when the credential is open in n8n',
	placeholder: 'e.g. R2DjclaysHbqn778',
	id: true,
} as const;

/**
 * The part of n8n's public API that targets use, for one credential. n8n never shows a credential's values.
 * Source: https://docs.n8n.io/api/api-reference/ and the openapi.yml that each n8n serves.
 */
export class N8nApi {
	readonly origin: string;
	readonly #base: string;
	readonly #key: Secret;
	readonly #host: Host;
	readonly #id: string;

	constructor(settings: Readonly<Record<string, string>>, admin: Secret | null, host: Host) {
		const address = baseAddress(setting(settings, 'address', 'Address'), 'Address');
		if (/\/api(?:\/v\d+)?$/.test(address)) throw noApi(address);
		this.#base = `${address}/api/v1`;
		this.origin = new URL(address).origin;
		this.#key = adminOf(admin, 'n8n');
		this.#host = host;
		this.#id = setting(settings, 'credentialId', 'Credential ID');
		if (!/^[A-Za-z0-9_-]{1,36}$/.test(this.#id))
			throw new KeyturnError(
				'BAD_INPUT',
				'Credential ID',
				'use the id as n8n shows it: letters, digits, - and _',
			);
	}

	get title(): string {
		return `n8n credential ${this.#id} at ${this.origin}`;
	}

	/** What n8n tells of the credential, null when there is none of this id. */
	async find(): Promise<Credential | null> {
		const response = await this.#call('read credential', 'GET', `/credentials/${this.#id}`);
		if (isMissing(response)) return null;
		return read(this.#fine(response, 'read credential'), credential, 'n8n (read credential)');
	}

	/** Writes these fields and leaves all others as they are. Gives when n8n says that it changed the credential. */
	async change(data: Readonly<Record<string, unknown>>): Promise<string> {
		const response = await this.#call('update credential', 'PATCH', `/credentials/${this.#id}`, {
			isPartialData: true,
			data,
		});
		if (isMissing(response)) throw this.#absent();
		if (response.status === 400)
			throw new KeyturnError(
				'BAD_INPUT',
				this.title,
				'n8n refuses the change (400), so nothing was changed',
				{
					next: 'Open the credential in n8n and save it once: n8n shows what it finds wrong, a name of two letters for one.',
				},
			);
		return read(this.#fine(response, 'update credential'), credential, 'n8n (update credential)').updatedAt;
	}

	/** n8n's own test of the credential: null where the type has none. */
	async test(): Promise<boolean | null> {
		const answer = z.object({ status: z.enum(['OK', 'Error']), message: z.string().max(10_000) });
		const response = await this.#call('test credential', 'POST', `/credentials/${this.#id}/test`);
		const { status, message } = read(
			this.#fine(response, 'test credential'),
			answer,
			'n8n (test credential)',
		);
		return message.startsWith('No testing function found') ? null : status === 'OK';
	}

	/**
	 * Throws what stands in the way of changing one field: an API key without the right scope, an n8n that cannot change
	 * single fields, a credential that is not there, a type without that field. Gives scopes and credential.
	 */
	async check(field: string): Promise<{ scopes: readonly string[]; found: Credential }> {
		const scopes = await this.#checkAbilities();
		const found = await this.find();
		if (found === null) throw this.#absent();
		const response = await this.#call(
			'read type',
			'GET',
			`/credentials/schema/${encodeURIComponent(found.type)}`,
		);
		const { properties } = read(this.#fine(response, 'read type'), typeSchema, 'n8n (read type)');
		if (found.name.length < SHORTEST_NAME || found.name.length > LONGEST_NAME)
			throw new KeyturnError(
				'BAD_INPUT',
				this.title,
				`n8n changes no credential whose name has fewer than ${String(SHORTEST_NAME)} or more than ${String(LONGEST_NAME)} characters`,
				{ next: 'Rename the credential in n8n, then run again.' },
			);
		if (found.isManaged === true)
			throw new KeyturnError('BAD_INPUT', this.title, 'n8n manages it by itself and lets nobody change it', {
				next: 'Choose a credential that a person made.',
			});
		if (!Object.hasOwn(properties, field)) {
			// What repeats the API key, or is no name at all, is not shown.
			const isName = (text: string) => /^\w{1,64}$/.test(text) && !this.#key.isIn(text);
			const names = Object.keys(properties).filter(isName);
			const type = isName(found.type) ? found.type : 'that this one is of';
			throw new KeyturnError(
				'BAD_INPUT',
				'Field',
				`credentials of the type ${type} have no field ${field}, but ${names.slice(0, 12).join(', ')}`,
			);
		}
		return { scopes, found };
	}

	/** One page after the other of a list, at most `most` pages; `whole` says whether that was all of it. */
	async pages<Schema extends z.ZodTypeAny>(
		path: string,
		page: Schema,
		most: number,
	): Promise<{ pages: readonly z.output<Schema>[]; whole: boolean }> {
		const found: z.output<Schema>[] = [];
		let cursor: string | null = '';
		while (cursor !== null && found.length < most) {
			const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
			const response: HttpResponse = await this.#call('list', 'GET', `${path}${more}`);
			const next = z.object({ nextCursor: z.string().max(1_000).nullish() });
			cursor = read(this.#fine(response, 'list'), next, 'n8n (list)').nextCursor ?? null;
			found.push(read(response, page, 'n8n (list)'));
		}
		return { pages: found, whole: cursor === null };
	}

	async #checkAbilities(): Promise<readonly string[]> {
		const response = await this.#call(
			'ask what it can do',
			'GET',
			'/discover?include=schemas&resource=credential',
		);
		const tooOld = (what: string) =>
			new KeyturnError('BAD_INPUT', this.title, `${what}, so other fields of the credential would be lost`, {
				next: `Update n8n to 2.41 or newer. ${OTHERWISE}`,
			});
		if (response.status === 404 && !saysNotFound(response)) throw noApi(this.origin);
		if (response.status === 404) throw tooOld('this n8n is too old to change a single field');
		const { data } = read(this.#fine(response, 'ask what it can do'), discovered, 'n8n (ask what it can do)');
		for (const scope of ['credential:read', 'credential:update'])
			if (!data.scopes.includes(scope))
				throw new KeyturnError('RIGHT_MISSING', this.title, `the n8n API key lacks the scope ${scope}`, {
					next: `In n8n, Settings > n8n API, make a key with the scope ${scope} and put it into the vault. Nothing was changed.`,
				});
		const change = Object.values(data.resources)
			.flatMap(({ endpoints }) => endpoints)
			.find(({ method, path }) => method === 'PATCH' && /\/credentials\/\{\w+\}$/.test(path));
		if (change?.requestSchema?.properties?.['isPartialData'] === undefined)
			throw tooOld('this n8n cannot change a single field');
		return data.scopes;
	}

	#absent(): KeyturnError {
		return new KeyturnError('NO_SUCH_ENTRY', this.title, 'n8n has no credential of this id', {
			next: 'Correct the id, or make the credential again under the same id, then run again.',
		});
	}

	#fine(response: HttpResponse, what: string): HttpResponse {
		if (response.status === 200) return response;
		const where = `n8n (${what})`;
		if (response.status === 401)
			throw new KeyturnError('ADMIN_REFUSED', where, 'the n8n API key is refused (401)', {
				status: 401,
				next: NEW_KEY,
			});
		if (response.status === 403)
			throw new KeyturnError(
				'ADMIN_REFUSED',
				where,
				'the n8n API key lacks the scope, or its owner has no access to the credential (403)',
				{ status: 403, next: NEW_KEY },
			);
		throw failure(response, where);
	}

	#call(what: string, method: Call['method'], path: string, json?: unknown): Promise<HttpResponse> {
		return send(this.#host, {
			where: `n8n (${what})`,
			method,
			url: this.#base + path,
			headers: { 'x-n8n-api-key': plain(this.#key) },
			...(json === undefined ? {} : { json }),
		});
	}
}

/** n8n's own word that there is no such credential; another 404 is no answer of n8n's API. */
const isMissing = (response: HttpResponse): boolean =>
	response.status === 404 && missing.safeParse(jsonOf(response)).success;

/** How n8n's API answers to a path that it does not have; a 404 of anybody else looks different. */
const saysNotFound = (response: HttpResponse): boolean => unknownPath.safeParse(jsonOf(response)).success;

const noApi = (address: string): KeyturnError =>
	new KeyturnError('BAD_INPUT', 'Address', `nothing at ${address} answers as n8n’s public API`, {
		next: `Give the address as n8n is opened in the browser, without /api/v1. If it is right, n8n’s public API is switched off: have it switched on (N8N_PUBLIC_API_DISABLED). ${OTHERWISE}`,
	});
