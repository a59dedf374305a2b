import type { HttpResponse } from '../../../core/ports';
import type { PlainHandler, PlainRequest } from '../../../demo/http/plain';

/** What a lie may be made of: values and ids that really exist in the scene. */
export interface Known {
	readonly ids: readonly string[];
	readonly values: readonly string[];
}

type Chance = () => number;
type Lie = (request: PlainRequest, service: PlainHandler, known: Known, chance: Chance) => HttpResponse;
type Json = Record<string, unknown>;

const pick = <Item>(items: readonly Item[], chance: Chance): Item =>
	items[Math.floor(chance() * items.length)]!;
const YEAR = '31536000';
const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
const huge = 'x'.repeat(9 * 1024 * 1024);
const badIds = [
	'../../keys/1',
	'..',
	'',
	'__proto__',
	'constructor',
	'a/b',
	'%2e%2e',
	'?x',
	'#',
	'x'.repeat(5_000),
	'\u0000',
	'🔑',
	'-',
	'a b',
];
const badValues = ['', ' ', '\n', 'two\nlines', 'tab\t', '\u0000', '[secret]', 'null', 'x'.repeat(100_000)];
const statuses = [
	200, 201, 202, 204, 206, 301, 302, 307, 308, 400, 401, 402, 403, 404, 405, 408, 409, 410, 418, 422, 425,
	429, 451, 500, 501, 502, 503, 504, 599,
];
const bodies = [
	'',
	'null',
	'true',
	'0',
	'"text"',
	'[]',
	'{}',
	'{"keys":[]}',
	'{"keys":null,"next":null}',
	'{"error":"invalid_key"}',
	'{"code":"limit_reached"}',
	'{"code":"name_taken"}',
	'<html>',
	deep,
	'{"__proto__":{"keyId":"x"}}',
	'\ufeff{}',
	'{"keyId":"key_x"}',
];

const say = (status: number, body: unknown, headers: Record<string, string> = {}): HttpResponse => ({
	status,
	headers: { date: new Date(0).toUTCString(), ...headers },
	body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** The key that was presented and all that was sent, in every place where an answer can hold a text. */
function echo(request: PlainRequest, chance: Chance): HttpResponse {
	const all = `${request.headers['authorization'] ?? ''} ${request.body} ${request.path}`;
	const body = {
		error: all,
		code: all,
		message: all,
		id: all,
		name: all,
		keyId: all,
		value: all,
		scopes: [all],
		createdAt: all,
		expiresAt: all,
		keys: [{ id: all, name: all }],
		next: all,
		[all]: all,
	};
	return say(pick(statuses, chance), body, {
		'retry-after': all,
		location: all,
		'x-echo': all,
		'content-type': all,
	});
}

/** Lets the service work, then changes what it says. */
const edit =
	(change: (body: Json, known: Known, chance: Chance) => unknown): Lie =>
	(request, service, known, chance) => {
		const answer = service(request);
		try {
			return { ...answer, body: JSON.stringify(change(JSON.parse(answer.body) as Json, known, chance)) };
		} catch {
			return answer;
		}
	};

/** A secret that a provider has seen: its admin credential, or a value that it made. */
const seenBy = ({ values }: Known, chance: Chance): string =>
	pick(
		values.filter((value, at) => at === 0 || value.startsWith('dpk_')),
		chance,
	);

const eachKey = (body: Json, change: (key: Json) => Json): Json => ({
	...change(body),
	...(Array.isArray(body['keys']) ? { keys: (body['keys'] as Json[]).map(change) } : {}),
});

/** The ways in which an answer can be hostile; each with its name, so that a test can count them. */
export const lies: Readonly<Record<string, Lie>> = {
	'lost after the effect': (request, service) => ({ ...service(request), status: 0 }),
	'lost before the effect': () => say(0, ''),
	'another status after the effect': (request, service, _known, chance) => ({
		...service(request),
		status: pick(statuses, chance),
	}),
	'another status instead': (_request, _service, _known, chance) =>
		say(pick(statuses, chance), pick(bodies, chance)),
	'wait a year': (_request, _service, _known, chance) =>
		say(pick([429, 503], chance), '{}', {
			'retry-after': pick([YEAR, '-1', 'x', '1e309', 'Wed, 21 Oct 2099 07:28:00 GMT'], chance),
		}),
	'a redirect': (_request, _service, _known, chance) =>
		say(pick([301, 302, 303, 307, 308], chance), '', { location: 'https://evil.test/' }),
	'100 MB': () => say(200, huge),
	'nesting 10,000 deep': (_request, _service, _known, chance) => say(pick([200, 201, 401], chance), deep),
	'what was sent, everywhere': (request, _service, _known, chance) => echo(request, chance),
	'what was sent, after the effect': (request, service, _known, chance) => {
		service(request);
		return echo(request, chance);
	},
	'an id that leads elsewhere': edit((body, _known, chance) =>
		eachKey(body, (key) => ({ ...key, id: pick(badIds, chance), keyId: pick(badIds, chance) })),
	),
	'the id of another key': edit((body, known, chance) =>
		eachKey(body, (key) => ({ ...key, id: pick(known.ids, chance), keyId: pick(known.ids, chance) })),
	),
	'a value that is none': edit((body, _known, chance) => ({ ...body, value: pick(badValues, chance) })),
	'a value that is another’s': edit((body, known, chance) => ({
		...body,
		value: pick(known.values, chance),
	})),
	'a name of a later rotation': edit((body) =>
		eachKey(body, (key) => ({ ...key, name: String(key['name']).replace(/-\d+\.\d+/, '-99.99') })),
	),
	'rights to everything': edit((body) =>
		eachKey(body, (key) => ({ ...key, scopes: ['*'], expiresAt: null })),
	),
	'a list without an end': edit((body, _known, chance) => ({ ...body, next: `c${chance()}` })),
	'a list that repeats its place': edit((body) => ({ ...body, next: 'again' })),
	'a list with everything twice': edit((body) => ({
		...body,
		keys: [
			...((body['keys'] as unknown[] | undefined) ?? []),
			...((body['keys'] as unknown[] | undefined) ?? []),
		],
	})),
	'a list of nothing': edit((body) => ({ ...body, keys: [] })),
	'values in the list': edit((body, known, chance) =>
		eachKey(body, (key) => ({
			...key,
			value: pick(known.values, chance),
			secret: pick(known.values, chance),
		})),
	),
	'a secret as an id': edit((body, known, chance) => {
		const id = seenBy(known, chance);
		return eachKey(body, (key) => ({ ...key, id, keyId: id }));
	}),
	'the new value as its id': edit((body) => ({ ...body, id: body['value'] ?? body['id'] })),
	'a secret as a name': edit((body, known, chance) =>
		eachKey(body, (key) => ({ ...key, name: `${String(key['name'])} ${seenBy(known, chance)}` })),
	),
	'a secret as a scope': edit((body, known, chance) =>
		eachKey(body, (key) => ({ ...key, scopes: ['work', seenBy(known, chance)] })),
	),
	__proto__: (_request, _service, known, chance) =>
		say(
			200,
			`{"__proto__":{"keyId":"${pick(known.ids, chance)}"},"constructor":{"prototype":{"polluted":true}}}`,
		),
	'alive, whatever is presented': (_request, _service, known, chance) =>
		say(200, { keyId: pick(known.ids, chance) }),
	'dead, whatever is presented': () => say(401, { error: 'invalid_key' }),
};

export const lieNames = Object.keys(lies);
