import { z } from 'zod';
import { KeyturnError, type ErrorCode } from '../errors';
import { bearer, failure, read, send } from '../http';
import { baseAddress } from '../names';
import type { HttpResponse } from '../ports';
import { Secret } from '../secret';
import type { Listed, ProviderDriver, Restrictions, Verdict } from './provider';
import {
	KEY_ID,
	adminOf,
	everyPage,
	evidence,
	jsonOf,
	lifetime,
	restrictionsFrom,
	setting,
} from './settings';

const PAGE = 100;
/** The longest life that OpenAI gives a key, in seconds: 365 days. */
const LONGEST_LIFE_S = 31_536_000;
const ACCOUNT = 'Project and Service Account';

/** Seconds since 1970. */
const time = z.number().int().nonnegative().max(100_000_000_000);
const made = z.object({
	id: z.string().regex(KEY_ID),
	created_at: time,
	expires_at: time.nullish(),
	value: z.string(),
});
const key = made.omit({ value: true }).extend({
	name: z.string().max(10_000).nullish(),
	owner: z.object({ service_account: z.object({ id: z.string().max(200) }).nullish() }).nullish(),
});
const keys = z.object({
	data: z.array(key).max(1_000),
	has_more: z.boolean(),
	last_id: z.string().max(200).nullish(),
});
const models = z.object({ object: z.literal('list'), data: z.array(z.object({ id: z.string() })) });
const refusal = z.object({
	error: z.object({ message: z.string(), code: z.string().max(200).nullish() }),
});

/**
 * API keys of one service account in one project. OpenAI tells of a key when it was made and when it ends, and never
 * its scopes.
 * Source: https://platform.openai.com/docs/api-reference/project-service-accounts, project-api-keys and models.
 */
export const openai: ProviderDriver<'serviceAccount' | 'scopes' | 'expiresInDays' | 'address'> = {
	id: 'openai',
	title: 'OpenAI',
	docs: 'https://platform.openai.com/docs/api-reference/project-api-keys',
	made: 'by Keyturn',
	keyClass: 'C',
	limit: null,
	promises: {
		listsByName: true,
		uniqueNames: false,
		scopes: 'not told',
		expires: true,
		disable: false,
		identity: false,
	},
	rights: 'An admin key of the organization that may read and write project API keys',
	deadAnswer: '401 with the code invalid_api_key',
	fields: [
		{
			name: 'serviceAccount',
			label: ACCOUNT,
			help: 'The IDs of the project and of the service account in it, one service account for each app',
			placeholder: 'e.g. proj_8Zq2/svc_acct_4Hv1',
			id: true,
		},
		{
			name: 'scopes',
			label: 'Scopes',
			help: 'What each key may do, since OpenAI does not tell what the key in use may; the word all for everything that the service account may',
			placeholder: 'e.g. api.responses.write, api.model.read',
		},
		{
			name: 'expiresInDays',
			label: 'Expires After (Days)',
			help: 'How long a key lives when the one before has no end, at most 365; it is rotated before',
			default: '180',
		},
		{
			name: 'address',
			label: 'Address',
			help: 'Where the API is, for a proxy of your own',
			default: 'https://api.openai.com/v1',
		},
	],
	initial(settings) {
		const { scopes, lifetimeSeconds } = restrictionsFrom(settings);
		// To OpenAI no scopes mean all of them, so that has to be said in a word.
		if (scopes === null)
			throw new KeyturnError('BAD_INPUT', 'Scopes', 'it is empty, which OpenAI takes for all permissions', {
				next: 'Name what the key may do, or write the word all if it may do everything.',
			});
		if (lifetimeSeconds === null || lifetimeSeconds > LONGEST_LIFE_S)
			throw new KeyturnError('BAD_INPUT', 'Expires After (Days)', 'use whole days from 1 to 365');
		return { scopes: scopes.join() === 'all' ? null : scopes, lifetimeSeconds };
	},

	audited(settings) {
		const { project, account } = placeOf(setting(settings, 'serviceAccount', ACCOUNT));
		return { source: 'openai', targets: [account, project] };
	},

	open(settings, adminKey, host) {
		const base = baseAddress(setting(settings, 'address', 'Address'), 'Address');
		const { project, account } = placeOf(setting(settings, 'serviceAccount', ACCOUNT));
		const admin = adminOf(adminKey, 'OpenAI');
		const { origin } = new URL(base);
		const call = (what: string, method: 'GET' | 'POST' | 'DELETE', path: string, json?: unknown) =>
			send(host, {
				where: `OpenAI (${what})`,
				method,
				url: `${base}/organization/projects/${project}/${path}`,
				headers: { authorization: bearer(admin) },
				...(json === undefined ? {} : { json }),
			});
		const unsupported = () => Promise.reject(new Error('OpenAI cannot disable a key'));

		return {
			adminOrigin: origin,
			probeOrigin: origin,
			async create(name, { scopes, lifetimeSeconds }, origins) {
				if (scopes?.length === 0)
					throw new KeyturnError('BAD_INPUT', 'Scopes', 'OpenAI has no key that may do nothing');
				const response = await call('create', 'POST', `service_accounts/${account}/api_keys`, {
					name,
					...(scopes === null ? {} : { scopes }),
					expires_in_seconds: Math.min(lifetimeSeconds ?? LONGEST_LIFE_S, LONGEST_LIFE_S),
				});
				refuse(response, 'OpenAI (create)', AT_CREATE);
				if (response.status !== 200) throw failure(response, 'OpenAI (create)');
				const { id, value, ...times } = read(response, made, 'OpenAI (create)');
				return { id, value: new Secret(value, `new key ${id}`, origins), restrictions: lifeOf(times) };
			},
			list: () =>
				everyPage(host.clock, 'OpenAI (list)', async (last) => {
					const after = last === null ? '' : `&after=${encodeURIComponent(last)}`;
					// Without `any`, keys whose owner has lost the project would be left out and go on working.
					const query = `limit=${String(PAGE)}&owner_project_access=any${after}`;
					const response = await call('list', 'GET', `api_keys?${query}`);
					refuse(response, 'OpenAI (list)', AT_LIST);
					if (response.status !== 200) throw failure(response, 'OpenAI (list)');
					const { data, has_more: more, last_id: next } = read(response, keys, 'OpenAI (list)');
					if (more && (next == null || next === ''))
						throw new KeyturnError('UNEXPECTED_ANSWER', 'OpenAI (list)', 'the list breaks off');
					const own = data.filter(({ owner }) => owner?.service_account?.id === account);
					return { items: own.map(listed), next: more ? (next ?? null) : null };
				}),
			disable: unsupported,
			enable: unsupported,
			async revoke(id) {
				const response = await call('revoke', 'DELETE', `api_keys/${encodeURIComponent(id)}`);
				refuse(response, 'OpenAI (revoke)', AT_REVOKE);
				if (response.status !== 200 && response.status !== 404) throw failure(response, 'OpenAI (revoke)');
				return evidence(response);
			},
			async probe(value) {
				const response = await send(host, {
					where: 'OpenAI (probe)',
					method: 'GET',
					url: `${base}/models`,
					headers: { authorization: bearer(value) },
				});
				return { verdict: verdictOf(response), keyId: null, answer: evidence(response) };
			},
		};
	},
};

function placeOf(text: string): { project: string; account: string } {
	const [project = '', account = '', ...more] = text.split('/');
	if (!KEY_ID.test(project) || !KEY_ID.test(account) || more.length > 0)
		throw new KeyturnError(
			'BAD_INPUT',
			ACCOUNT,
			'write the ID of the project, a slash, and the ID of the service account',
		);
	return { project, account };
}

const lifeOf = ({
	created_at: from,
	expires_at: to,
}: Omit<z.output<typeof made>, 'id' | 'value'>): Restrictions => ({
	scopes: null,
	lifetimeSeconds: lifetime('OpenAI', from * 1_000, to == null ? null : to * 1_000),
});

const listed = ({ id, name, expires_at, ...rest }: z.output<typeof key>): Listed => ({
	id,
	name: name ?? '',
	restrictions: lifeOf({ expires_at, ...rest }),
	expiresAt: expires_at == null ? null : expires_at * 1_000,
});

type Words = readonly [status: number, code: ErrorCode, what: string, next: string];

const AT_CREATE: readonly Words[] = [
	[
		400,
		'BAD_INPUT',
		'it refuses the scopes or the length of life (400). No key was made',
		'Compare Scopes and Expires After (Days) with what OpenAI’s own page offers for this project. Then roll back, and register the key again.',
	],
	[
		404,
		'BAD_INPUT',
		'it knows no such service account in this project, or does not make keys for one (404). No key was made',
		'Compare Project and Service Account with OpenAI’s own page. Then roll back, and register the key again.',
	],
];
const AT_LIST: readonly Words[] = [
	[
		404,
		'BAD_INPUT',
		'it knows no such project (404)',
		'Compare Project and Service Account with OpenAI’s own page.',
	],
];
const AT_REVOKE: readonly Words[] = [
	[
		400,
		'NEEDS_HUMAN',
		'it does not let a program delete this key of a service account (400)',
		'Delete the old key on OpenAI’s own page, under API keys of the project. The next run proves that it is dead.',
	],
];

/** Throws for what OpenAI itself refuses, in our words: its own may repeat a part of the key. */
function refuse(response: HttpResponse, where: string, words: readonly Words[]): void {
	const { status } = response;
	const [, code, what, next] = words.find(([each]) => each === status) ?? [];
	if (code === undefined || what === undefined || next === undefined) return;
	if (refusal.safeParse(jsonOf(response)).success)
		throw new KeyturnError(code, where, what, { status, next });
}

/** What OpenAI says only after it has recognised the key: its money is spent, or it may not list models. */
const SPENT = new Set([
	'insufficient_quota',
	'credit_balance_exhausted',
	'project_spend_limit_exceeded',
	'organization_spend_limit_exceeded',
	'organization_usage_limit_exceeded',
]);
const LACKS_SCOPE = /^You have insufficient permissions for this operation\. Missing scopes: /;

/** A missing scope comes as 403 or as 401, mostly without a code: a status alone says nothing of a key. */
function verdictOf(response: HttpResponse): Verdict {
	const { status } = response;
	const json = jsonOf(response);
	if (status === 200) return models.safeParse(json).success ? 'alive' : 'unknown';
	const said = refusal.safeParse(json);
	if (!said.success) return 'unknown';
	const { message, code } = said.data.error;
	if (status === 429) return SPENT.has(code ?? '') ? 'alive' : 'unknown';
	if (status === 401 && code === 'invalid_api_key') return 'dead';
	const lacks = code === 'insufficient_permissions' || LACKS_SCOPE.test(message);
	return (status === 401 || status === 403) && lacks ? 'alive' : 'unknown';
}
