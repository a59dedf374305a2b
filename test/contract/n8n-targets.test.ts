import { Secret } from '../../core/secret';
import { n8nCredential } from '../../core/targets/n8n-credential';
import { n8nVaultCredential } from '../../core/targets/n8n-vault-credential';
import { jsonResponse, type PlainHandler } from '../../demo/http/plain';
import { fakeHost } from '../fakes/host';
import { FakeN8n } from '../fakes/targets/n8n';
import { refusal } from './provider-suite';
import { ADMIN, TARGET, deployment } from './target-subjects';

const ID = 'R2DjclaysHbqn778';
const admin = new Secret(ADMIN, 'admin/n8n', [TARGET]);

/** An n8n with one credential, and both kinds of target opened on it. */
function stage(type: string, field = 'apiKey', before = 'nothing') {
	const host = fakeHost();
	const n8n = new FakeN8n(() => host.time.now, ADMIN);
	host.services[TARGET] = n8n.handle;
	n8n.put(ID, type, { apiKey: 'old', value: 'Bearer old', organizationId: 'org-1', refresh: '' });
	const settings = { address: TARGET, credentialId: ID, field, before };
	return {
		host,
		n8n,
		data: () => n8n.credentials.get(ID)?.data,
		plain: n8nCredential.open(settings, admin, host),
		backed: n8nVaultCredential.open(settings, admin, host),
	};
}

/** An answer of an earlier n8n in place of one of this one's. */
function answering(host: ReturnType<typeof fakeHost>, path: RegExp, answer: PlainHandler): void {
	host.between = (request, service) => (path.test(request.path) ? answer(request) : service(request));
}

describe('an n8n credential, before anything is written', () => {
	it.each(['credential:read', 'credential:update'])('the missing scope %s is named', async (scope) => {
		const { n8n, plain, host } = stage('openAiApi');
		n8n.scopes = n8n.scopes.filter((each) => each !== scope);
		const error = await refusal(() => plain.check());
		expect(error.code).toBe('RIGHT_MISSING');
		expect(error.message).toContain(`lacks the scope ${scope}`);
		expect(error.next).toContain(scope);
		expect(host.sent.filter(({ method }) => method !== 'GET')).toEqual([]);
	});

	it.each([
		[401, 'the n8n API key is refused'],
		[403, 'lacks the scope, or its owner has no access'],
	])('where n8n answers %d, it is its own key that has to be made anew', async (status, says) => {
		const { host, plain } = stage('openAiApi');
		answering(host, /discover/, () => jsonResponse(status, { message: 'no' }));
		const { code, message, next } = await refusal(() => plain.check());
		expect([code, message]).toEqual(['ADMIN_REFUSED', expect.stringContaining(says)]);
		expect(next).toContain('Settings > n8n API');
		expect(next).not.toContain('provider');
	});

	it('an n8n that can only replace all fields at once is refused, with the way round', async () => {
		const { n8n, plain } = stage('openAiApi');
		n8n.partial = false;
		const error = await refusal(() => plain.check());
		expect(error.message).toContain('cannot change a single field');
		expect(error.next).toContain('vault-backed credential');
	});

	it('an n8n that cannot tell what it can do is too old', async () => {
		const { host, plain } = stage('openAiApi');
		answering(host, /discover/, () => jsonResponse(404, { message: 'not found' }));
		expect((await refusal(() => plain.check())).message).toContain('too old');
	});

	it.each([
		['of a web server', '<pre>Cannot GET /api/v1/discover</pre>'],
		['of a proxy', 'default backend - 404'],
		['in other JSON', '{"error":"no such page"}'],
	])('a 404 %s says nothing of its age, but that no API of n8n is there', async (_whose, body) => {
		const { host, plain } = stage('openAiApi');
		answering(host, /discover/, () => ({ status: 404, headers: {}, body }));
		const { message, next } = await refusal(() => plain.check());
		expect(message).toContain(`nothing at ${TARGET} answers as n8n’s public API`);
		expect(next).toMatch(/switched off/);
		expect(`${message} ${next}`).not.toMatch(/too old|Update n8n/);
	});

	it.each(['/api/v1', '/api/v1/', '/api', '/n8n/api/v1'])(
		'an address with %s at its end is none where n8n is opened',
		(path) => {
			const host = fakeHost();
			for (const { open } of [n8nCredential, n8nVaultCredential]) {
				const settings = { address: TARGET + path, credentialId: ID, field: 'apiKey' };
				expect(() => open(settings, admin, host)).toThrow('answers as n8n’s public API');
			}
			expect(host.sent).toEqual([]);
		},
	);

	it('a field that the type does not have is refused, with those it has', async () => {
		const { message } = await refusal(() => stage('httpHeaderAuth', 'apiKey').plain.check());
		expect(message).toContain('no field apiKey, but name, value');
	});

	it('a credential that nobody has is told from one that may not be seen, and from a wrong address', async () => {
		const { host, n8n, plain } = stage('openAiApi');
		n8n.credentials.clear();
		expect((await refusal(() => plain.check())).code).toBe('NO_SUCH_ENTRY');
		answering(host, /credentials\/R/, () => jsonResponse(403, { message: 'Forbidden' }));
		expect((await refusal(() => plain.check())).code).toBe('ADMIN_REFUSED');
		answering(host, /credentials\/R/, () => jsonResponse(404, { message: 'Cannot GET /x' }));
		expect((await refusal(() => plain.check())).code).toBe('UNEXPECTED_ANSWER');
	});

	it('one whose name n8n would stumble over is refused', async () => {
		const { n8n, plain, data } = stage('openAiApi');
		n8n.put(ID, 'openAiApi', { ...data() }, 'A');
		expect((await refusal(() => plain.check())).message).toContain('fewer than 3');
		expect((await refusal(() => plain.update(deployment(1)))).message).toContain('refuses the change');
	});

	it('one that n8n manages by itself is refused', async () => {
		const { host, plain } = stage('openAiApi');
		host.between = (request, service) => {
			const answer = service(request);
			return { ...answer, body: answer.body.replace('"isManaged":false', '"isManaged":true') };
		};
		expect((await refusal(() => plain.check())).message).toContain('manages it by itself');
	});

	it.each(['keyturnHashicorpVaultApi', 'keyturnHashicorpVaultKeyApi'])(
		'Keyturn’s own %s is never written to',
		async (type) => {
			const { plain, n8n } = stage(type, 'address');
			expect(Object.keys(n8n.schemas)).toContain(type);
			expect((await refusal(() => plain.check())).message).toContain('of Keyturn’s own');
		},
	);

	it.each(['../credentials', 'a b', 'a/b', 'x'.repeat(37), '%2e%2e'])('%s is no id', (credentialId) => {
		const open = () =>
			n8nCredential.open({ address: TARGET, credentialId, field: 'apiKey' }, admin, fakeHost());
		expect(open).toThrow('as n8n shows it');
	});
});

describe('an n8n credential, written to', () => {
	it('keeps its other fields, and gets what stands before the value', async () => {
		const { plain, data } = stage('httpHeaderAuth', 'value', 'bearer');
		await plain.update(deployment(1));
		expect(data()).toEqual({
			apiKey: 'old',
			value: 'Bearer value-number-1-of-the-key',
			organizationId: 'org-1',
			refresh: '',
		});
	});

	it.each([
		'__n8n_BLANK_VALUE_e5362baf-c777-4d57-a609-6eaf1f9e87f6',
		'__n8n_EMPTY_VALUE_7b1af746-3729-4c60-9b9b-e08eb29e58da',
		'={{ $env.SECRET }}',
		'=a',
	])('never gets %s, which n8n does not keep as it is', async (text) => {
		const { plain, data, host } = stage('openAiApi');
		const what = { ...deployment(1), value: new Secret(text, 'the new value', [TARGET]) };
		const error = await refusal(() => plain.update(what));
		expect(error.message).toContain('would not keep this value');
		expect(`${error.message} ${error.next}`).not.toContain(text);
		expect(host.sent).toEqual([]);
		expect(data()?.['apiKey']).toBe('old');
	});

	it('is tested by n8n, where the type has a test', async () => {
		const { plain, n8n } = stage('openAiApi');
		expect(await plain.works?.()).toBeNull();
		n8n.testPasses = true;
		expect(await plain.works?.()).toBe(true);
		n8n.testPasses = false;
		expect(await plain.works?.()).toBe(false);
	});
});

describe('a vault-backed credential', () => {
	it('is told of a fingerprint, and holds on whatever n8n keeps in it afterwards', async () => {
		const { backed, n8n, data, host } = stage('keyturnHashicorpVaultKeyApi');
		const receipt = await backed.update(deployment(1));
		expect(data()?.['refresh']).toBe(deployment(1).fingerprint);
		host.time.pass(60_000);
		n8n.put(ID, 'keyturnHashicorpVaultKeyApi', { ...data(), keyValue: 'read from the vault' });
		expect(await backed.holds(deployment(1), receipt)).toBe('yes');
		expect(await backed.holds(deployment(2), null)).toBe('no');
	});

	it('no longer holds when n8n was set back to a backup from before', async () => {
		const { backed, n8n, host } = stage('keyturnHashicorpVaultKeyApi');
		const backup = { ...n8n.credentials.get(ID)! };
		host.time.pass(60_000);
		const receipt = await backed.update(deployment(1));
		expect(await backed.holds(deployment(1), receipt)).toBe('yes');
		n8n.credentials.set(ID, backup);
		expect(await backed.holds(deployment(1), receipt)).toBe('no');
	});

	it('is the only kind that this target is for', async () => {
		const { message } = await refusal(() => stage('openAiApi').backed.check());
		expect(message).toContain('no field refresh');
	});

	it('warns when an emergency could not name what breaks', async () => {
		const { backed, n8n } = stage('keyturnHashicorpVaultKeyApi');
		expect(await backed.check()).toEqual([]);
		n8n.scopes = n8n.scopes.filter((scope) => scope !== 'workflow:list');
		expect(await backed.check()).toEqual([expect.stringContaining('workflow:list')]);
		expect((await refusal(async () => await backed.breaks?.())).code).toBe('ADMIN_REFUSED');
	});
});

describe('what an emergency breaks in n8n', () => {
	const credentials = { keyturnHashicorpVaultKeyApi: { id: ID, name: 'Key' } };
	const node = (name: string, parameters: object, more: object = {}) => ({
		id: name,
		name,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.5,
		position: [0, 0],
		credentials,
		parameters,
		...more,
	});
	const flow = (name: string, nodes: object[], more: object = {}) => ({
		id: name,
		name,
		active: true,
		isArchived: false,
		nodes,
		...more,
	});
	const never = (neverError: unknown) => ({ response: { response: { neverError } } });
	const quiet = { options: never(true) };
	const form = (parameterType: string) => ({
		contentType: 'multipart-form-data',
		bodyParameters: { parameters: [{ parameterType, name: 'file' }] },
	});

	async function breaks(workflows: object[]): Promise<readonly string[]> {
		const { backed, n8n } = stage('keyturnHashicorpVaultKeyApi');
		n8n.workflows = workflows;
		return (await backed.breaks?.()) ?? [];
	}

	it('names the nodes that do not hear of a refusal, or cannot send twice, on every page', async () => {
		const named = await breaks([
			flow('Heals', [node('Plain', {})]),
			flow('Never Error', [node('Quiet', quiet)]),
			flow('Upload', [node('File', { contentType: 'binaryData' })]),
			flow('Form', [node('With File', form('formBinaryData'))]),
			flow('Off', [node('Later', quiet)], { active: false }),
		]);
		expect(named).toHaveLength(4);
		expect(named[0]).toContain('“Quiet” of the n8n workflow “Never Error” may fail');
		expect(named[0]).toContain('Never Error is on');
		expect(named[1]).toContain('sends a file');
		expect(named[2]).toContain('“With File”');
		expect(named[3]).toContain('“Off” (not active)');
	});

	it.each<[string, object, object, string]>([
		['Never Error that depends', { options: never('={{ $json.a }}') }, {}, 'Never Error is on'],
		['Never Error in words', { options: never('true') }, {}, 'Never Error is on'],
		['an older node', { options: { ignoreResponseCode: true } }, { typeVersion: 2 }, 'Never Error is on'],
		['an older upload', { sendBinaryData: true, options: {} }, { typeVersion: 2 }, 'sends a file'],
		['an upload that depends', { sendBinaryData: '={{ $json.a }}' }, { typeVersion: 2 }, 'sends a file'],
		['a body that depends', { contentType: '={{ $json.a }}' }, {}, 'sends a file'],
		['a part that depends', form('={{ $json.a }}'), {}, 'sends a file'],
		['an agent’s tool', quiet, { type: 'n8n-nodes-base.httpRequestTool' }, 'Never Error is on'],
	])('%s is named', async (_what, parameters, more, why) => {
		const named = await breaks([flow('One', [node('It', parameters, more)])]);
		expect(named).toEqual([expect.stringContaining(why)]);
	});

	it('says that there are more workflows than it has read', async () => {
		const many = (count: number) => Array.from({ length: count }, (_, at) => flow(String(at), []));
		// The stand-in hands out two a page.
		expect(await breaks(many(80))).toEqual([]);
		const named = await breaks([flow('First', [node('Quiet', quiet)]), ...many(80)]);
		expect(named).toHaveLength(2);
		expect(named[1]).toBe(`${TARGET} has more workflows than were read, so there may be more such nodes`);
	});

	it('leaves out what is whole, and what is no business of ours', async () => {
		const other = { credentials: { keyturnHashicorpVaultKeyApi: { id: 'another', name: 'Key' } } };
		const named = await breaks([
			flow('Text', [node('Form', form('formData')), node('Other', quiet, other)]),
			flow('Gone', [node('Quiet', quiet)], { isArchived: true }),
			flow('Sleeping', [node('Quiet', quiet, { disabled: true })]),
			flow('Loud', [node('Loud', { options: never(false) })]),
			flow('Old', [
				node('Old', { sendBinaryData: false, options: { ignoreResponseCode: false } }, { typeVersion: 2 }),
			]),
			flow('Else', [node('Full', { options: { response: { response: { fullResponse: true } } } })]),
			flow('Sub', [node('Other kind', quiet, { type: 'n8n-nodes-base.executeWorkflow' })]),
		]);
		expect(named).toEqual([]);
	});

	it('does not repeat a name without end', async () => {
		const named = await breaks(
			Array.from({ length: 25 }, () => flow(`${'x'.repeat(900)}\n`, [node('Quiet', quiet)])),
		);
		expect(named).toHaveLength(21);
		expect(named[20]).toContain('5 more');
		expect(named.every((each) => each.length < 350 && !each.includes('\n'))).toBe(true);
	});
});
