import { randomBytes } from 'node:crypto';
import { openai } from '../../core/providers/openai';
import type { Provider, Restrictions } from '../../core/providers/provider';
import { Secret } from '../../core/secret';
import type { HttpResponse } from '../../core/ports';
import type { PlainHandler, PlainRequest } from '../../demo/http/plain';
import { fakeHost, VirtualTime } from '../fakes/host';
import { ACCOUNT, FakeOpenai, PROJECT, projectOf } from '../fakes/providers/openai';
import { Specification, specificationAt, type Newer } from './specification';

const ORIGIN = 'https://api.openai.test';
const ADMIN = 'sk-admin-of-the-test';
const PLACE = '/organization/projects/{project_id}';
const OPERATIONS = {
	create: `POST ${PLACE}/service_accounts/{service_account_id}/api_keys`,
	list: `GET ${PLACE}/api_keys`,
	revoke: `DELETE ${PLACE}/api_keys/{api_key_id}`,
	probe: 'GET /models',
} as const;

/** In the vendor's SDK 7.57.0 and not in its specification of August 2026; the SDK's own requests are compared as well. */
const NEWER = {
	CreateProjectServiceAccountApiKeyBody: {
		expires_in_seconds: { type: ['integer', 'null'], minimum: 1, maximum: 31_536_000 },
	},
	ServiceAccountApiKeyBody: { expires_at: { type: ['integer', 'null'] } },
	ProjectApiKey: { expires_at: { type: ['integer', 'null'] } },
};

/** Changes what the judge sees of a request, and what comes back of an answer. */
interface Edit {
	readonly request?: (sent: PlainRequest) => PlainRequest;
	readonly response?: (answer: HttpResponse) => HttpResponse;
}
const asIs = <Any>(value: Any): Any => value;

const file = specificationAt('slice.openai.json');
const given = file === null ? describe.skip : describe;
if (file === null) process.stdout.write('skipped: ../shared/data/specs/slice.openai.json is not there\n');

given('OpenAI’s specification', () => {
	const judged = (newer: Newer) => new Specification(file ?? '', '/v1', 'ErrorResponse', newer);
	let judge: Specification;
	beforeAll(() => {
		judge = judged(NEWER);
	});
	type Seen = ReturnType<Specification['judge']> & { request: PlainRequest; response: HttpResponse };
	let seen: Seen[];

	/** The driver before the fake, with every exchange judged; `edit` spoils some. */
	function begin({ request: spoil = asIs, response: distort = asIs }: Edit = {}) {
		seen = [];
		const time = new VirtualTime();
		const options = { now: () => time.now, random: randomBytes, origin: ORIGIN, admin: ADMIN };
		const fake = new FakeOpenai(options);
		const watched: PlainHandler = (sent) => {
			const [request, response] = [spoil(sent), distort(fake.handle(sent))];
			seen.push({ ...judge.judge(request, response), request, response });
			return response;
		};
		const host = fakeHost({ time, services: { [ORIGIN]: watched } });
		const admin = new Secret(ADMIN, 'admin', [ORIGIN]);
		const { settings } = projectOf(fake, ORIGIN);
		return { fake, settings, host, provider: openai.open(settings, admin, host) };
	}

	/** Everything that the driver can ask for, with all that may come back; where that is spoilt, it gives up and goes on. */
	async function everything(edit: Edit = {}): Promise<void> {
		const { fake, provider, settings, host } = begin(edit);
		const none = { id: 'key_none', value: new Secret('sk-none', 'none', [ORIGIN]) };
		const make = (at: Provider, name: string, more: Partial<Restrictions> = {}) =>
			at.create(name, { ...openai.initial(settings), ...more }, [ORIGIN]).catch(() => none);
		const attempt = (run: Promise<unknown>) => run.catch(() => null);
		const at = (serviceAccount: string, admin: string) =>
			openai.open({ ...settings, serviceAccount }, new Secret(admin, 'admin', [ORIGIN]), host);

		const key = await make(provider, 'kt-a-1.1.0');
		const blind = await make(provider, 'kt-a-1.1.1', { scopes: ['api.responses.write'] });
		await make(provider, 'kt-a-1.1.2', { scopes: null, lifetimeSeconds: null });
		await make(provider, 'kt-a-1.1.3', { scopes: ['api.no-such.scope'] });
		await make(at(`${PROJECT}/svc_acct_none`, ADMIN), 'kt-a-1.1.4');
		for (let more = 0; more < 110; more++) await make(provider, `kt-b-${more}`);
		await attempt(provider.list());
		await attempt(at(`${PROJECT}/${ACCOUNT}`, 'sk-stranger').list());
		for (const { value } of [key, blind, none]) await attempt(provider.probe(value));
		fake.deletesOneByOne = false;
		await attempt(provider.revoke(key.id));
		fake.deletesOneByOne = true;
		for (const { id } of [key, none]) await attempt(provider.revoke(id));
		await attempt(provider.probe(key.value));
	}

	it('allows every request of the driver and every answer of the fake', async () => {
		await everything();
		expect(seen.flatMap(({ operation, faults }) => faults.map((fault) => `${operation}: ${fault}`))).toEqual(
			[],
		);
		const answered = new Set(seen.map(({ operation, response }) => `${operation} → ${response.status}`));
		expect([...answered].sort()).toEqual(
			[
				...[200, 400, 404].map((status) => `${OPERATIONS.create} → ${status}`),
				...[200, 401].map((status) => `${OPERATIONS.list} → ${status}`),
				...[200, 400, 404].map((status) => `${OPERATIONS.revoke} → ${status}`),
				...[200, 401, 403].map((status) => `${OPERATIONS.probe} → ${status}`),
			].sort(),
		);
		expect(seen.filter(({ request }) => 'after' in request.query).length).toBeGreaterThan(0);
	});

	/** One spoilt request and one spoilt answer for each operation, to show that the judge sees it. */
	const spoilt: ReadonlyArray<readonly [keyof typeof OPERATIONS, RegExp, Edit]> = [
		['create', /scopes must be array/, { request: inBody('scopes', 'api.model.read') }],
		['create', /additional properties/, { request: inBody('scope', ['api.model.read']) }],
		['create', /expires_in_seconds must be integer/, { request: inBody('expires_in_seconds', '30') }],
		['create', /must have required property 'value'/, { response: inBody('value', undefined) }],
		['list', /owner_project_access/, { request: inQuery('owner_project_access', 'everything') }],
		['list', /limit: .*integer/, { request: inQuery('limit', 'many') }],
		['list', /cursor is no parameter/, { request: inQuery('cursor', 'key_1') }],
		['list', /has_more must be boolean/, { response: inBody('has_more', 'yes') }],
		['revoke', /a body where there is none/, { request: (sent) => ({ ...sent, body: '{}' }) }],
		['revoke', /deleted must be boolean/, { response: inBody('deleted', 'yes') }],
		['probe', /all is no parameter/, { request: inQuery('all', 'true') }],
		['probe', /data must be array/, { response: inBody('data', {}) }],
	];

	it.each(spoilt)('sees a spoilt %s: %s', async (operation, fault, edit) => {
		await everything(edit);
		const faults = seen
			.filter((each) => each.operation === OPERATIONS[operation])
			.flatMap((each) => each.faults);
		expect(faults.join('\n')).toMatch(fault);
	});

	it('has a spoilt request and a spoilt answer for every operation that the driver uses', () => {
		for (const operation of Object.keys(OPERATIONS))
			for (const side of ['request', 'response'])
				expect(spoilt.some(([name, , edit]) => name === operation && side in edit)).toBe(true);
	});

	it('refuses an operation, a path and a status that it does not list', () => {
		const request = (method: string, path: string) => ({ method, path, query: {}, headers: {}, body: '' });
		const answer = (status: number) => ({ status, headers: {}, body: '{"object":"list","data":[]}' });
		const faults = (...exchange: Parameters<Specification['judge']>) => judge.judge(...exchange).faults;
		expect(faults(request('GET', '/v1/models'), answer(200))).toEqual([]);
		expect(faults(request('GET', '/v1/models'), answer(201)).join()).toContain('no answer 201 is listed');
		expect(faults(request('GET', '/v1/models'), answer(403)).join()).toContain("required property 'error'");
		for (const [method, path] of [
			['PATCH', '/v1/models'],
			['GET', '/models'],
			['GET', '/v1/models/gpt-5'],
			['PUT', `/v1/organization/projects/p/service_accounts/${ACCOUNT}/api_keys`],
		] as const)
			expect(faults(request(method, path), answer(200)).join()).toContain('is no operation');
	});

	it('throws for a schema that does not compile', () => {
		const broken = { ProjectApiKey: { expires_at: { $ref: '#/components/schemas/NoSuchSchema' } } };
		const other = judged(broken);
		const request = {
			method: 'GET',
			path: '/v1/organization/projects/p/api_keys',
			query: {},
			headers: {},
			body: '',
		};
		expect(() => other.judge(request, { status: 200, headers: {}, body: '{}' })).toThrow(/NoSuchSchema/);
	});
});

/** Sets one member of a JSON body where there is one; undefined takes it away. */
function inBody(name: string, value: unknown) {
	return <Message extends { readonly body: string }>(message: Message): Message =>
		message.body.startsWith('{') && !message.body.startsWith('{"error"')
			? { ...message, body: JSON.stringify({ ...JSON.parse(message.body), [name]: value }) }
			: message;
}

function inQuery(name: string, value: string) {
	return (message: PlainRequest): PlainRequest => ({
		...message,
		query: { ...message.query, [name]: value },
	});
}
