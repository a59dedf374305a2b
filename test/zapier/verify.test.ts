import type { Http, HttpResponse } from '../../core/ports';
import { fetchedFile } from '../../zapier-app/src/http/fetched-file';
import { guardedHttp } from '../../zapier-app/src/http/guarded';
import { VaultLog } from '../fakes/audit/vault-log';
import { PREFIX } from '../fakes/dev-servers';
import { type How, type Input, openStage, type Stage, writesIn } from './stage';

type Row = Readonly<Record<string, unknown>>;

let stage: Stage;
let first: Row;
let bundle: Row;
beforeAll(async () => {
	stage = await openStage();
	const note = { event: 'access review', subject: 'all', noted_by: 'Ada Lovelace' };
	await create('append_audit_entry', note);
	first = await create('get_audit_checkpoint', {});
	await create('append_audit_entry', note);
	bundle = await create('export_audit_entries', { format: 'bundle' });
}, 30_000);
afterAll(() => stage.close());

async function create(name: string, input: Input, how: How = {}): Promise<Row> {
	const { results, error } = await stage.create(name, input, how);
	expect(error).toBeUndefined();
	return results as Row;
}
const verify = (input: Input, how: How = {}) => create('verify_audit_export', input, how);
const message = (checkpoint: unknown) =>
	`<p>Please keep this:</p> <pre>${String(checkpoint).replaceAll('\n', '<br>')}</pre>`;

describe.each(['a bundle from an earlier step', 'the log in its store'])('%s', (which) => {
	const file = () => (which === 'the log in its store' ? {} : { file: bundle['file'] });

	test('is never called good without saying what nobody could tell', async () => {
		const row = await verify(file());
		expect(row).toMatchObject({ light: 'yellow', exitCode: 6, files: 'agree', anchor: 'not anchored' });
		expect(row).toMatchObject({
			signature: 'key not pinned',
			size: bundle['size'],
			signedBy: bundle['publicKey'],
		});
		expect(row['sentence']).toMatch(/a key that is not pinned.* It is not anchored/);
	});

	test('is green with a pinned key and a checkpoint that a message held', async () => {
		const pinned = { ...file(), pinned_key: first['publicKey'] };
		expect(await verify(pinned)).toMatchObject({ light: 'yellow', exitCode: 5, signature: 'pinned key' });
		const row = await verify({ ...pinned, checkpoints: message(first['checkpoint']) });
		expect(row).toMatchObject({ light: 'green', exitCode: 0, anchor: 'anchored' });
		expect(row['anchoredUpTo']).toBe(first['size']);
		expect(row['unprotected']).toBe(Number(row['size']) - Number(first['size']));
	});

	test('is red against a checkpoint of another log or another key', async () => {
		const other = String(first['checkpoint']).replace(/^\d+$/m, '1');
		expect(await verify({ ...file(), checkpoints: other })).toMatchObject({
			light: 'red',
			exitCode: 3,
			anchor: 'contradicted',
		});
		const sample =
			'keyturn.dev/log/5a3f90c2d17be864019c7d52+b80718e5+AYzfy/YIo5s6HNJEdzJBe/SjvbmSZeeAT5YjbwC6jSYF';
		expect(await verify({ ...file(), pinned_key: sample })).toMatchObject({ light: 'red', exitCode: 2 });
	});

	test('is looked at without a write, in a test as in a Zap', async () => {
		const before = stage.sent.length;
		const tested = await verify(file(), { meta: { isLoadingSample: true } });
		expect(tested).toEqual(await verify(file()));
		expect(stage.sent.length).toBeGreaterThan(before + 1);
		expect(writesIn(stage.sent.slice(before))).toEqual([]);
	});

	test.each(['pinned_key', 'period_only'])(
		'is held to nothing that an earlier step chose: %s',
		async (field) => {
			const before = stage.sent.length;
			const input = { ...file(), [field]: field === 'period_only' ? 'yes' : first['publicKey'] };
			for (const typed of [{ [field]: '{{1__x}}' }, {}]) {
				const { error } = await stage.create('verify_audit_export', input, { typed });
				expect(error?.message).toContain('must be chosen by hand');
			}
			expect(stage.sent.slice(before)).toEqual([]);
		},
	);

	test('is held to checkpoints that an earlier step found', async () => {
		const input = { ...file(), checkpoints: message(first['checkpoint']) };
		const row = await verify(input, { typed: { ...file(), checkpoints: '{{1__body}}' } });
		expect(row).toMatchObject({ anchor: 'anchored' });
	});

	test('is held to no key that is none', async () => {
		const { error } = await stage.create('verify_audit_export', { ...file(), pinned_key: 'nonsense' });
		expect(error?.message).toContain('pinned key: ');
	});
});

describe('a bundle', () => {
	const bytes = () => stage.store.at(bundle['file'])!;

	test('in which one byte is another is red', async () => {
		const { name, mediaType, bytes: good } = bytes();
		for (const at of [600, Math.floor(good.length / 2), good.length - 1]) {
			const spoilt = Buffer.from(good);
			spoilt[at] = (spoilt[at] ?? 0) ^ 1;
			stage.store.files.set('files/spoilt', { name, mediaType, bytes: spoilt });
			const file = `${stage.store.url}/files/spoilt`;
			expect(await verify({ file })).toMatchObject({ light: 'red', exitCode: 1, files: 'damaged' });
		}
	});

	test('of a period passes only as one', async () => {
		const { file } = await create('export_audit_entries', { format: 'bundle', to: '2020-01-01T00:00:00Z' });
		expect(await verify({ file })).toMatchObject({ light: 'red', files: 'damaged' });
		const row = await verify({ file, period_only: 'yes' });
		expect(row).toMatchObject({ light: 'yellow', files: 'agree', entries: 0 });
		expect(row['sentence']).toContain('the 0 entries of');
	});

	test('that a mail or a form could hold in its place is told to be none', async () => {
		stage.store.files.set('files/page', {
			name: 'a',
			mediaType: 'text/html',
			bytes: Buffer.from('<p>Sorry'),
		});
		expect(await verify({ file: `${stage.store.url}/files/page` })).toMatchObject({
			light: 'red',
			exitCode: 1,
		});
	});

	test('that an earlier step was to give and did not is no reason to look at something else', async () => {
		const before = stage.sent.length;
		const typed = { file: '{{1__file}}' };
		const { error } = await stage.create('verify_audit_export', { file: '' }, { typed });
		expect(error?.message).toContain('File: the earlier step gave none');
		expect(stage.sent.slice(before)).toEqual([]);
	});

	test.each([
		['gone', 'files/none', 'it could not be fetched (404)'],
		['no address', null, 'this is no file'],
	])('that is %s is told without its address', async (_how, path, why) => {
		const file = path === null ? 'what-was-pasted' : `${stage.store.url}/${path}?X-Amz-Signature=0123456789`;
		const { error } = await stage.create('verify_audit_export', { file });
		expect(error?.message).toContain(`File: ${why}`);
		expect(error?.message).not.toMatch(/0123456789|what-was-pasted|files\/none/);
	});
});

describe('the proof of an entry', () => {
	const found = async () => {
		const { results } = await stage.search('find_audit_proof', { entry_number: 1 });
		return (results as Row[])[0]!;
	};

	test('from an earlier step, as a text or as a file, is held to the pinned key and to what is outside', async () => {
		const { proof, leaf, checkpoint, publicKey } = await found();
		const known = { pinned_key: publicKey, checkpoints: message(checkpoint) };
		const good = { light: 'green', exitCode: 0, files: 'agree', signature: 'pinned key', entries: 1 };
		expect(await verify({ ...known, proof })).toMatchObject(good);
		expect(await verify({ ...known, proof, entry: leaf })).toMatchObject(good);
		stage.store.files.set('files/proof', {
			name: 'entry.tlog-proof',
			mediaType: 'text/plain',
			bytes: Buffer.from(String(proof)),
		});
		const file = `${stage.store.url}/files/proof`;
		expect(await verify({ ...known, file })).toMatchObject(good);
		const entry = String(leaf).replace('"actor":"', '"actor":"x');
		for (const given of [{ proof }, { file }])
			expect(await verify({ ...known, ...given, entry })).toMatchObject({ light: 'red', exitCode: 1 });
	});

	test('needs a key, and is no second thing beside a file', async () => {
		const { proof, publicKey } = await found();
		const { error } = await stage.create('verify_audit_export', { proof });
		expect(error?.message).toContain('Pinned Key: a proof holds no key');
		const both = { proof, file: bundle['file'], pinned_key: publicKey };
		const { error: two } = await stage.create('verify_audit_export', both);
		expect(two?.message).toContain('Proof: choose a file or a proof, not both');
	});

	test('that an earlier step was to give and did not is no reason to look at something else', async () => {
		const before = stage.sent.length;
		const { error } = await stage.create(
			'verify_audit_export',
			{ proof: '' },
			{ typed: { proof: '{{1__x}}' } },
		);
		expect(error?.message).toContain('Proof: the earlier step gave none');
		expect(stage.sent.slice(before)).toEqual([]);
	});
});

test('a log whose store holds something else than was signed is red, not an error', async () => {
	const log = new VaultLog(stage.vault.vault, PREFIX);
	const { secrets } = stage.vault.vault.state.namespaces['']!.mounts['secret/']!;
	const path = `/${PREFIX}/audit/${log.files('log/seg/').at(-1)![0]}`;
	const kept = secrets[path]!;
	delete secrets[path];
	const row = await verify({});
	secrets[path] = kept;
	expect(row).toMatchObject({ light: 'red', exitCode: 1, files: 'damaged', anchor: 'not judged' });
	expect(row['sentence']).toContain('the log was shortened');
	expect((await verify({}))['light']).toBe('yellow');
});

describe('the way to a file', () => {
	const answer = (status: number, location?: string): HttpResponse => ({
		status,
		headers: location === undefined ? {} : { location },
		body: status === 200 ? 'file' : '',
	});
	const asked: string[] = [];
	const over =
		(answers: Readonly<Record<string, HttpResponse>>): Http =>
		async ({ url, headers, method }) => {
			asked.push(`${method} ${url} ${JSON.stringify(headers)}`);
			return answers[url] ?? answer(404);
		};
	beforeEach(() => asked.splice(0));

	test('is followed from address to address, with nothing but the question', async () => {
		const http = over({
			'https://zapier.com/engine/hydrate/1/': answer(302, 'https://files.example.com/a?x=1'),
			'https://files.example.com/a?x=1': answer(307, '/b'),
			'https://files.example.com/b': answer(200),
		});
		const bytes = await fetchedFile(http, ' https://zapier.com/engine/hydrate/1/ ', 'File');
		expect(Buffer.from(bytes).toString()).toBe('file');
		expect(asked).toEqual([
			'GET https://zapier.com/engine/hydrate/1/ {}',
			'GET https://files.example.com/a?x=1 {}',
			'GET https://files.example.com/b {}',
		]);
	});

	test('ends somewhere', async () => {
		const http = over({ 'https://a.example/': answer(302, 'https://a.example/') });
		await expect(fetchedFile(http, 'https://a.example/', 'File')).rejects.toThrow('leads on and on');
		expect(asked.length).toBeLessThan(6);
	});

	test.each([undefined, '', 'http://[', 'https://'])('does not end at %j', async (location) => {
		const http = over({ 'https://a.example/': answer(302, location) });
		await expect(fetchedFile(http, 'https://a.example/', 'File')).rejects.toThrow('this is no file');
	});

	test.each([
		'http://files.example.com/',
		'https://169.254.169.254/latest/',
		'https://0xa9fea9fe/',
		'https://localhost/',
		'https://inside.example.com/',
		'file:///etc/passwd',
	])('leads to no private place: %s, at once or behind another address', async (url) => {
		const connected: string[] = [];
		const guarded = guardedHttp({
			resolve: async (name) => [
				{ address: name.startsWith('inside') ? '10.0.0.7' : '93.184.216.34', family: 4 },
			],
			request: ({ href }) => {
				connected.push(href);
				throw new Error('no connection');
			},
		});
		const http: Http = async (request) =>
			request.url === 'https://a.example/' ? answer(302, url) : await guarded(request);
		for (const from of [url, 'https://a.example/'])
			await expect(fetchedFile(http, from, 'File')).rejects.toMatchObject({ code: 'ADDRESS' });
		expect(connected).toEqual([]);
	});
});
