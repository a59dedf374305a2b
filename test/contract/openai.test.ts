import { openai } from '../../core/providers/openai';
import { Secret } from '../../core/secret';
import { FakeOpenai, PROJECT, projectOf } from '../fakes/providers/openai';
import { subjectOf } from './provider-subjects';
import { refusal } from './provider-suite';
import { KEY, Whole } from './whole';

const DAY_S = 86_400;

/** The driver before its fake, with what only OpenAI does within reach. */
function begin() {
	let fake: FakeOpenai | undefined;
	const subject = subjectOf(openai, (options) => projectOf((fake = new FakeOpenai(options)), options.origin));
	const provider = openai.open(subject.settings, subject.admin, subject.host);
	return { fake: fake!, subject, provider };
}

describe('OpenAI: what the list of models says of a key', () => {
	const models = { object: 'list', data: [{ id: 'gpt-5', object: 'model' }] };
	const error = (code: string | null, message = 'Something else.') => ({
		error: { message, type: 'invalid_request_error', param: null, code },
	});
	const lacks =
		'You have insufficient permissions for this operation. Missing scopes: api.model.read. Check …';

	it.each([
		['the models', 200, models, 'alive'],
		['no models at all', 200, { ...models, data: [] }, 'alive'],
		['a page of something else', 200, { object: 'page', data: [] }, 'unknown'],
		['an unknown key', 401, error('invalid_api_key'), 'dead'],
		['an unknown key, as 403', 403, error('invalid_api_key'), 'unknown'],
		['a closed account', 401, error('account_deactivated'), 'unknown'],
		['an address that is not allowed', 401, error('ip_not_authorized'), 'unknown'],
		['401 without a code', 401, error(null), 'unknown'],
		['a missing scope, as 403', 403, error(null, lacks), 'alive'],
		['a missing scope, as 401', 401, error(null, lacks), 'alive'],
		['a missing scope, with its code', 403, error('insufficient_permissions'), 'alive'],
		['a missing scope, as 500', 500, error(null, lacks), 'unknown'],
		['a country that is not served', 403, error('unsupported_country_region_territory'), 'unknown'],
		['words about scopes that are not its own', 403, error(null, `Proxy: ${lacks}`), 'unknown'],
		['the words of a missing scope in no form of its own', 403, { message: lacks }, 'unknown'],
		['the money of the project is spent', 429, error('project_spend_limit_exceeded'), 'alive'],
		['the money is spent', 429, error('insufficient_quota'), 'alive'],
		['too many requests', 429, error('rate_limit_exceeded'), 'unknown'],
		['the money is spent, as 200', 200, error('insufficient_quota'), 'unknown'],
	])('%s, %i', async (_what, status, body, verdict) => {
		const { provider, subject } = begin();
		subject.host.between = () => ({ status, headers: {}, body: JSON.stringify(body) });
		const seen = await provider.probe(new Secret('sk-svcacct-1', 'x', [subject.origin]));
		expect(seen).toMatchObject({ verdict, keyId: null, answer: { status } });
	});

	it('a key that may not list models is told from one that is dead', async () => {
		const { fake, provider, subject } = begin();
		const { id, value } = fake.byHand('a', ['api.responses.write'], null);
		const key = new Secret(value, 'x', [subject.origin]);
		expect((await provider.probe(key)).verdict).toBe('alive');
		await provider.revoke(id);
		expect((await provider.probe(key)).verdict).toBe('dead');
	});
});

describe('OpenAI: what is asked for', () => {
	it.each([
		['no scopes', { scopes: ' ' }, 'all permissions'],
		['no end', { expiresInDays: '' }, '1 to 365'],
		['an end too far', { expiresInDays: '366' }, '1 to 365'],
	])('%s is refused before anything is asked', (_what, more, words) => {
		const { subject } = begin();
		expect(() => openai.initial({ ...subject.settings, ...more })).toThrow(words);
	});

	it.each([
		'proj_1',
		'proj_1/',
		'/svc_1',
		'proj_1/svc_1/more',
		'../svc_1',
		'proj_1/..',
		'proj 1/svc_1',
		'a?/b',
	])('%j is no project and service account', async (serviceAccount) => {
		const { subject } = begin();
		const { settings, admin, host } = subject;
		const error = await refusal(() => openai.open({ ...settings, serviceAccount }, admin, host));
		expect(error).toMatchObject({ code: 'BAD_INPUT', where: 'Project and Service Account' });
		expect(host.sent).toEqual([]);
	});

	it('all permissions are asked for by the word all, and by nothing else', async () => {
		const { fake, provider, subject } = begin();
		const all = openai.initial({ ...subject.settings, scopes: 'all' });
		expect(fake.scopesOf((await provider.create('kt-a-1.1.0', all, [])).id)).toBeNull();
		const some = openai.initial(subject.settings);
		expect(fake.scopesOf((await provider.create('kt-a-1.1.1', some, [])).id)).toEqual([
			'api.model.read',
			'api.responses.write',
		]);
	});

	it('a key always has an end, at most the longest that OpenAI gives', async () => {
		const { provider } = begin();
		for (const lifetimeSeconds of [null, 500 * DAY_S]) {
			const { restrictions } = await provider.create('kt-a', { scopes: null, lifetimeSeconds }, []);
			expect(restrictions.lifetimeSeconds).toBe(365 * DAY_S);
		}
	});

	it('keys of people and of other service accounts are not seen', async () => {
		const { provider, subject, fake } = begin();
		const { id } = fake.byHand('ours', [], null);
		expect((await provider.list()).map((each) => each.id)).toEqual([id]);
		expect(subject.host.sent).toHaveLength(1);
	});

	it('a project or a service account that is not there is told in words', async () => {
		const { subject } = begin();
		const { settings, admin, host } = subject;
		const at = (serviceAccount: string) => openai.open({ ...settings, serviceAccount }, admin, host);
		const project = await refusal(() => at('proj_none/svc_1').list());
		const account = await refusal(() =>
			at(`${PROJECT}/svc_none`).create('kt-a', openai.initial(settings), []),
		);
		expect([project.code, account.code]).toEqual(['BAD_INPUT', 'BAD_INPUT']);
		expect(project.message).toContain('no such project');
		expect(account.message).toContain('no such service account');
		for (const { next } of [project, account]) expect(next).toContain('Compare Project and Service Account');
	});

	it('a list that breaks off is no list', async () => {
		const { provider, subject } = begin();
		subject.host.between = () => ({
			status: 200,
			headers: {},
			body: JSON.stringify({ object: 'list', data: [], has_more: true, last_id: null }),
		});
		expect((await refusal(() => provider.list())).code).toBe('UNEXPECTED_ANSWER');
	});
});

describe('OpenAI: whole rotations', () => {
	function adopted(scopes: readonly string[] = [], lifeS: number | null = null) {
		const begun = begin();
		const old = begun.fake.byHand('made on the page', scopes, lifeS);
		return { ...begun, old, whole: new Whole(begun.subject) };
	}

	it('a key with all permissions and no end is followed by one with the registered scopes and an end', async () => {
		const { fake, whole, old } = adopted();
		const keyturn = await whole.register(old);
		const { keyId, dueAt } = await whole.until(keyturn, 'up to date');
		expect(fake.scopesOf(keyId!)).toEqual(['api.model.read', 'api.responses.write']);
		const [listed, ...more] = await whole.provider.list();
		expect([listed?.id, more]).toEqual([keyId, []]);
		expect(listed?.restrictions.lifetimeSeconds).toBe(30 * DAY_S);
		// The cadence is 90 days: the key would be dead by then.
		expect(Date.parse(dueAt)).toBeLessThan(listed!.expiresAt! - 2 * DAY_S * 1_000);
	});

	it('a key with a short life is followed by one that lives no longer', async () => {
		const { whole, old } = adopted([], 10 * DAY_S);
		const keyturn = await whole.register(old);
		await whole.until(keyturn, 'up to date');
		const [listed] = await whole.provider.list();
		expect(listed?.restrictions.lifetimeSeconds).toBe(10 * DAY_S);
	});

	it('the dry run says where the scopes come from and which key a person says it is', async () => {
		const { whole, old } = adopted();
		const form = await whole.prepare(old);
		const keyturn = await whole.open();
		const told = await keyturn.registerDryRun(form);
		expect(told.steps[0]).toContain('the scopes that were registered');
		expect(told.warnings.join()).toContain(`Key ID ${old.id} is the key called “made on the page”`);
		const nobody = await keyturn.registerDryRun({ ...form, keyId: '' });
		expect(nobody).toMatchObject({ possible: false });
		expect(nobody.next).toContain('Key ID');
		expect((await whole.provider.list()).map(({ id }) => id)).toEqual([old.id]);
	});

	it('scopes that OpenAI refuses are told in words at each run, and no key is made', async () => {
		const { whole, old, subject } = adopted();
		const providerSettings = { ...subject.settings, scopes: 'api.no-such.scope' };
		const keyturn = await whole.register(old, { providerSettings });
		for (let run = 0; run < 5; run++) {
			const error = await refusal(() => keyturn.rotate(KEY));
			expect(error.message).toContain('refuses the scopes');
			expect(error.next).toContain('Compare Scopes');
			expect((await keyturn.status(KEY)).sentence).toBe(error.message);
			subject.host.time.pass(DAY_S * 1_000);
		}
		expect((await whole.provider.list()).map(({ id }) => id)).toEqual([old.id]);
		expect(await whole.verdictOf(old.value)).toBe('alive');
	});

	it('where a program may not delete the key, a person is told to, and its death is proved then', async () => {
		const { fake, whole, old, subject } = adopted();
		fake.deletesOneByOne = false;
		const keyturn = await whole.register(old);
		await whole.until(keyturn, 'waiting');
		subject.host.time.pass(2 * DAY_S * 1_000);
		for (let run = 0; run < 3; run++) {
			const error = await refusal(() => keyturn.rotate(KEY));
			expect(error.code).toBe('NEEDS_HUMAN');
			expect(error.next).toContain('Delete the old key on OpenAI’s own page');
			expect(await keyturn.status(KEY)).toMatchObject({ sentence: error.message, notProvedDead: 1 });
			subject.host.time.pass(DAY_S * 1_000);
		}
		expect(await whole.verdictOf(old.value)).toBe('alive');
		fake.deletedByHand(old.id);
		const done = await whole.until(keyturn, 'up to date');
		expect(done).toMatchObject({ light: 'green', notProvedDead: 0 });
		expect(done.proof).toContain('refuses the old key');
	});
});
