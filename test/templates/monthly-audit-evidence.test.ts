import { commands, emptyMachine, removeMachines } from '../fakes/empty-machine';
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
afterAll(async () => {
	removeMachines();
	await stage.close();
});

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
			expect(message).toMatch(
				/\n\nThe audit log holds \d+ entries, signed up to the newest\.\n\nAttached:\n/,
			);
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

describe('The attached log, on a machine with standard tools only', () => {
	/** What an auditor has at the end of a month: the file of the mail, and the checkpoint of an earlier mail. */
	async function evidence() {
		const earlier = (await month()).text('Write the Message')[0]!;
		const [outside] = /^keyturn\.dev\/log\/\S+\n\d+\n\S{44}\n/m.exec(earlier)!;
		const { done } = await month();
		const { data } = done.items('Write the Message')[0]!.binary!['log']!;
		return { attached: Buffer.from(data, 'base64'), outside };
	}

	test('passes the commands of the page, and not one with a flipped byte in any of its files', async () => {
		const { attached, outside } = await evidence();
		const verdicts = (bundle: Uint8Array) => {
			const machine = emptyMachine(bundle, pinned, outside);
			return commands.map((command) => machine.run(command));
		};
		const said = verdicts(attached);
		expect(said.map(({ status, said }) => (status === 0 ? 0 : said))).toEqual(commands.map(() => 0));
		expect(said.at(-1)!.said).toMatch(/hashes agree; signed by the pinned key\nagrees with the checkpoint/);

		const members = membersOf(attached);
		for (const kind of [
			/^README/,
			/^checkpoint$/,
			/^keys$/,
			/^tile\/0\//,
			/^tile\/entries\//,
			/^SHA256SUMS$/,
		])
			expect(members.map(({ name }) => name)).toContainEqual(expect.stringMatching(kind));
		for (const { name, begin, size } of members) {
			const changed = Buffer.from(attached);
			changed[begin + (size >> 1)]! ^= 1;
			const refused = verdicts(changed).map(({ status }) => status !== 0);
			// What was broken on the way is found by the first command, and by the last one for itself.
			expect([name, refused[0], refused.at(-1)]).toEqual([name, true, true]);
		}
	}, 60_000);
});

/** Where the content of each file of a tar lies. */
function membersOf(archive: Buffer) {
	const members: { readonly name: string; readonly begin: number; readonly size: number }[] = [];
	for (let at = 0; archive[at] !== 0;) {
		const name = archive.toString('latin1', at, archive.indexOf(0, at));
		const size = parseInt(archive.toString('latin1', at + 124, at + 135), 8);
		members.push({ name, begin: at + 512, size });
		at += 512 + Math.ceil(size / 512) * 512;
	}
	return members;
}
