import axios from 'axios';

export interface CallOptions {
	body?: unknown;
	/** Instead of the root token; the empty string sends none. */
	token?: string;
	namespace?: string;
	headers?: Record<string, string>;
	/** Compare the status alone: the text is the program's own and nobody may rely on it. */
	statusOnly?: boolean;
	/** Compare these fields of `data` alone. */
	fields?: readonly string[];
}

/** As much of an answer as a case may need for its next request. */
export interface VaultBody {
	data?: Record<string, string> | null;
	auth?: { client_token?: string } | null;
}

export type Call = (method: string, path: string, options?: CallOptions) => Promise<VaultBody>;

export interface Recorded {
	request: string;
	status: number;
	/** Empty where there is no body. */
	contentType: string;
	dated: boolean;
	body: unknown;
}

/** A caller for one vault, which keeps the normalised answers. */
export function vaultCaller(url: string, rootToken: string): { call: Call; recorded: Recorded[] } {
	const recorded: Recorded[] = [];
	const client = axios.create({ baseURL: url, timeout: 10_000, maxRedirects: 0, validateStatus: () => true });
	const call: Call = async (method, path, options = {}) => {
		const headers: Record<string, string> = { ...options.headers };
		const token = options.token ?? rootToken;
		if (token !== '') headers['X-Vault-Token'] = token;
		if (options.namespace !== undefined) headers['X-Vault-Namespace'] = options.namespace;
		const { body } = options;
		if (body !== undefined) headers['Content-Type'] ??= 'application/json';
		const data = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
		const answer = await client.request({
			method,
			url: path,
			headers,
			data,
			responseType: 'text',
			transformResponse: (text: string) => text,
			transformRequest: (value: unknown) => value,
		});
		const text = String(answer.data ?? '');
		const parsed = parse(text);
		recorded.push({
			request: `${method} ${path}`,
			status: answer.status,
			contentType: text === '' ? '' : String(answer.headers['content-type'] ?? ''),
			dated: !Number.isNaN(Date.parse(String(answer.headers['date']))),
			body: options.statusOnly === true ? '(not compared)' : normalise(project(parsed, options.fields)),
		});
		return parsed as VaultBody;
	};
	return { call, recorded };
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

function project(body: unknown, fields: readonly string[] | undefined): unknown {
	if (fields === undefined || typeof body !== 'object' || body === null) return body;
	const source = (body as VaultBody).data ?? (body as Record<string, unknown>);
	return Object.fromEntries(fields.map((field) => [field, source[field]]));
}

const IDS = ['request_id', 'accessor', 'client_token', 'id', 'role_id', 'secret_id', 'token'];
const TIMES = ['created_time', 'updated_time', 'deletion_time', 'expire_time', 'issue_time', 'creation_time'];

/** Random ids and times become words; what is empty or null stays as it is. */
function normalise(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(normalise);
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).map(([name, inner]): [string, unknown] => {
		if (name === 'entity_id') return [name, '(not compared: no identities in the dev vault)'];
		if (inner === '' || inner === null) return [name, inner];
		if (IDS.includes(name)) return [name, `(${typeof inner})`];
		if (TIMES.includes(name)) return [name, '(time)'];
		return [name, name === 'ttl' && typeof inner === 'number' ? inner > 0 : normalise(inner)];
	});
	return Object.fromEntries(entries.sort(([one], [other]) => one.localeCompare(other)));
}
