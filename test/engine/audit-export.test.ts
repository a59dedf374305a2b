import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { operations } from '../../nodes/AuditExport/operations';
import { type AuditStage, fileOf, startAuditStage } from './audit-stage';

let stage: AuditStage;
beforeAll(async () => {
	stage = await startAuditStage();
});
afterAll(() => stage.close());

const run: AuditStage['run'] = (...given) => stage.run(...given);

test('a checkpoint is given of all that was done, and names the key that signed it', async () => {
	const { rows, error } = await run({ resource: 'log', operation: 'getCheckpoint' });
	expect(error).toBeUndefined();
	const [row] = rows;
	expect(row).toMatchObject({ light: 'green', waiting: 0, refused: [] });
	expect(row!['checkpoint'].split('\n')[1]).toBe(String(row!['size']));
	expect(row!['keys']).toEqual([
		expect.stringMatching(/^keyturn\.dev\/log\/[0-9a-f]{24}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/),
	]);
});

test('an entry is added as somebody’s word, once for each item', async () => {
	const parameters = {
		resource: 'entry',
		operation: 'append',
		event: '={{ $json.what }}',
		subject: 'first.dev',
		notedBy: 'Ada Lovelace',
		facts: '{ "ticket": "SEC-12" }',
	};
	const { rows, error } = await run(parameters, [
		{ what: 'review signed off' },
		{ what: 'review signed off' },
	]);
	expect(error).toBeUndefined();
	expect(rows.map(({ light }) => light)).toEqual(['green', 'green']);
	const { rows: entries } = await run({ resource: 'entry', operation: 'getMany', returnAll: true });
	expect(entries.filter(({ kind }) => kind === 'noted: review signed off').map(({ facts }) => facts)).toEqual(
		[1, 2].map(() => ({ ticket: 'SEC-12', about: 'first.dev', by: 'Ada Lovelace' })),
	);
});

test('facts may be left empty', async () => {
	const parameters = { event: 'nothing more to say', subject: 'y', notedBy: 'Ada', facts: '' };
	const { error } = await run({ resource: 'entry', operation: 'append', ...parameters });
	expect(error).toBeUndefined();
});

test.each([
	['Store', { resource: 'log', operation: 'setUp', store: 'nothing' }],
	['Format', { resource: 'entry', operation: 'export', format: 'nothing' }],
	['Message For', { resource: 'event', operation: 'watch', watch: 'a', message: 'nothing' }],
	['Operation', { resource: 'log', operation: 'nothing' }],
])('%s that there is not asks for one from the list', async (label, parameters) => {
	const { error } = await run(parameters);
	expect(error?.message).toBe(`${label}: choose one from the list`);
});

test.each([
	['a secret', { facts: '{ "key": "sk-live-0123456789abcdefghij" }' }, /looks like a secret/],
	['no JSON', { facts: 'nonsense' }, /no JSON object/],
	['a list', { facts: '[1]' }, /no JSON object/],
	['a deeper object', { facts: '{ "a": { "b": 1 } }' }, /use a text, a number/],
	['nobody', { notedBy: ' ' }, /needs the name of the person/],
	['no event', { event: ' ' }, /use 1 to 500 characters/],
])('what would be %s in the log is refused before anything is written', async (_name, wrong, why) => {
	const size = async () =>
		(await run({ resource: 'log', operation: 'getCheckpoint' })).rows[0]!['size'] as number;
	const before = await size();
	const parameters = { event: 'x', subject: 'y', notedBy: 'Ada', facts: '{}', ...wrong };
	const { error } = await run({ resource: 'entry', operation: 'append', ...parameters });
	expect(`${error?.message} ${error?.description}`).toMatch(why);
	expect(`${error?.message} ${error?.description}`).not.toContain('0123456789');
	expect(await size()).toBe(before);
});

test('entries are got as items, those of a period and a kind alone', async () => {
	const { rows: all } = await run({ resource: 'entry', operation: 'getMany', returnAll: true });
	expect(all.map(({ index }) => index)).toEqual(all.map((_, at) => at));
	const { rows: some } = await run({
		resource: 'entry',
		operation: 'getMany',
		returnAll: true,
		options: { kinds: ['key registered'], subjects: 'first.dev' },
	});
	expect(some.map(({ kind, key }) => [kind, key])).toEqual([['key registered', 'first.dev']]);
	const at = (n: number) => new Date(n).toISOString();
	const { rows: none } = await run({ resource: 'entry', operation: 'getMany', to: at(1_000) });
	expect(none).toEqual([]);
	const { rows: two } = await run({ resource: 'entry', operation: 'getMany', limit: 2 });
	expect(two).toEqual(all.slice(0, 2));
	const { error } = await run({ resource: 'entry', operation: 'getMany', from: 'yesterday' });
	expect(error?.message).toContain('no date and time');
});

test.each(['csv', 'jsonl', 'ocsf', 'cef', 'syslog'])(
	'a file of the format %s has a line for each entry, and the log tells of it',
	async (format) => {
		const { rows: before } = await run({ resource: 'entry', operation: 'getMany', returnAll: true });
		const { rows, error, items } = await run({ resource: 'entry', operation: 'export', format });
		expect(error).toBeUndefined();
		const [row] = rows;
		const file = fileOf(items('Keyturn')[0]);
		expect(row).toMatchObject({ light: 'green', format, entries: before.length });
		expect(row).not.toHaveProperty('file');
		expect(createHash('sha256').update(file).digest('hex')).toBe(row!['fileHash']);
		const lines = format === 'csv' ? parse(file, { columns: true }) : file.toString().trimEnd().split('\n');
		expect(lines).toHaveLength(before.length);
		const { rows: after } = await run({
			resource: 'entry',
			operation: 'getMany',
			returnAll: true,
			options: { kinds: ['export made'] },
		});
		expect(after.at(-1)!['facts']).toMatchObject({
			format,
			entries: before.length,
			fileHash: row!['fileHash'],
		});
	},
);

test('the proof of an entry holds what was hashed and the checkpoint', async () => {
	const { rows, error, items } = await run({ resource: 'entry', operation: 'getProof', index: 1 });
	expect(error).toBeUndefined();
	const [row] = rows;
	expect(fileOf(items('Keyturn')[0]).toString()).toBe(row!['proof']);
	expect(row!['proof']).toMatch(/^c2sp\.org\/tlog-proof@v1\nextra \S+\nindex 1\n/);
	expect(JSON.parse(row!['leaf'])).toMatchObject({ id: row!['entry'].id, kind: row!['entry'].kind });
	const { error: beyond } = await run({ resource: 'entry', operation: 'getProof', index: 10_000 });
	expect(beyond?.message).toMatch(/the log has the entries 0 to \d+/);
	for (const index of ['', null, '={{ $json.nothing }}', 'first', 1.5, -1]) {
		const { error: none } = await run({ resource: 'entry', operation: 'getProof', index });
		expect([index, none?.message]).toEqual([
			index,
			expect.stringContaining('Entry Number: it is empty, or no'),
		]);
	}
});

test('a new signing key is signed for by the old one', async () => {
	const before = (await run({ resource: 'log', operation: 'getCheckpoint' })).rows[0]!['keys'] as string[];
	const { error: nobody } = await run({ resource: 'log', operation: 'rotateKey', confirmedBy: ' ' });
	expect(nobody?.message).toContain('needs the name of the person');
	const { rows, error } = await run({ resource: 'log', operation: 'rotateKey', confirmedBy: 'Ada Lovelace' });
	expect(error).toBeUndefined();
	expect(rows[0]!['keys']).toEqual([...before, expect.any(String)]);
	const { rows: entries } = await run({
		resource: 'entry',
		operation: 'getMany',
		returnAll: true,
		options: { kinds: ['log key rotated'] },
	});
	expect(entries.map(({ facts }) => facts)).toEqual([
		{ oldKey: before.at(-1), newKey: rows[0]!['keys'].at(-1), by: 'Ada Lovelace' },
	]);
});

test.each(operations.map(({ resource, option }) => [resource, option.value]))(
	'%s: %s has an output schema',
	(resource, operation) => {
		const file = join(__dirname, `../../nodes/AuditExport/__schema__/v1.0.0/${resource}/${operation}.json`);
		expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ type: 'object' });
	},
);
