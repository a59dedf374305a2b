import { createHash } from 'node:crypto';
import { logStores } from '../../../../../core/audit/stores';
import { proveStore } from '../../../../../core/audit/stores/prove';
import { Secret } from '../../../../../core/secret';
import { refusal } from '../../../../contract/provider-suite';
import { stageOf, textsIn } from '../../../../fakes/log-stores/stage';

const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const stage = (settings: Record<string, string> = {}) => stageOf(logStores.s3, { settings });
const xml = (status: number, code: string) => ({
	status,
	headers: { 'content-type': 'application/xml' },
	body: `<Error><Code>${code}</Code></Error>`,
});

test('a request carries the condition, the hash of its bytes, and a signature over both', async () => {
	const { host, open } = stage();
	await open().createIfAbsent('seg/1', text('abc'));
	const sha = createHash('sha256').update('abc');
	const [request] = host.sent;
	expect(request).toMatchObject({
		method: 'PUT',
		url: 'https://log-store.test/keyturn-audit/log/one/seg/1',
		headers: {
			'if-none-match': '*',
			'content-type': 'application/octet-stream',
			'x-amz-checksum-sha256': sha.copy().digest('base64'),
			'x-amz-content-sha256': sha.digest('hex'),
			authorization: expect.stringContaining(
				'SignedHeaders=content-type;host;if-none-match;x-amz-checksum-sha256;x-amz-content-sha256;x-amz-date,',
			),
		},
	});
	expect(request?.headers).not.toHaveProperty('x-amz-object-lock-mode');
});

test('the bucket may stand in the host’s name', async () => {
	const { host, open } = stage({ addressing: 'host' });
	const origins = ['https://keyturn-audit.log-store.test'];
	host.between = () => ({ status: 200, headers: { etag: '"1"' }, body: '' });
	host.services['https://keyturn-audit.log-store.test'] = () => xml(404, 'NoSuchKey');
	expect(await open(origins).createIfAbsent('seg/1', text('a'))).toBe(true);
	expect(host.sent[0]?.url).toBe('https://keyturn-audit.log-store.test/log/one/seg/1');
	expect(() => stage({ addressing: 'host', bucket: 'a.b.c' }).open()).toThrow(/Path/);
});

test('without an address it is AWS, in the bucket’s region', async () => {
	const { host } = stage();
	const origin = 'https://s3.eu-west-1.amazonaws.com';
	host.services[origin] = () => ({ status: 200, headers: { etag: '"1"' }, body: '' });
	const store = logStores.s3.open(
		{ bucket: 'keyturn-audit', region: 'eu-west-1', accessKeyId: 'AKIAEXAMPLE' },
		{ host, admin: new Secret('s', 'k', [origin]), vault: textsIn(new Map()) },
	);
	expect(store.where).toBe(`bucket keyturn-audit at ${origin}`);
	expect(await store.createIfAbsent('seg/1', text('a'))).toBe(true);
	expect(host.sent[0]?.url).toBe(`${origin}/keyturn-audit/seg/1`);
});

describe('two writers at the same time', () => {
	test('one of them is asked to come again, and then told who was first', async () => {
		const { host, open, files } = stage();
		let asked = 0;
		host.between = (request, service) =>
			(asked += 1) < 3 ? xml(409, 'ConditionalRequestConflict') : service(request);
		files.set('seg/1', 'another’s');
		expect(await open().createIfAbsent('seg/1', text('mine'))).toBe(false);
		expect(asked).toBe(3);
		expect(host.time.now - host.time.start).toBeGreaterThanOrEqual(400);
	});

	test('a store that asks for ever is an error of which nobody knows the outcome', async () => {
		const { host, open } = stage();
		host.between = () => xml(409, 'ConditionalRequestConflict');
		expect(await refusal(() => open().createIfAbsent('seg/1', text('a')))).toMatchObject({
			code: 'UNEXPECTED_ANSWER',
		});
		expect(host.sent).toHaveLength(4);
	});

	test('any other conflict is no reason to come again', async () => {
		const { host, open } = stage();
		host.between = () => xml(409, 'OperationAborted');
		await refusal(() => open().createIfAbsent('seg/1', text('a')));
		expect(host.sent).toHaveLength(1);
	});
});

describe('locks', () => {
	const DAYS = { lockMode: 'COMPLIANCE', lockDays: '30' };

	test('are asked for with each file, signed, and seen', async () => {
		const { host, open } = stage(DAYS);
		const { lock } = await proveStore(open(), 'probe', host.random);
		const until = host.time.start + 30 * 86_400_000;
		expect(lock).toEqual({ verdict: 'verified', mode: 'COMPLIANCE', until });
		expect(host.sent[0]?.headers).toMatchObject({
			'x-amz-object-lock-mode': 'COMPLIANCE',
			'x-amz-object-lock-retain-until-date': new Date(until).toISOString(),
			authorization: expect.stringContaining('x-amz-object-lock-mode;x-amz-object-lock-retain-until-date'),
		});
	});

	test.each([
		['is not shown', { 'x-amz-object-lock-mode': '' }],
		['is weaker than asked for', { 'x-amz-object-lock-mode': 'GOVERNANCE' }],
		['ends earlier', { 'x-amz-object-lock-retain-until-date': '2030-01-15T00:00:00Z' }],
		['has no end', { 'x-amz-object-lock-retain-until-date': 'soon' }],
		['is on a file of which nobody knows when it was written', { 'last-modified': 'today' }],
	])('that %s could not be proved', async (_name, headers) => {
		const { host, open } = stage(DAYS);
		await open().createIfAbsent('seg/1', text('a'));
		host.between = (request, service) => {
			const response = service(request);
			return { ...response, headers: { ...response.headers, ...headers } };
		};
		expect(await open().lockOf('seg/1')).toMatchObject({ verdict: 'could not be proved' });
	});

	test('one that the bucket sets by itself is told although nobody asked', async () => {
		const { host, open } = stage();
		await open().createIfAbsent('seg/1', text('a'));
		host.between = (request, service) => {
			const { headers, ...response } = service(request);
			const lock = {
				'x-amz-object-lock-mode': 'GOVERNANCE',
				'x-amz-object-lock-retain-until-date': '2031-01-01T00:00:00Z',
			};
			return { ...response, headers: { ...headers, ...lock } };
		};
		expect(await open().lockOf('seg/1')).toEqual({
			verdict: 'verified',
			mode: 'GOVERNANCE',
			until: Date.UTC(2031, 0, 1),
		});
	});

	test.each([
		{ lockMode: 'ALWAYS' },
		{ lockMode: 'COMPLIANCE', lockDays: '0' },
		{ lockMode: 'COMPLIANCE', lockDays: '1.5' },
		{ lockMode: 'GOVERNANCE', lockDays: 'ten' },
	])('%j is refused', (settings) => {
		expect(() => stage(settings).open()).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
	});
});

describe('what S3 says in a word of its own', () => {
	test.each([
		[400, 'AuthorizationHeaderMalformed', 'BAD_INPUT', /not in the region eu-west-1/],
		[301, 'PermanentRedirect', 'BAD_INPUT', /not in the region eu-west-1/],
		[403, 'SignatureDoesNotMatch', 'ADMIN_REFUSED', /not that of the access key/],
		[403, 'InvalidAccessKeyId', 'ADMIN_REFUSED', /not known/],
		[403, 'AccessDenied', 'ADMIN_REFUSED', /refused/],
		[403, 'RequestTimeTooSkewed', 'CLOCK_OFF', /time of this machine/],
		[404, 'NoSuchBucket', 'BAD_INPUT', /no such bucket/],
		[501, 'NotImplemented', 'SERVER_FAILED', /501/],
		[400, 'InvalidRequest', 'BAD_INPUT', /as it is/],
		[403, 'constructor', 'ADMIN_REFUSED', /403/],
		[503, 'SlowDown', 'SERVER_FAILED', /503/],
	])('%i %s', async (status, word, code, message) => {
		for (const act of ['createIfAbsent', 'read'] as const) {
			const { host, open } = stage();
			host.between = () => xml(status, word);
			const error = await refusal(() => open()[act]('seg/1', text('a')));
			expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
		}
	});

	test('a refused read says that the right to list makes the difference', async () => {
		const { host, open } = stage();
		host.between = () => xml(403, 'AccessDenied');
		expect((await refusal(() => open().read('seg/1'))).next).toContain('s3:ListBucket');
	});

	test('a clock that is off is told by the store', async () => {
		const { host, open } = stage();
		host.skewMs = 16 * 60_000;
		expect((await refusal(() => open().read('seg/1'))).code).toBe('CLOCK_OFF');
	});

	test('another region is told', async () => {
		expect((await refusal(() => stage({ region: 'us-east-2' }).open().read('seg/1'))).message).toContain(
			'us-east-2',
		);
	});
});

test.each([{ region: 'eu west' }, { accessKeyId: 'a/b' }, { accessKeyId: '' }, { bucket: '' }])(
	'%j is refused before anything is sent',
	(settings) => {
		expect(() => stage(settings).open()).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
	},
);

test('the policy is what the rights say: no right to delete, and none to write without the condition', () => {
	const { Statement } = JSON.parse(logStores.s3.policy ?? '') as {
		Statement: { Effect: string; Action: string | string[] }[];
	};
	expect(logStores.s3.policy).not.toMatch(/Delete|Bypass|\*"$/);
	expect(Statement.filter(({ Effect }) => Effect === 'Deny')).toEqual([
		expect.objectContaining({ Action: 's3:PutObject', Condition: { Null: { 's3:if-none-match': 'true' } } }),
	]);
});
