import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logStores } from '../../core/audit/stores';
import { proveStore } from '../../core/audit/stores/prove';
import type { LogStoreDriver } from '../../core/audit/stores/store';
import { MEBIBYTE } from '../../core/audit/stores/files';
import { isUnknownOutcome } from '../../core/errors';
import type { HttpResponse } from '../../core/ports';
import { Secret } from '../../core/secret';
import { folderStore } from '../../demo/audit/folder-store';
import { fakeLogStores } from '../fakes/log-stores';
import { MARK, ORIGIN, stageOf, textsIn } from '../fakes/log-stores/stage';
import { logStoreSuite } from './log-store-suite';
import { refusal } from './provider-suite';

const text = (words: string): Uint8Array => new TextEncoder().encode(words);

const all: ReadonlyArray<readonly [string, LogStoreDriver]> = Object.entries(logStores);
const overHttp = all.filter(([, { admin }]) => admin !== null);

for (const [id, driver] of all)
	logStoreSuite(`${id}, before its fake`, () => {
		const { host, open } = stageOf(driver);
		return { store: open(), mostBytes: driver.promises.mostBytes, sent: () => host.sent.length };
	});

/** No node can offer it, for n8n verifies none with file access; demo and benchmark keep their log in it. */
const root = mkdtempSync(join(tmpdir(), 'keyturn-log-'));
afterAll(() => {
	rmSync(root, { recursive: true, force: true });
});
for (const sync of [true, false])
	logStoreSuite(`folder${sync ? '' : ', without waiting for the disk'}`, () => ({
		store: folderStore(mkdtempSync(join(root, 'log-')), { sync }),
		mostBytes: MEBIBYTE,
		sent: () => null,
	}));

it.each(all)('the registry knows %s by its own id', (id, driver) => {
	expect(driver.id).toBe(id);
	for (const { label } of driver.fields) expect(label).not.toBe('');
});

const answer = (status: number, body: string, headers: Record<string, string> = {}): HttpResponse => ({
	status,
	headers,
	body,
});
const html = `<!doctype html><title>Sign in</title><p>${MARK}</p>`;
const page = { 'content-type': 'text/html; charset=utf-8', etag: '"1"' };

/** Answers by which nothing was stored and nothing is there, and what each is told as. */
const faults: ReadonlyArray<readonly [string, HttpResponse, RegExp]> = [
	['401', answer(401, MARK), /^ADMIN_REFUSED$/],
	['403', answer(403, MARK), /^ADMIN_REFUSED$/],
	['403 as a web page', answer(403, html, page), /^ADMIN_REFUSED$/],
	['404 as a web page', answer(404, html, page), /^(?:UNEXPECTED_ANSWER|BAD_INPUT)$/],
	['409', answer(409, MARK), /^UNEXPECTED_ANSWER$/],
	['429', answer(429, MARK, { 'retry-after': '41' }), /^RATE_LIMITED$/],
	['500', answer(500, MARK), /^SERVER_FAILED$/],
	['503 as a web page', answer(503, html, page), /^SERVER_FAILED$/],
	['a login page with 200', answer(200, html, page), /^UNEXPECTED_ANSWER$/],
	['a login page with 201', answer(201, html, page), /^UNEXPECTED_ANSWER$/],
	['200 and nothing', answer(200, ''), /^UNEXPECTED_ANSWER$/],
	['201 and nothing', answer(201, ''), /^UNEXPECTED_ANSWER$/],
	['204', answer(204, ''), /^UNEXPECTED_ANSWER$/],
	['an empty object', answer(200, '{}'), /^UNEXPECTED_ANSWER$/],
	['a redirect', answer(302, MARK, { location: 'https://elsewhere.test/' }), /^UNEXPECTED_ANSWER$/],
	['no answer', answer(0, ''), /^NO_ANSWER$/],
	['an answer of 20 MB', answer(200, 'x'.repeat(20 * 1024 * 1024), { etag: '"1"' }), /^NO_ANSWER$/],
];

const isToken = (origin: string): boolean => origin !== ORIGIN;

describe.each(overHttp)('%s', (_id, driver) => {
	it.each(faults)(
		'%s is an error without a word of it or of the credential',
		async (_name, response, code) => {
			for (const act of ['createIfAbsent', 'read'] as const) {
				const { host, open, secrets, files } = stageOf(driver);
				host.between = (request, service, origin) => (isToken(origin) ? service(request) : response);
				const error = await refusal(() => open()[act]('seg/1', text('a')));
				expect(error.code).toMatch(code);
				expect(error.retryAfter).toBe(response.status === 429 ? 41 : undefined);
				expect(files.size).toBe(0);
				const said = `${error.message} ${error.next} ${error.where} ${JSON.stringify(error)}`;
				for (const word of [MARK, ...secrets]) expect(said).not.toContain(word);
				expect('cause' in error).toBe(false);
			}
		},
	);

	it.each(faults)('no lock is seen in %s', async (_name, response) => {
		const { host, open } = stageOf(driver);
		host.between = (request, service, origin) => (isToken(origin) ? service(request) : response);
		expect((await open().lockOf('seg/1')).verdict).toBe('could not be proved');
	});

	it('a write whose answer is lost is told as not known, and is there', async () => {
		const { host, open } = stageOf(driver);
		host.between = (request, service, origin) => {
			const response = service(request);
			return isToken(origin) || request.method === 'GET' ? response : { ...response, status: 0 };
		};
		const store = open();
		const error = await refusal(() => store.createIfAbsent('seg/1', text('mine')));
		expect(isUnknownOutcome(error)).toBe(true);
		expect(Buffer.from((await store.read('seg/1'))!).toString()).toBe('mine');
	});

	it('passes its trial when each first answer is lost', async () => {
		const { host, open } = stageOf(driver);
		const paths = new Set<string>();
		host.between = (request, service, origin) => {
			const response = service(request);
			const key = `${request.path} ${JSON.stringify(request.query)}`;
			const first = !isToken(origin) && request.method !== 'GET' && !paths.has(key);
			paths.add(key);
			return first ? { ...response, status: 0 } : response;
		};
		await expect(proveStore(open(), 'probe', host.random)).resolves.toBeDefined();
	});

	it('a store that takes the condition and ignores it is refused', async () => {
		const { host, open } = stageOf(driver, { heedless: true });
		const error = await refusal(() => proveStore(open(), 'probe', host.random));
		expect(error).toMatchObject({ code: 'BAD_INPUT', next: expect.stringContaining('conditional writes') });
	});

	it('sends its credential to the origins that its keeper wrote, and nowhere else', async () => {
		const { host, open } = stageOf(driver);
		const store = open(['https://elsewhere.test']);
		expect((await refusal(() => store.read('seg/1'))).code).toBe('ORIGIN_REFUSED');
		expect((await refusal(() => store.createIfAbsent('seg/1', text('a')))).code).toBe('ORIGIN_REFUSED');
		expect(host.sent).toEqual([]);
	});

	it('a wrong credential is told as one', async () => {
		const { host } = stageOf(driver);
		const { settings } = fakeLogStores[driver.id as 's3']({
			origin: ORIGIN,
			now: () => 0,
			mark: MARK,
			files: new Map(),
		});
		const wrong = new Secret('a-wrong-credential', 'keyturn/admin/store', Object.keys(host.services));
		const store = driver.open(settings, { host, admin: wrong, vault: textsIn(new Map()) });
		const error = await refusal(() => store.createIfAbsent('seg/1', text('a')));
		expect(error.code).toMatch(/^(?:ADMIN_REFUSED|BAD_INPUT)$/);
		expect(`${error.message} ${error.next}`).not.toContain('a-wrong-credential');
	});

	it('cannot be opened without a credential', () => {
		const { host } = stageOf(driver);
		const { settings } = fakeLogStores[driver.id as 's3']({
			origin: ORIGIN,
			now: () => 0,
			mark: MARK,
			files: new Map(),
		});
		expect(() => driver.open(settings, { host, admin: null, vault: textsIn(new Map()) })).toThrow(
			/needs an admin/,
		);
	});

	it.each(['bucket', 'container', 'folder', 'address'])(
		'a bad %s is refused before anything is sent',
		async (name) => {
			if (!driver.fields.some((field) => field.name === name)) return;
			for (const bad of ['a/../b', 'http://store.example.com', 'https://user:pass@store.example.com/?a', 'ü'])
				expect((await refusal(() => stageOf(driver, { settings: { [name]: bad } }).open())).code).toMatch(
					/^(?:BAD_INPUT|ADDRESS)$/,
				);
		},
	);

	it('a bucket or container that is not there is told as such, never as an empty log', async () => {
		const names = { bucket: 'keyturn-other', container: 'keyturn-other' };
		const store = stageOf(driver, { settings: names }).open();
		for (const act of ['createIfAbsent', 'read'] as const)
			expect(await refusal(() => store[act]('seg/1', text('a')))).toMatchObject({
				code: 'BAD_INPUT',
				message: expect.stringMatching(/no such (?:bucket|container)/),
			});
	});
});
