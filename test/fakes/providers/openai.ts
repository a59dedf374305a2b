import {
	jsonResponse,
	parseJsonObject,
	toToken,
	type PlainRequest,
	type PlainResponse,
} from '../../../demo/http/plain';
import type { Fake, FakeOptions, OpenFake } from './fake';

export const PROJECT = 'proj_8Zq2Xw';
export const ACCOUNT = 'svc_acct_4Hv1';
const KNOWN = ['api.model.read', 'api.responses.write', 'api.files.read', 'api.all.read'];
/** Each of these lets a key list the models. */
const LISTS_MODELS = ['api.model.read', 'api.all.read'];
const LONGEST_LIFE_S = 31_536_000;

interface Key {
	readonly id: string;
	readonly name: string;
	readonly value: string;
	readonly owner: Readonly<Record<string, unknown>>;
	/** Empty: all permissions. */
	readonly scopes: readonly string[];
	readonly createdS: number;
	readonly expiresS: number | null;
}

/** OpenAI's administration API for one project, as its reference describes it, and its list of models. */
export class FakeOpenai {
	readonly #options: FakeOptions;
	#keys: Key[] = [];
	/** Whether keys of service accounts can be deleted one by one; before 2026 they went with their account alone. */
	deletesOneByOne = true;

	constructor(options: FakeOptions) {
		this.#options = options;
		// A project has other keys, too: of people, and of other service accounts.
		const person = { id: 'user-1', name: 'Ada', email: 'ada@example.com', created_at: 1, role: 'owner' };
		this.#add('Ada’s laptop', [], null, { type: 'user', user: person });
		this.#add('of another app', [], null, this.#account('svc_acct_other'));
	}

	readonly handle = (request: PlainRequest): PlainResponse => {
		const bearer = /^Bearer (\S+)$/.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
		if (request.path === '/v1/models' && request.method === 'GET') return this.#models(bearer);
		const at =
			/^\/v1\/organization\/projects\/([^/]+)\/(?:service_accounts\/([^/]+)\/)?api_keys(?:\/([^/]+))?$/;
		const [, project, account, id] = at.exec(request.path) ?? [];
		if (project === undefined)
			return this.#refuse(404, `Invalid URL (${request.method} ${request.path})`, null);
		if (bearer !== this.#options.admin) return this.#unknownKey(bearer);
		if (project !== PROJECT) return this.#refuse(404, `Project ${project} not found.`, null);
		const route = `${request.method}${account === undefined ? '' : ' account'}${id === undefined ? '' : ' one'}`;
		const routes: Readonly<Record<string, () => PlainResponse>> = {
			'POST account': () => this.#create(account ?? '', request.body),
			GET: () => this.#list(request.query),
			'DELETE one': () => this.#delete(id ?? ''),
		};
		return routes[route]?.() ?? this.#refuse(405, 'Not allowed to use that method here.', null);
	};

	/** A key that somebody makes on OpenAI's own page, for an app that calls itself by this name. */
	byHand(name: string, scopes: readonly string[], lifeS: number | null): { id: string; value: string } {
		return this.#add(name, scopes, lifeS, this.#account(ACCOUNT));
	}

	/** What a person does there when no program can. */
	deletedByHand(id: string): void {
		this.#keys = this.#keys.filter((each) => each.id !== id);
	}

	/** What OpenAI's own page shows a person of a key. */
	scopesOf(id: string): readonly string[] | null {
		const scopes = this.#keys.find((key) => key.id === id)?.scopes ?? [];
		return scopes.length === 0 ? null : [...scopes].sort();
	}

	#create(account: string, text: string): PlainResponse {
		const { name = '', scopes = [], expires_in_seconds: life = null } = parseJsonObject(text) ?? {};
		if (account !== ACCOUNT) return this.#refuse(404, `No such service account: ${account}`, null);
		const wrong = (scopes as string[]).find((scope) => !KNOWN.includes(scope));
		if (wrong !== undefined) return this.#refuse(400, `Invalid scope: ${wrong}`, 'invalid_scope');
		const seconds = life === null ? null : Number(life);
		if (seconds !== null && !(Number.isInteger(seconds) && seconds >= 1 && seconds <= LONGEST_LIFE_S))
			return this.#refuse(400, 'expires_in_seconds must be from 1 to 31536000', 'integer_out_of_range');
		const owner = this.#account(account);
		const key = this.#add(String(name), scopes as string[], seconds, owner);
		return this.#answer(200, {
			object: 'organization.project.service_account.api_key',
			id: key.id,
			name: key.name,
			value: key.value,
			created_at: key.createdS,
			expires_at: key.expiresS,
		});
	}

	#list({ limit = '20', after }: PlainRequest['query']): PlainResponse {
		const start = after === undefined ? 0 : this.#keys.findIndex(({ id }) => id === after) + 1;
		const data = this.#keys.slice(start, start + Math.min(Number(limit), 100)).map((key) => ({
			object: 'organization.project.api_key',
			id: key.id,
			name: key.name,
			redacted_value: `${key.value.slice(0, 14)}...${key.value.slice(-3)}`,
			created_at: key.createdS,
			expires_at: key.expiresS,
			last_used_at: null,
			owner_project_access: 'active',
			owner: key.owner,
		}));
		return this.#answer(200, {
			object: 'list',
			data,
			first_id: data[0]?.id ?? null,
			last_id: data.at(-1)?.id ?? null,
			has_more: start + data.length < this.#keys.length,
		});
	}

	#delete(id: string): PlainResponse {
		const key = this.#keys.find((each) => each.id === id);
		if (key === undefined) return this.#refuse(404, `API key ${id} not found.`, null);
		if (!this.deletesOneByOne)
			return this.#refuse(400, 'API key belongs to a service account. Delete the service account.', null);
		this.deletedByHand(id);
		return this.#answer(200, { object: 'organization.project.api_key.deleted', id, deleted: true });
	}

	#models(bearer: string): PlainResponse {
		const nowS = this.#options.now() / 1_000;
		const key = this.#keys.find(({ value }) => value === bearer);
		if (key === undefined || (key.expiresS !== null && key.expiresS <= nowS)) return this.#unknownKey(bearer);
		if (key.scopes.length > 0 && !key.scopes.some((scope) => LISTS_MODELS.includes(scope)))
			return this.#refuse(
				403,
				'You have insufficient permissions for this operation. Missing scopes: api.model.read. Check that you have the correct role in your organization.',
				null,
			);
		const model = { id: 'gpt-5', object: 'model', created: 1, owned_by: 'system' };
		return this.#answer(200, { object: 'list', data: [model] });
	}

	/** The real one repeats the ends of the key that it was shown. */
	#unknownKey(bearer: string): PlainResponse {
		const ends = `${bearer.slice(0, 8)}***${bearer.slice(-4)}`;
		return this.#refuse(401, `Incorrect API key provided: ${ends}.`, 'invalid_api_key');
	}

	#add(name: string, scopes: readonly string[], life: number | null, owner: Key['owner']): Key {
		const createdS = Math.floor(this.#options.now() / 1_000);
		const key = {
			id: `key_${toToken(this.#options.random(9))}`,
			name,
			value: `sk-svcacct-${toToken(this.#options.random(24))}`,
			owner,
			scopes,
			createdS,
			expiresS: life === null ? null : createdS + life,
		};
		this.#keys.push(key);
		return key;
	}

	#account(id: string): Key['owner'] {
		return { type: 'service_account', service_account: { id, name: id, created_at: 1, role: 'member' } };
	}

	#refuse(status: number, message: string, code: string | null): PlainResponse {
		return this.#answer(status, { error: { message, type: 'invalid_request_error', param: null, code } });
	}

	#answer(status: number, body: unknown): PlainResponse {
		return jsonResponse(status, body, { date: new Date(this.#options.now()).toUTCString() });
	}
}

/** The project with one service account, whose keys are asked for with scopes and an end. */
export const projectOf = (service: FakeOpenai, origin: string): Fake => ({
	handle: service.handle,
	settings: {
		serviceAccount: `${PROJECT}/${ACCOUNT}`,
		scopes: 'api.responses.write, api.model.read',
		expiresInDays: '30',
		address: `${origin}/v1`,
	},
	scopesOf: (id) => service.scopesOf(id),
});

export const fakeOpenai: OpenFake = (options) => projectOf(new FakeOpenai(options), options.origin);
