import {
	jsonResponse,
	parseJsonObject,
	type JsonObject,
	type PlainRequest,
	type PlainResponse,
} from '../../../demo/http/plain';
import type { OpenFakeTarget } from './fake';

const BLANK = '__n8n_BLANK_VALUE_e5362baf-c777-4d57-a609-6eaf1f9e87f6';

interface Kept {
	readonly id: string;
	readonly type: string;
	readonly name: string;
	data: JsonObject;
	updatedMs: number;
}

/** The part of n8n's public API that targets use, as n8n 2.41.1 was seen to answer; test/e2e asks the real one. */
export class FakeN8n {
	scopes = ['credential:read', 'credential:update', 'workflow:list'];
	/** Off: an n8n that can only replace all fields at once. */
	partial = true;
	/** What n8n's own test of the credential says; null for a type without one. */
	testPasses: boolean | null = null;
	workflows: object[] = [];
	readonly credentials = new Map<string, Kept>();
	readonly schemas: Readonly<Record<string, readonly string[]>> = {
		httpHeaderAuth: ['name', 'value'],
		openAiApi: ['apiKey', 'organizationId', 'url'],
		keyturnHashicorpVaultKeyApi: ['address', 'path', 'refresh'],
		keyturnHashicorpVaultApi: ['address', 'secretId'],
	};
	readonly #now: () => number;
	readonly #key: string;
	#ticks = 0;

	constructor(now: () => number, key: string) {
		this.#now = now;
		this.#key = key;
	}

	put(id: string, type: string, data: JsonObject, name = 'Key of the app'): void {
		this.credentials.set(id, { id, type, name, data, updatedMs: this.#tick() });
	}

	readonly handle = ({ method, path, query, headers, body }: PlainRequest): PlainResponse => {
		if (headers['x-n8n-api-key'] !== this.#key) return jsonResponse(401, { message: 'unauthorized' });
		const [, part, id = '', action] =
			/^\/api\/v1\/(discover|workflows|credentials)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path) ?? [];
		const routes: Readonly<Record<string, () => PlainResponse>> = {
			'GET discover': () => this.#discover(),
			'GET workflows': () => this.#needs('workflow:list', () => this.#list(query['cursor'])),
			'GET credentials': () =>
				id === 'schema' ? this.#schema(action ?? '') : this.#needs('credential:read', () => this.#read(id)),
			'PATCH credentials': () => this.#needs('credential:update', () => this.#change(id, body)),
			'POST credentials': () => this.#needs('credential:read', () => this.#test(id)),
		};
		return routes[`${method} ${part ?? ''}`]?.() ?? jsonResponse(404, { message: 'not found' });
	};

	#needs(scope: string, then: () => PlainResponse): PlainResponse {
		return this.scopes.includes(scope) ? then() : jsonResponse(403, { message: 'Forbidden' });
	}

	#discover(): PlainResponse {
		const change = {
			method: 'PATCH',
			path: '/api/v1/credentials/{credentialId}',
			operationId: 'updateCredential',
			requestSchema: {
				type: 'object',
				properties: { name: {}, data: {}, ...(this.partial ? { isPartialData: {} } : {}) },
			},
		};
		const endpoints = [
			{
				method: 'GET',
				path: '/api/v1/credentials/schema/{credentialTypeName}',
				operationId: 'getCredentialType',
			},
			...(this.scopes.includes('credential:update') ? [change] : []),
		];
		const resources = { credential: { operations: [], endpoints } };
		return jsonResponse(200, { data: { scopes: this.scopes, resources, filters: {}, specUrl: '' } });
	}

	#schema(type: string): PlainResponse {
		const names = this.schemas[type];
		if (names === undefined) return jsonResponse(404, { message: 'Not Found' });
		const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
		return jsonResponse(200, { additionalProperties: false, type: 'object', properties, required: [] });
	}

	#read(id: string): PlainResponse {
		return this.#with(id, (kept) => this.#facts(kept));
	}

	#change(id: string, body: string): PlainResponse {
		const { isPartialData, data } = parseJsonObject(body) ?? {};
		return this.#with(id, (kept) => {
			if (kept.name.length < 3 || kept.name.length > 128)
				return jsonResponse(400, { message: 'Credential name must be 3 to 128 characters long.' });
			const known = this.schemas[kept.type] ?? [];
			const given = data as JsonObject;
			if (Object.keys(given).some((name) => !known.includes(name)))
				return jsonResponse(400, {
					message: 'request.body.data is not allowed to have the additional property',
				});
			const merged = this.partial && isPartialData === true ? { ...kept.data, ...given } : given;
			kept.data = Object.fromEntries(
				Object.entries(merged).map(([name, value]) => [name, value === BLANK ? kept.data[name] : value]),
			);
			kept.updatedMs = this.#tick();
			return this.#facts(kept);
		});
	}

	#test(id: string): PlainResponse {
		const none = { status: 'Error', message: 'No testing function found for this credential.' };
		const said = { status: this.testPasses === true ? 'OK' : 'Error', message: 'Said by the service' };
		return this.#with(id, () => jsonResponse(200, this.testPasses === null ? none : said));
	}

	/** Two workflows a page. */
	#list(cursor = '0'): PlainResponse {
		const from = Number(cursor);
		const next = from + 2 < this.workflows.length ? String(from + 2) : null;
		return jsonResponse(200, { data: this.workflows.slice(from, from + 2), nextCursor: next });
	}

	#with(id: string, then: (kept: Kept) => PlainResponse): PlainResponse {
		const kept = this.credentials.get(id);
		if (kept === undefined) return jsonResponse(404, { message: `Credential with ID "${id}" not found.` });
		return then(kept);
	}

	#facts({ id, type, name, updatedMs }: Kept): PlainResponse {
		const at = new Date(updatedMs).toISOString();
		return jsonResponse(200, { id, name, type, isManaged: false, createdAt: at, updatedAt: at });
	}

	/** No two changes in the same millisecond: the clock of a test stands still. */
	#tick(): number {
		return this.#now() + this.#ticks++;
	}
}

const ID = 'R2DjclaysHbqn778';

export const fakeN8nCredential: OpenFakeTarget = ({ now, origin, admin }) => {
	const n8n = new FakeN8n(now, admin);
	n8n.put(ID, 'openAiApi', {
		apiKey: 'put there by hand',
		organizationId: 'org-1',
		url: 'https://api.example.com',
	});
	const kept = () => n8n.credentials.get(ID);
	return {
		handle: n8n.handle,
		settings: { address: origin, credentialId: ID, field: 'apiKey', before: 'nothing' },
		held: () => {
			const data = kept()?.data;
			if (data !== undefined && (data['organizationId'] !== 'org-1' || data['url'] === undefined))
				throw new Error('another field was lost');
			return data === undefined ? null : String(data['apiKey']);
		},
		meddle: () => {
			n8n.put(ID, 'openAiApi', { ...kept()?.data, apiKey: 'put there by somebody' });
		},
		remove: () => void n8n.credentials.delete(ID),
		setTest: (passes) => void (n8n.testPasses = passes),
	};
};

export const fakeN8nVaultCredential: OpenFakeTarget = ({ now, origin, admin }) => {
	const n8n = new FakeN8n(now, admin);
	n8n.put(ID, 'keyturnHashicorpVaultKeyApi', { address: 'https://vault.test', path: 'a', refresh: '' });
	return {
		handle: n8n.handle,
		settings: { address: origin, credentialId: ID },
		held: () => String(n8n.credentials.get(ID)?.data['refresh']),
		remove: () => void n8n.credentials.delete(ID),
	};
};
