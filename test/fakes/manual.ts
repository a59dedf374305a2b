import { jsonResponse, type PlainRequest, type PlainResponse } from '../../demo/http/plain';

export interface FakeServiceOptions {
	readonly now: () => number;
	readonly deadStatus?: 401 | 403;
	/** The header that carries the key; absent: a bearer token. */
	readonly header?: string;
}

/** A service whose keys only a person can make and remove, with one address that checks a key. */
export class FakeService {
	readonly #options: FakeServiceOptions;
	readonly #keys = new Set<string>();

	constructor(options: FakeServiceOptions) {
		this.#options = options;
	}

	/** What a person does on the service's page. */
	add(value: string): void {
		this.#keys.add(value);
	}

	remove(value: string): void {
		this.#keys.delete(value);
	}

	readonly handle = (request: PlainRequest): PlainResponse => {
		const { header, deadStatus = 401, now } = this.#options;
		const bearer = /^Bearer (\S+)$/.exec(request.headers['authorization'] ?? '')?.[1];
		const value = (header === undefined ? bearer : request.headers[header]) ?? '';
		const headers = { date: new Date(now()).toUTCString() };
		if (request.path !== '/v1/models') return jsonResponse(404, { error: 'not found' }, headers);
		return this.#keys.has(value)
			? jsonResponse(200, { data: [] }, headers)
			: jsonResponse(deadStatus, { error: 'invalid key' }, headers);
	};
}
