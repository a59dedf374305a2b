import {
	jsonResponse,
	parseJsonObject,
	type PlainRequest,
	type PlainResponse,
} from '../../../demo/http/plain';
import type { OpenFake } from './fake';

interface Token {
	readonly number: number;
	readonly value: string;
	readonly note: string;
	readonly scopes: readonly string[];
	readonly createdMs: number;
	readonly expiresMs: number | null;
}

interface FakeHubOptions {
	readonly now: () => number;
	readonly random: (bytes: number) => Uint8Array;
	readonly adminToken: string;
	readonly user: string;
}

const MESSAGE_OF_DEAD = 'Missing or invalid credentials.';
const KNOWN = ['access:servers', 'servers', 'tokens', 'read:tokens', 'read:users', 'read:servers'];
const IMPLIED = ['read:users:groups', 'read:users:name'];

/** The token API of a JupyterHub, with the habits that docs/servers.md lists; each is tried on the real one as well. */
class FakeHub {
	readonly #options: FakeHubOptions;
	#tokens: Token[] = [];
	readonly #made: string[] = [];

	constructor(options: FakeHubOptions) {
		this.#options = options;
	}

	readonly handle = (request: PlainRequest): PlainResponse => {
		const bearer = /^(?:Bearer|token) (\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
		const { user } = this.#options;
		if (request.path === '/hub/api/user') return this.#self(bearer);
		const [, owner, id] = /^\/hub\/api\/users\/([^/]+)\/tokens(?:\/([^/]+))?$/.exec(request.path) ?? [];
		if (owner === undefined) return this.#answer(404, { status: 404, message: 'Not Found' });
		const refusal = this.#refusalOf(bearer);
		if (refusal !== null) return refusal;
		if (owner !== user) return this.#answer(404, { status: 404, message: `No such user: ${owner}` });
		const route = `${request.method} ${id === undefined ? 'all' : 'one'}`;
		const routes: Readonly<Record<string, () => PlainResponse>> = {
			'POST all': () => this.#create(request.body),
			'GET all': () => this.#answer(200, { api_tokens: this.#living().map((each) => this.#facts(each)) }),
			'GET one': () => this.#withToken(id, (token) => this.#answer(200, this.#facts(token))),
			'DELETE one': () =>
				this.#withToken(id, (token) => {
					this.#tokens = this.#tokens.filter((each) => each !== token);
					return this.#answer(204, undefined);
				}),
		};
		return routes[route]?.() ?? this.#answer(405, { status: 405, message: 'Method Not Allowed' });
	};

	/** Expired tokens are as good as deleted, their ids too. */
	#living(): Token[] {
		const now = this.#options.now();
		return this.#tokens.filter(({ expiresMs }) => expiresMs === null || expiresMs > now);
	}

	#find(value: string): Token | undefined {
		return this.#living().find((token) => token.value === value);
	}

	#self(bearer: string): PlainResponse {
		const token = this.#find(bearer);
		if (token !== undefined) {
			const { number, scopes } = token;
			return this.#answer(200, { name: this.#options.user, kind: 'user', token_id: `a${number}`, scopes });
		}
		if (bearer === this.#options.adminToken)
			return this.#answer(200, {
				name: 'keyturn-admin',
				kind: 'service',
				token_id: 'a1',
				scopes: ['tokens'],
			});
		return this.#answer(403, { status: 403, message: null });
	}

	#refusalOf(bearer: string): PlainResponse | null {
		if (bearer === this.#options.adminToken) return null;
		const token = this.#find(bearer);
		if (token === undefined) return this.#answer(403, { status: 403, message: MESSAGE_OF_DEAD });
		if (token.scopes.some((scope) => scope.startsWith('tokens!'))) return null;
		const message = 'Action is not authorized with current scopes; requires any of [read:tokens]';
		return this.#answer(403, { status: 403, message });
	}

	#create(text: string): PlainResponse {
		const body = parseJsonObject(text) ?? {};
		const { note, expires_in: life = null, scopes = KNOWN } = body;
		if (life !== null && !(Number.isInteger(life) && Number(life) > 0))
			return this.#answer(400, { status: 400, message: `expires_in must be a positive integer or null` });
		const { user, now, random } = this.#options;
		const bare = (scopes as string[]).map((scope) => scope.replace(/!user(?:=.*)?$/, ''));
		const unknown = bare.find((scope) => !KNOWN.includes(scope) && !IMPLIED.includes(scope));
		if (unknown !== undefined)
			return this.#answer(400, { status: 400, message: `"Scope '${unknown}' for token does not exist"` });
		// The newest id comes back once it is free, as with SQLite. `a1` is the service's own.
		const number = Math.max(1, ...this.#living().map((token) => token.number)) + 1;
		const token: Token = {
			number,
			value: Buffer.from(random(16)).toString('hex'),
			note: typeof note === 'string' && note !== '' ? note : 'Requested via api by service keyturn-admin',
			scopes: [...new Set([...IMPLIED, ...bare])].map((scope) => `${scope}!user=${user}`),
			createdMs: now(),
			expiresMs: life === null ? null : now() + Number(life) * 1_000,
		};
		this.#tokens = [...this.#living(), token];
		this.#made.push(token.value);
		return this.#answer(201, { ...this.#facts(token), token: token.value });
	}

	#withToken(id: string | undefined, then: (token: Token) => PlainResponse): PlainResponse {
		const token = this.#living().find(({ number }) => `a${number}` === id);
		const message = `No such token ${id ?? ''} for user ${this.#options.user}`;
		return token === undefined ? this.#answer(404, { status: 404, message }) : then(token);
	}

	#facts({ number, value, note, scopes, createdMs, expiresMs }: Token) {
		// Microseconds tell tokens apart that were made within one of our milliseconds.
		const micros = String(this.#made.indexOf(value) % 1_000).padStart(3, '0');
		const time = (ms: number) => new Date(ms).toISOString().replace('Z', `${micros}Z`);
		return {
			user: this.#options.user,
			id: `a${number}`,
			kind: 'api_token',
			roles: [],
			scopes,
			created: time(createdMs),
			last_activity: null,
			expires_at: expiresMs === null ? null : time(expiresMs),
			note,
			session_id: null,
			oauth_client: 'JupyterHub',
		};
	}

	#answer(status: number, body: unknown): PlainResponse {
		return jsonResponse(status, body, { date: new Date(this.#options.now()).toUTCString() });
	}
}

/** The hub with one user, whose tokens are asked for with scopes and an end. */
export const fakeJupyterhub: OpenFake = ({ now, random, origin, admin }) => {
	const user = 'marketing-summariser';
	const hub = new FakeHub({ now, random, adminToken: admin, user });
	return {
		handle: hub.handle,
		settings: { address: origin, user, scopes: 'access:servers!user', expiresInDays: '30' },
	};
};
