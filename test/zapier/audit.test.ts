import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import type { ZObject } from 'zapier-platform-core';
import { readVerifierKey } from '../../core/audit/note/key';
import { verifyProof } from '../../core/audit/proof/proof';
import { entryRow, logRow } from '../../zapier-app/src/outputs/log';
import { sampleEntry, sampleLeaf, sampleLog, sampleProof } from '../../zapier-app/src/outputs/sample-log';
import { stash } from '../../zapier-app/src/stash';
import { warpClock, type Warp } from '../engine/warp';
import { VaultLog } from '../fakes/audit/vault-log';
import { PREFIX } from '../fakes/dev-servers';
import { rotateToTheEnd } from './rotated';
import { type How, type Input, openStage, type Stage, writesIn } from './stage';

type Row = Readonly<Record<string, unknown>>;

let stage: Stage;
let warp: Warp;
let log: VaultLog;
beforeAll(async () => {
	warp = warpClock();
	stage = await openStage({ now: warp.now });
	log = new VaultLog(stage.vault.vault, PREFIX);
	for (const key of ['first.dev', 'second.dev']) {
		await stage.register(key);
		await rotateToTheEnd(stage, warp, key);
	}
}, 30_000);
afterAll(async () => {
	warp.restore();
	await stage.close();
});

const trial = { meta: { isLoadingSample: true } };
const review = { event: 'review signed off', subject: 'first.dev', noted_by: 'Ada Lovelace' };
const steps: ReadonlyArray<readonly [string, Input]> = [
	['append_audit_entry', review],
	['get_audit_checkpoint', {}],
	['export_audit_entries', { format: 'jsonl' }],
	['export_audit_entries', { format: 'bundle' }],
];

async function create(name: string, input: Input, how: How = {}): Promise<Row> {
	const { results, error } = await stage.create(name, input, how);
	expect(error).toBeUndefined();
	return results as Row;
}
const checkpoint = (input: Input = {}) => create('get_audit_checkpoint', input);
const sentBy = async (work: () => Promise<unknown>) => {
	const before = stage.sent.length;
	await work();
	return stage.sent.slice(before);
};
/** Something that waits for the log: each export tells of itself. */
const addSomething = () => create('export_audit_entries', { format: 'csv' });
const sizeNow = () => log.entries().length;
const notes = () => log.entries().filter(({ kind }) => kind.startsWith('noted: '));

describe('before the log is begun', () => {
	test.each(steps)('a test of %s %j begins nothing, and says so', async (name, input) => {
		const sent = await sentBy(async () => {
			const row = await create(name, input, trial);
			expect(row).toMatchObject({ dryRun: true, light: 'yellow' });
			expect(row['sentence']).toContain('The audit log is not begun yet');
		});
		expect(sent.length).toBeGreaterThan(1);
		expect(writesIn(sent)).toEqual([]);
	});

	test('there is no proof, no checkpoint to look at and nothing to verify', async () => {
		expect((await stage.search('find_audit_proof', { entry_number: 0 })).results).toEqual([]);
		for (const [name, input] of [
			['get_audit_checkpoint', { what_waits: 'leave' }],
			['verify_audit_export', {}],
		] as const) {
			const { error } = await stage.create(name, input);
			expect(error?.name).toBe('HaltedError');
			expect(error?.message).toContain('not begun yet');
		}
	});
});

describe('Get Audit Checkpoint', () => {
	test('brings in what waits, and gives what the log’s key signed of all of it', async () => {
		const row = await checkpoint();
		expect(row).toMatchObject({ light: 'green', waiting: 0, dryRun: false, refused: [], size: sizeNow() });
		expect(row['added']).toBe(row['size']);
		const signed = log.checkpoints(String(row['publicKey']));
		expect(signed.at(-1)).toEqual({ size: row['size'], root: log.root(sizeNow()), signed: true });
		expect(String(row['checkpoint']).split('\n').slice(0, 3)).toEqual([
			row['origin'],
			String(row['size']),
			log.root(sizeNow()),
		]);
		expect(row['publicKeys']).toBe(row['publicKey']);
	});

	test('leaves what waits where it is, when the form says so', async () => {
		await addSomething();
		const before = await checkpoint();
		await addSomething();
		const sent = await sentBy(async () => {
			const row = await checkpoint({ what_waits: 'leave' });
			expect(row).toMatchObject({ size: before['size'], checkpoint: before['checkpoint'], dryRun: false });
			expect(row['waiting']).toBeGreaterThan(0);
		});
		expect(writesIn(sent)).toEqual([]);
	});

	test('takes nothing else for an answer', async () => {
		const { error } = await stage.create('get_audit_checkpoint', { what_waits: 'perhaps' });
		expect(error?.message).toContain('What Waits: choose one from the list');
	});
});

describe('Append Audit Entry', () => {
	test('adds what earlier steps gave, as somebody’s word', async () => {
		const input = { ...review, facts: { ticket: 'SEC-12' } };
		const typed = { event: '{{1__event}}', subject: '{{1__about}}', noted_by: '{{1__by}}', facts: {} };
		const row = await create('append_audit_entry', input, { typed });
		expect(row).toMatchObject({ light: 'green', dryRun: false, size: sizeNow() });
		expect(notes().map(({ kind, facts }) => [kind, facts])).toEqual([
			['noted: review signed off', { ticket: 'SEC-12', about: 'first.dev', by: 'Ada Lovelace' }],
		]);
	});

	test.each([
		['a secret as the event', { event: 'sk-live-0123456789abcdefghij' }, /looks like a secret/],
		['a secret as a fact', { facts: { a: 'sk-live-0123456789abcdefghij' } }, /looks like a secret/],
		['a list of facts', { facts: ['a'] }, /no names with values/],
		['a text of facts', { facts: 'ticket' }, /no names with values/],
		['a deeper fact', { facts: { a: { b: '1' } } }, /use a text, a number/],
		['nobody', { noted_by: ' ' }, /needs the name of the person/],
		['no event', { event: '' }, /use 1 to 500 characters/],
		['a list as the event', { event: ['a'] }, /use 1 to 500 characters/],
	])('refuses %s, in a Zap and in a test, and writes nothing', async (_what, wrong, why) => {
		for (const how of [{}, trial]) {
			const sent = await sentBy(async () => {
				const { error } = await stage.create('append_audit_entry', { ...review, ...wrong }, how);
				expect(error?.message).toMatch(why);
				expect(error?.message).not.toContain('0123456789');
			});
			expect(writesIn(sent)).toEqual([]);
		}
	});
});

describe('a test in the editor', () => {
	test.each(steps)('of %s %j writes nothing', async (name, input) => {
		await addSomething();
		const sent = await sentBy(async () => {
			const row = await create(name, input, trial);
			expect(row).toMatchObject({ dryRun: true });
			expect(row['sentence']).toContain('Nothing was changed by this test.');
		});
		expect(sent.length).toBeGreaterThan(3);
		expect(writesIn(sent)).toEqual([]);
	});

	test.each(steps)('the control: in a Zap %s %j writes', async (name, input) => {
		await addSomething();
		expect(writesIn(await sentBy(() => create(name, input))).length).toBeGreaterThan(2);
	});

	test('gives an export’s place to a file that holds nothing of the log', async () => {
		const before = stage.store.files.size;
		const row = await create('export_audit_entries', { format: 'csv' }, trial);
		expect(stage.store.files.size).toBe(before + 1);
		expect(stage.store.at(row['file'])?.bytes.toString()).toMatch(/^This stands for the export/);
		expect(row).toMatchObject({ format: 'csv', entries: sizeNow(), fileHash: null });
	});
});

describe('Export Audit Entries', () => {
	test.each(['csv', 'jsonl', 'ocsf', 'cef', 'syslog'])(
		'puts all entries into a file of the format %s, and the log tells of it',
		async (format) => {
			await checkpoint();
			const entries = sizeNow();
			const row = await create('export_audit_entries', { format });
			const file = stage.store.at(row['file'])!;
			expect(row).toMatchObject({ light: 'green', format, entries, size: entries, dryRun: false });
			expect(createHash('sha256').update(file.bytes).digest('hex')).toBe(row['fileHash']);
			const text = file.bytes.toString();
			const lines = format === 'csv' ? parse<object>(text, { columns: true }) : text.trimEnd().split('\n');
			expect(lines).toHaveLength(entries);
			if (format === 'jsonl') expect(lines).toEqual(log.leaves().slice(0, entries).map(String));
			await checkpoint();
			expect(log.entries().at(-1)).toMatchObject({
				kind: 'export made',
				facts: { format, entries, fileHash: row['fileHash'], root: row['root'] },
			});
		},
	);

	test('has the entries of a period, of kinds and of subjects, in whatever form Zapier gives them', async () => {
		const of = async (input: Input) =>
			(await create('export_audit_entries', { format: 'jsonl', ...input }))['entries'];
		expect(await of({ subjects: 'first.dev, second.dev', kinds: ['key created'] })).toBe(2);
		expect(await of({ subjects: 'first.dev', kinds: 'key created' })).toBe(1);
		expect(await of({ subjects: '', kinds: [], from: '', to: '' })).toBe(sizeNow());
		expect(await of({ to: new Date(1_000).toISOString() })).toBe(0);
		expect(await of({ from: '2020-01-01T00:00:00+02:00', kinds: [''] })).toBe(sizeNow());
	});

	test.each([
		[{ from: 'yesterday' }, 'From: this is no date and time'],
		[{ kinds: ['sk-live-0123456789abcdefghij'] }, 'looks like a secret'],
		[{ format: 'pdf' }, 'Format: choose one from the list'],
		[{ format: 'bundle', kinds: ['key registered'] }, 'a bundle holds whole files of entries'],
		[{ format: 'bundle', subjects: 'first.dev' }, 'a bundle holds whole files of entries'],
		[{ format: 'bundle', kinds: ['a'], subjects: 'b' }, 'a bundle holds whole files of entries'],
	])('%j is refused before anything is asked', async (wrong, why) => {
		const sent = await sentBy(async () => {
			const { error } = await stage.create('export_audit_entries', { format: 'jsonl', ...wrong });
			expect(error?.message).toContain(why);
		});
		expect(sent).toEqual([]);
	});

	test('takes its form from nobody but the Zap’s author', async () => {
		const sent = await sentBy(async () => {
			for (const typed of [{ format: '{{1__format}}' }, {}, { format: 'bundle' }]) {
				const { error } = await stage.create('export_audit_entries', { format: 'csv' }, { typed });
				expect(error?.message).toContain('must be chosen by hand');
			}
		});
		expect(sent).toEqual([]);
	});

	test.each([
		['refuses it', { status: 403, body: '<Error>deploy-key-of-the-trial</Error>' }],
		['fails', { status: 500, body: 'deploy-key-of-the-trial' }],
	])('says in a sentence of its own when Zapier’s store %s', async (_how, answer) => {
		stage.store.refuse(answer);
		const { error, logs } = await stage.create('export_audit_entries', { format: 'csv' });
		stage.store.refuse(null);
		expect(error?.message).toContain('Zapier’s own store for files did not take it');
		expect(JSON.stringify([error?.message, logs])).not.toContain('deploy-key-of-the-trial');
	});

	test('does not wait for Zapier’s store longer than the run lasts', async () => {
		const never = { stashFile: () => new Promise(() => undefined) } as unknown as ZObject;
		const file = { name: 'a', bytes: new Uint8Array(1), mediaType: 'text/plain' };
		await expect(stash(never, file, 20)).rejects.toMatchObject({ code: 'NO_ANSWER' });
	});
});

describe('Find Audit Proof', () => {
	test('finds an entry, writes nothing, and what it gives proves it', async () => {
		const { publicKey, origin } = await checkpoint();
		const sent = await sentBy(async () => {
			for (const index of [0, '1', sizeNow() - 1]) {
				const { results, error } = await stage.search('find_audit_proof', { entry_number: index });
				expect(error).toBeUndefined();
				const [row, ...others] = results as Row[];
				expect(others).toEqual([]);
				const leaf = log.leaves()[Number(index)]!;
				expect(row).toMatchObject({ index: Number(index), leaf: leaf.toString(), publicKey });
				const proof = Buffer.from(String(row!['proof']));
				const keys = [readVerifierKey(String(publicKey))];
				expect(verifyProof(proof, leaf, String(origin), keys)).toMatchObject({ index: Number(index) });
				const { id, kind } = log.entries()[Number(index)]!;
				expect(row).toMatchObject({ id, kind });
			}
		});
		expect(writesIn(sent)).toEqual([]);
	});

	test('finds nothing where the log ends', async () => {
		expect((await stage.search('find_audit_proof', { entry_number: sizeNow() })).results).toEqual([]);
	});

	test.each(['', undefined, 'first', -1, 1.5, '1e3', '99999999999999999999', [0]])(
		'%j is no number of an entry',
		async (number) => {
			const { error } = await stage.search('find_audit_proof', { entry_number: number });
			expect(error?.message).toContain('this is no number of an entry');
		},
	);
});

describe('what Zapier shows before a test', () => {
	test('is a checkpoint and a proof that hold', () => {
		const keys = sampleLog.keys.map(readVerifierKey);
		const proof = Buffer.from(sampleProof);
		const { index, checkpoint } = verifyProof(proof, Buffer.from(sampleLeaf), sampleLog.origin, keys);
		expect([index, checkpoint.size, Buffer.from(checkpoint.root).toString('hex')]).toEqual([
			sampleEntry.index,
			sampleLog.size,
			sampleLog.root,
		]);
		expect(sampleProof.endsWith(sampleLog.checkpoint)).toBe(true);
	});
});

describe('hostile texts', () => {
	const MARKS = '\u202e\u2066\u200b\u0000\u0007';
	const CURLY = '{{bundle.authData.bootstrap_credential}}';
	const HOSTILE = `<!channel> [a](javascript:b)\n=cmd ${MARKS}${CURLY}`;

	test('are shown as a reader sees them; checkpoint and hashed entry stay as they are', () => {
		const facts = { [HOSTILE]: HOSTILE };
		const entry = { ...sampleEntry, kind: HOSTILE, key: HOSTILE, actor: HOSTILE, facts };
		const { leaf, ...row } = entryRow(entry, HOSTILE);
		const told = { ...sampleLog, sentence: HOSTILE, next: HOSTILE, store: HOSTILE, refused: [HOSTILE] };
		const { checkpoint: note, publicKeys, publicKey, ...state } = logRow(told);
		expect([leaf, note, publicKey, publicKeys]).toEqual([
			HOSTILE,
			sampleLog.checkpoint,
			...[sampleLog.keys[0], sampleLog.keys[0]],
		]);
		expect(JSON.stringify([row, state]).split('javascript:b')).toHaveLength(1 + 9);
		for (const text of [JSON.stringify(row), JSON.stringify(state)])
			expect(text).not.toMatch(/\\u0000|\\u0007|\\n|[\u200b\u202e\u2066]/);
	});

	test('in an entry: Zapier puts nothing into its braces', async () => {
		await create('append_audit_entry', { ...review, event: `x ${CURLY} \u202ey`, facts: { a: CURLY } });
		const { results, logs } = await stage.search('find_audit_proof', { entry_number: sizeNow() - 1 });
		const [row] = results as Row[];
		expect(row).toMatchObject({
			kind: `noted: x ${CURLY} \ufffdy`,
			facts: expect.arrayContaining([{ name: 'a', value: CURLY }]),
		});
		expect(JSON.stringify([results, logs])).not.toContain(stage.login.secretId);
	});
});
