import type { Rest } from '../../scripts/n8n/rest';
import { afterFailure, keyIn, startStage, wordsOf, type Stage } from '../engine/backed-stage';
import { backedCalls } from './backed-workflow';
import { sharedN8n } from './n8n';
import { itemsOf } from './world';

const KEY = 'sk-canary-5f0c9d1e7a3b';

jest.setTimeout(120_000);

let n8n: Rest;
let stage: Stage;
beforeAll(async () => {
	n8n = await sharedN8n();
	stage = await startStage();
	await stage.publish(KEY);
});
afterAll(() => stage.close());

describe.each([
	['bearer', {}],
	['header', { header: 'X-API-Key' }],
	['query', { parameter: 'api_key' }],
	['basic', { userName: 'api' }],
])('sent as %s', (sendAs, more) => {
	const open = () => backedCalls(n8n, stage, { sendAs, ...more, cacheSeconds: 300 });

	it('the key reaches the allowed host', async () => {
		stage.forget();
		const { call } = await open();
		expect((await call()).status).toBe('success');
		expect(stage.provider.received.map(keyIn)).toEqual([KEY]);
	});

	it('another host gets nothing, and the sentence names the allowed one', async () => {
		stage.forget();
		const { call } = await open();
		const done = await call({ url: `${stage.other.url}/work` });
		expect(done.error?.message).toContain(`may be sent to ${stage.provider.url}, not to ${stage.other.url}`);
		expect(stage.other.received).toEqual([]);
	});

	it.each([302, 307, 308])(
		'an allowed host that redirects (%d) to another does not pass it on',
		async (status) => {
			stage.forget();
			const { call } = await open();
			const url = `${stage.provider.url}/redirect/${status}`;
			for (const options of [{}, { sendCredentialsOnCrossOriginRedirect: true }])
				for (const method of ['GET', 'POST']) await call({ url, method, options });
			expect(stage.provider.received.filter((each) => keyIn(each) === KEY)).toHaveLength(4);
			expect(wordsOf(stage.other.received)).not.toContain(KEY);
		},
	);

	it('of a failed call n8n shows the next node the headers, and so a key in them: SECURITY says so', async () => {
		const { call } = await open();
		const how = { settings: { onError: 'continueRegularOutput' }, next: afterFailure };
		const done = await call({ url: `${stage.provider.url}/fail` }, how);
		const told = JSON.stringify(itemsOf(done, 'Next'));
		expect(done.status).toBe('success');
		expect(told.includes(KEY)).toBe(['bearer', 'header'].includes(sendAs));
	});
});
