import { errorsOf, vaultFixture } from './vault-fixture';

const MISMATCH = ['check-and-set parameter did not match the current version'];

describe('data', () => {
	it('counts versions and reads any that is kept', () => {
		const { call, write } = vaultFixture();
		expect(write('app/key', { value: 'one' }).json.data).toMatchObject({ version: 1, destroyed: false });
		expect(write('app/key', { value: 'two' }).json.data.version).toBe(2);
		expect(call('GET', 'secret/data/app/key').json.data.data).toEqual({ value: 'two' });
		expect(call('GET', 'secret/data/app/key?version=1').json.data.data).toEqual({ value: 'one' });
		expect(call('GET', 'secret/data/app/key?version=-1').json.data.metadata.version).toBe(2);
		expect(call('GET', 'secret/data/app/key?version=9')).toMatchObject({ status: 404, json: { errors: [] } });
		expect(call('GET', 'secret/data/app/key?version=x').status).toBe(400);
		expect(call('GET', 'secret/data/none')).toMatchObject({ status: 404, json: { errors: [] } });
	});

	it.each([
		['0 although a version exists', 0, 400, MISMATCH],
		['an older version', -1, 400, MISMATCH],
		['null, which reads as 0', null, 400, MISMATCH],
		['text that is no number', 'x', 400, ['error parsing check-and-set parameter']],
		['a number in text', '1', 200, undefined],
		['the current version', 1, 200, undefined],
	])('check-and-set with %s', (_case, cas, status, errors) => {
		const { write } = vaultFixture();
		write('a', { n: 1 }, 0);
		const answer = write('a', { n: 2 }, cas);
		expect(answer.status).toBe(status);
		expect(errorsOf(answer)).toEqual(errors);
	});

	it('requires check-and-set where the key or the mount says so', () => {
		const { vault, call, write } = vaultFixture();
		call('POST', 'secret/metadata/a', { body: { cas_required: true } });
		expect(errorsOf(write('a', {}))).toEqual(['check-and-set parameter required for this call']);
		expect(write('a', {}, 0).status).toBe(200);
		vault.mount('strict', { casRequired: true });
		expect(call('POST', 'strict/data/a', { body: { data: {} } }).status).toBe(400);
	});

	it('refuses a write without data and keeps null as the real server does', () => {
		const { call, write } = vaultFixture();
		expect(errorsOf(call('POST', 'secret/data/a', { body: { options: { cas: 0 } } }))).toEqual([
			'no data provided',
		]);
		expect(write('a', 'text').status).toBe(400);
		expect(write('a', null).status).toBe(200);
		expect(call('GET', 'secret/data/a')).toMatchObject({ status: 200, json: { data: { data: null } } });
		expect(errorsOf(call('POST', 'secret/data/', { body: { data: {} } }))).toEqual([
			"cannot write to a path ending in '/'",
		]);
	});

	it('merges a patch into the current version', () => {
		const { call, write } = vaultFixture();
		expect(call('PATCH', 'secret/data/a', { body: { data: { b: 1 } } })).toMatchObject({
			status: 404,
			text: '',
		});
		write('a', { a: { x: 1, y: 2 }, gone: 1 });
		const body = {
			data: { a: { x: 9 }, gone: null, ['__proto__']: { polluted: true } },
			options: { cas: 1 },
		};
		expect(call('PATCH', 'secret/data/a', { body }).json.data.version).toBe(2);
		expect(call('GET', 'secret/data/a').json.data.data.a).toEqual({ x: 9, y: 2 });
		expect(call('GET', 'secret/data/a').json.data.data.gone).toBeUndefined();
		expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
		expect(errorsOf(call('PATCH', 'secret/data/a', { body }))).toEqual(MISMATCH);
		const headers = { 'content-type': 'application/json' };
		expect(call('PATCH', 'secret/data/a', { body, headers }).status).toBe(415);
		call('DELETE', 'secret/data/a');
		expect(call('PATCH', 'secret/data/a', { body: { data: {} } })).toMatchObject({
			status: 404,
			json: { data: { version: 2, destroyed: false } },
		});
	});

	it('answers a deleted or destroyed version with 404 and a body, and a number stays used', () => {
		const { call, write } = vaultFixture();
		write('a', { v: 1 });
		expect(call('DELETE', 'secret/data/a')).toMatchObject({ status: 204, text: '' });
		const deleted = call('GET', 'secret/data/a');
		expect(deleted).toMatchObject({
			status: 404,
			json: { data: { data: null, metadata: { destroyed: false } } },
		});
		expect(deleted.json.data.metadata.deletion_time).not.toBe('');
		expect(errorsOf(write('a', {}, 0))).toEqual(MISMATCH);
		call('POST', 'secret/undelete/a', { body: { versions: [1] } });
		expect(call('GET', 'secret/data/a').json.data.data).toEqual({ v: 1 });
		call('PUT', 'secret/destroy/a', { body: { versions: ['1'] } });
		call('POST', 'secret/undelete/a', { body: { versions: [1] } });
		expect(call('GET', 'secret/data/a')).toMatchObject({
			status: 404,
			json: { data: { data: null, metadata: { destroyed: true } } },
		});
		expect(call('DELETE', 'secret/metadata/a').status).toBe(204);
		expect(call('GET', 'secret/data/a').json).toEqual({ errors: [] });
		expect(write('a', {}, 0).json.data.version).toBe(1);
	});

	it.each(['delete', 'undelete', 'destroy'])('%s passes over what is not there', (action) => {
		const { call } = vaultFixture();
		expect(call('POST', `secret/${action}/none`, { body: { versions: [7] } }).status).toBe(204);
		expect(call('POST', `secret/${action}/none`, { body: {} }).status).toBe(400);
	});

	it('keeps ten versions and forgets the oldest for good', () => {
		const { call, write } = vaultFixture();
		for (let n = 1; n <= 12; n += 1) write('a', { n });
		expect(call('GET', 'secret/data/a?version=2').json).toEqual({ errors: [] });
		expect(call('GET', 'secret/data/a?version=3').json.data.data).toEqual({ n: 3 });
		expect(call('GET', 'secret/metadata/a').json.data).toMatchObject({
			oldest_version: 3,
			current_version: 12,
		});
		call('POST', 'secret/metadata/a', { body: { max_versions: 1 } });
		write('a', { n: 13 });
		expect(Object.keys(call('GET', 'secret/metadata/a').json.data.versions)).toEqual(['13']);
	});

	it('lets versions vanish after delete_version_after', () => {
		const { call, clock, write } = vaultFixture();
		call('POST', 'secret/metadata/a', { body: { delete_version_after: '1m30s' } });
		write('a', { v: 1 });
		expect(call('GET', 'secret/metadata/a').json.data.delete_version_after).toBe('1m30s');
		clock.pass(89_000);
		expect(call('GET', 'secret/data/a').status).toBe(200);
		clock.pass(1_000);
		expect(call('GET', 'secret/data/a').status).toBe(404);
	});

	it('shows the names of a secret without its values', () => {
		const { call, write } = vaultFixture();
		write('a', { top: 'x', deep: { inner: { leaf: 1 } }, empty: {} });
		expect(call('GET', 'secret/subkeys/a').json.data.subkeys).toEqual({
			top: null,
			deep: { inner: { leaf: null } },
			empty: null,
		});
		expect(call('GET', 'secret/subkeys/a?depth=1').json.data.subkeys.deep).toBeNull();
	});
});

describe('metadata', () => {
	it('may exist before the first version', () => {
		const { call, write } = vaultFixture();
		expect(call('POST', 'secret/metadata/a', { body: { custom_metadata: { owner: 'me' } } }).status).toBe(
			204,
		);
		expect(call('GET', 'secret/data/a')).toMatchObject({ status: 404, json: { errors: [] } });
		expect(call('GET', 'secret/metadata/a').json.data).toMatchObject({ current_version: 0, versions: {} });
		expect(write('a', {}, 0).json.data).toMatchObject({ version: 1, custom_metadata: { owner: 'me' } });
		expect(call('GET', 'secret/data/a').json.data.metadata.custom_metadata).toEqual({ owner: 'me' });
	});

	it('is replaced by POST and merged by PATCH', () => {
		const { call } = vaultFixture();
		const custom = () => call('GET', 'secret/metadata/a').json.data.custom_metadata;
		expect(call('PATCH', 'secret/metadata/a', { body: { max_versions: 3 } }).status).toBe(404);
		call('POST', 'secret/metadata/a', { body: { custom_metadata: { one: '1', two: '2' } } });
		call('PATCH', 'secret/metadata/a', {
			body: { custom_metadata: { one: null, three: 3 }, max_versions: 3 },
		});
		expect(custom()).toEqual({ two: '2', three: '3' });
		call('POST', 'secret/metadata/a', { body: { custom_metadata: { four: '4' } } });
		expect(custom()).toEqual({ four: '4' });
		expect(call('GET', 'secret/metadata/a').json.data.max_versions).toBe(3);
	});

	const many = Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`k${at}`, 'v']));
	it.each([
		['too many keys', many, 'payload must contain at most 64 keys, provided 65'],
		['a long key', { ['k'.repeat(129)]: 'v' }, 'is 129 but must be 0 < len(key) <= 128'],
		[
			'a long value',
			{ k: 'é'.repeat(257) },
			'length of value for key "k" is 514 but must be 0 < len(value) <= 512',
		],
		['an empty value', { k: '' }, 'length of value for key "k" is 0 but'],
		['a line break', { k: 'a\nb' }, 'value for key "k" contains unprintable characters'],
		['a nested value', { k: {} }, 'custom_metadata validation failed'],
	])('refuses %s', (_case, custom, text) => {
		const { call } = vaultFixture();
		const answer = call('POST', 'secret/metadata/a', { body: { custom_metadata: custom } });
		expect(answer.status).toBe(400);
		expect(answer.json.errors[0]).toContain(text);
	});

	it('compares metadata_cas', () => {
		const { call } = vaultFixture();
		const post = (body: object) => call('POST', 'secret/metadata/a', { body });
		expect(errorsOf(post({ max_versions: 1, metadata_cas: 1 }))).toEqual([
			'metadata_cas must be 0 when creating new metadata',
		]);
		expect(post({ metadata_cas_required: true, metadata_cas: 0 }).status).toBe(204);
		expect(errorsOf(post({ max_versions: 1 }))).toEqual([
			'metadata check-and-set parameter required for this call',
		]);
		expect(errorsOf(post({ max_versions: 1, metadata_cas: 5 }))).toEqual([
			'metadata check-and-set parameter does not match the current version',
		]);
		expect(post({ max_versions: 1, metadata_cas: 1 }).status).toBe(204);
	});

	it('lists names by bytes, folders with a slash, page by page', () => {
		const { call, write } = vaultFixture();
		for (const path of ['b', 'a/one', 'a/two', 'Z', 'é%20x']) write(path, {});
		const list = (path: string, method = 'GET') => call(method, path).json.data?.keys;
		expect(list('secret/metadata/?list=true')).toEqual(['Z', 'a/', 'b', 'é x']);
		expect(list('secret/metadata?list=true')).toEqual(['Z', 'a/', 'b', 'é x']);
		expect(list('secret/metadata/a', 'LIST')).toEqual(['one', 'two']);
		expect(list('secret/metadata/?list=true&after=Z&limit=1')).toEqual(['a/']);
		expect(call('LIST', 'secret/metadata/none')).toMatchObject({ status: 404, json: { errors: [] } });
		expect(call('GET', 'secret/metadata/?list=true&limit=x').status).toBe(400);
	});
});

describe('paths', () => {
	it.each([
		['secret/data/..%2fa', 400, 'relative paths not supported'],
		['secret/data/%2e%2e%2fa', 400, 'relative paths not supported'],
		['secret/a', 404, undefined],
		['nowhere/data/a', 404, 'no handler for route "nowhere/data/a". route entry not found.'],
		['secret/data/%0A', 400, undefined],
		['secret/data/%FF', 404, undefined],
		['secret/data/x/../y', 307, undefined],
		['secret/data/a//b', 307, undefined],
	])('%s is %i', (path, status, text) => {
		const answer = vaultFixture().call('GET', path);
		expect(answer.status).toBe(status);
		expect(answer.json?.errors?.[0]).toBe(text);
	});

	it('decodes segments, and a name like __proto__ is a name', () => {
		const { call, write } = vaultFixture();
		for (const path of ['a%20b', 'a%3Fb', '%F0%9F%94%91', '__proto__', 'constructor']) {
			expect(call('GET', `secret/data/${path}`).status).toBe(404);
			write(path, { path });
			expect(call('GET', `secret/data/${path}`).json.data.data).toEqual({ path });
		}
		write('a%2Fb', { n: 1 });
		expect(call('GET', 'secret/data/a/b').status).toBe(200);
	});

	it('hints at a version 1 style path', () => {
		const { warnings } = vaultFixture().call('GET', 'secret/a').json;
		expect(warnings[0]).toContain('Invalid path for a versioned K/V secrets engine.');
	});

	it('keeps options as data in version 1, and says that it is version 1', () => {
		const { vault, call } = vaultFixture();
		vault.mount('kv1', { version: 1 });
		const body = { options: { cas: 0 }, data: { a: 1 } };
		expect(call('POST', 'kv1/data/a', { body }).status).toBe(204);
		expect(call('POST', 'kv1/data/a', { body }).status).toBe(204);
		expect(call('GET', 'kv1/data/a').json.data).toEqual(body);
		expect(call('LIST', 'kv1/data').json.data.keys).toEqual(['a']);
		expect(call('GET', 'sys/internal/ui/mounts/kv1/data/a').json.data).toMatchObject({
			path: 'kv1/',
			type: 'kv',
			options: { version: '1' },
		});
		expect(call('DELETE', 'kv1/data/a').status).toBe(204);
		expect(call('GET', 'kv1/data/a').status).toBe(404);
	});
});
