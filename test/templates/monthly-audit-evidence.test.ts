import { type MailStage, startMailStage } from './mail-stage';

// Send Email loads it for its forms, which no template uses; it is an ES module inside, which Jest cannot load.
jest.mock('sanitize-html', () => jest.fn());

const FILE = 'monthly-audit-evidence.json';
const DAY_MS = 86_400_000;

let stage: MailStage;
let pinned = '';
beforeAll(async () => {
	stage = await startMailStage();
	const { rows } = await stage.run({ resource: 'log', operation: 'getCheckpoint' });
	pinned = rows[0]!['keys'][0] as string;
	// What was done so far belongs to the month before.
	const now = new Date();
	stage.warp.to(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1, 12) + DAY_MS);
});
afterAll(() => stage.close());

/** One first of the month. */
const month = (given: Record<string, string> = {}, startAt = 'Start by Hand') =>
	stage.template(FILE, { 'Verify Export': { pinned, ...given } }, { startAt });

describe('Monthly audit evidence', () => {
	test.each(['First of the Month at 6:00', 'Start by Hand'])(
		'sends one mail with both files, the verdict, the checkpoint and the public key, %s',
		async (startAt) => {
			const { done, text, mails } = await month({}, startAt);
			expect(done.run.data.resultData.error).toBeUndefined();
			const [log] = done.items('Export Log');
			const [message, ...more] = text('Write the Message');
			expect(more).toEqual([]);
			expect(log!.json['entries']).toBeGreaterThan(0);
			expect(message).toMatch(/^Audit evidence of \w+ \d{4}\n\n🟡 .*not anchored.*\n→ \S/);
			expect(message).toContain(`\n\n${log!.json['checkpoint'] as string}\n`);
			expect(message!.trimEnd().endsWith(pinned)).toBe(true);
			expect(message).not.toMatch(/undefined|\[object|null/);
			expect(mails).toHaveLength(1);
			const plain = mails[0]!.replaceAll('\r\n', '');
			for (const node of ['Export Log', 'Export Table']) {
				const { fileName, data } = done.items(node)[0]!.binary!['export']!;
				expect(plain).toContain(fileName);
				expect(plain).toContain(data);
				expect(message).toContain(done.items(node)[0]!.json['fileHash'] as string);
			}
			expect(plain).toContain('Subject: Keyturn: audit evidence of');
		},
		30_000,
	);

	test('holds the entries of last month alone', async () => {
		await stage.run({
			resource: 'entry',
			operation: 'append',
			event: 'of this month',
			subject: 'first.dev',
			notedBy: 'Ada Lovelace',
			facts: '{}',
		});
		const { done } = await month();
		const table = Buffer.from(done.items('Export Table')[0]!.binary!['export']!.data, 'base64').toString();
		expect(table).toContain('key registered');
		expect(table).not.toContain('of this month');
	}, 30_000);

	test('is green with the checkpoint of an earlier mail, and red with one of another log', async () => {
		const outside = (await month()).text('Write the Message')[0]!;
		expect((await month({ outside })).text('Write the Message')[0]).toMatch(/\n\n🟢 /);
		const longer = outside.replace(/\n(\d+)\n/, (_, size: string) => `\n${Number(size) + 50}\n`);
		expect((await month({ outside: longer })).text('Write the Message')[0]).toMatch(/\n\n🔴 .*shorter/);
	}, 30_000);

	test('says what stopped it in one mail when the vault cannot be used', async () => {
		stage.world.vault.vault.knobs.sealed = true;
		const { text, mails } = await month();
		stage.world.vault.vault.knobs.sealed = false;
		expect(text('Write What Stopped It')).toEqual([
			expect.stringMatching(/^Keyturn could not give out .*sealed.*Ask whoever runs the vault/),
		]);
		expect(text('Write the Message')).toEqual([]);
		expect(mails).toHaveLength(1);
	}, 30_000);
});
