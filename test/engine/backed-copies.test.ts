import { KeyturnHashicorpVaultKeyApi } from '../../credentials/KeyturnHashicorpVaultKeyApi.credentials';
import { WORTH_MS } from '../../core/backed/futile-readings';
import { startStage, type Stage } from './backed-stage';

const type = new KeyturnHashicorpVaultKeyApi();

let stage: Stage;
beforeEach(async () => {
	stage = await startStage();
	await stage.publish('first-value-5f0c9d1e');
});
afterEach(() => stage.close());

/** n8n's request helper, as far as the credential uses it. */
const helper = {
	helpers: {
		async httpRequest({ url, method, headers, body }: { url: string } & RequestInit) {
			const answer = await fetch(url, { method, headers, body } as RequestInit);
			return { statusCode: answer.status, headers: Object.fromEntries(answer.headers), body: answer.body };
		},
	},
} as unknown as ThisParameterType<typeof type.preAuthentication>;

const work = () => ({ url: `${stage.provider.url}/work` });

/** A later n8n that hands each function a copy of its own, so that neither hears what the other left. */
test('with a copy for each function, a call that was sent and failed is not sent again with the same value', async () => {
	const empty = { ...stage.credential, cachedSecret: '' };
	const cached = { ...empty, ...(await type.preAuthentication.call(helper, { ...empty })) };
	expect(cached).toMatchObject({ cachedSecret: 'first-value-5f0c9d1e' });
	expect(await type.authenticate({ ...cached }, work())).toMatchObject({
		headers: { authorization: 'Bearer first-value-5f0c9d1e' },
	});
	expect(await type.preAuthentication.call(helper, { ...cached })).toEqual({});
	await stage.publish('second-value-77aa55cc');
	const later = performance.now() + WORTH_MS;
	const clock = jest.spyOn(performance, 'now').mockReturnValue(later);
	expect(await type.preAuthentication.call(helper, { ...cached })).toMatchObject({
		cachedSecret: 'second-value-77aa55cc',
	});
	clock.mockRestore();
});

test('and one that is stale is still read anew before it is sent', async () => {
	const stale = { ...stage.credential, cachedSecret: 'old', fetchedAt: 1, askedAt: 1 };
	await expect(type.authenticate({ ...stale }, work())).rejects.toMatchObject({ response: { status: 401 } });
	const fresh = { ...stale, ...(await type.preAuthentication.call(helper, { ...stale })) };
	expect(await type.authenticate(fresh, work())).toMatchObject({
		headers: { authorization: 'Bearer first-value-5f0c9d1e' },
	});
});

test('the request that n8n gave is left as it was: n8n shows it', async () => {
	const empty = { ...stage.credential, cachedSecret: '' };
	const cached = { ...empty, ...(await type.preAuthentication.call(helper, { ...empty })) };
	for (const sendAs of ['bearer', 'header', 'query', 'basic']) {
		const request = { ...work(), headers: { accept: 'a' }, qs: { page: 1 } };
		const before = structuredClone(request);
		const way = { ...cached, sendAs, header: 'X-API-Key', parameter: 'api_key' };
		expect(JSON.stringify(await type.authenticate(way, request))).toContain('first-value-5f0c9d1e');
		expect(request).toEqual(before);
	}
});
