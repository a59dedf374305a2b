import { createHmac } from 'node:crypto';
import type { INodeExecutionData } from 'n8n-workflow';
import { signedText } from '../../core/signed-request';
import { rotateParameters, runNode } from '../engine/workflows';
import { startAlertReceiver } from '../fakes/audit/alert-receiver';
import { type MailStage, startMailStage } from './mail-stage';

// Send Email loads it for its forms, which no template uses; it is an ES module inside, which Jest cannot load.
jest.mock('sanitize-html', () => jest.fn());

const FILE = 'watch-for-key-events.json';
const DAY_MS = 86_400_000;
const SECRET = 'the-secret-of-the-forwarder-0123456789';
const NOT_ANCHORED = 'Nobody outside keeps the newest checkpoint';
const OVERDUE = 'A rotation is overdue';
const PATH = '/webhook/vault-audit';
const HOOK = 'Vault Audit Log';
const WITH_FORWARDER = { [HOOK]: true, Receive: true };

let stage: MailStage;
beforeAll(async () => {
	stage = await startMailStage();
	await stage.world.put('admin/forwarder', SECRET);
});
afterAll(() => stage.close());

/** One hour. */
const hour = (startAt = 'Start by Hand') => stage.template(FILE, {}, { startAt });

/** What the forwarder sends, after a person has set its part up. */
const forwarded = (
	items: INodeExecutionData[],
	switched: Readonly<Record<string, boolean>> = WITH_FORWARDER,
) => stage.template(FILE, { Receive: { secret: 'forwarder' } }, { startAt: HOOK, items, switched });

/** What a message was sent of. */
const toldBy = ({ done, mails }: Awaited<ReturnType<typeof hour>>) => {
	expect(done.run.data.resultData.error).toBeUndefined();
	const rows = done.items('Watch').map(({ json }) => [json['state'], json['title']]);
	expect(mails).toHaveLength(rows.length - 1);
	return rows.filter(([state]) => state !== 'look');
};

/** Rotates a key to the end. */
async function issue(key: string) {
	for (let underWay = true; underWay;) {
		const [row] = (await runNode(stage.world, rotateParameters(key))).json;
		underWay = row?.['underWay'] === true;
		if (underWay) stage.warp.to(String(row?.['continueAt']));
	}
}

/** What the Webhook node hands on when a forwarder calls it. */
function sent(id: string, secret = SECRET): INodeExecutionData[] {
	const event = {
		type: 'response',
		time: new Date(Date.now()).toISOString(),
		auth: { display_name: 'somebody', entity_id: 'e1' },
		request: {
			id,
			operation: 'delete',
			path: 'secret/data/keyturn/admin/forwarder',
			mount_point: 'secret/',
			mount_type: 'kv',
			remote_address: '192.0.2.7',
		},
	};
	const body = `${JSON.stringify(event)}\n`;
	const timestamp = String(Math.floor(Date.now() / 1_000));
	const text = signedText({ id, timestamp, method: 'POST', path: PATH, body });
	const signature = createHmac('sha256', secret).update(text).digest('hex');
	const headers = {
		'webhook-id': id,
		'webhook-timestamp': timestamp,
		'webhook-signature': `kt1,${signature}`,
	};
	const data = { data: Buffer.from(body).toString('base64'), mimeType: 'application/x-ndjson' };
	return [{ json: { headers }, binary: { data } }];
}

describe('Watch for key events', () => {
	test('is silent while nothing happens, and tells once what begins and once that it is over', async () => {
		expect(toldBy(await hour())).toEqual([]);
		expect(toldBy(await hour('Every Hour'))).toEqual([]);
		// After a day without a message nobody outside keeps a checkpoint; the message carries one, so the next says that this is over.
		stage.warp.to(Date.now() + DAY_MS);
		expect(toldBy(await hour('Every Hour'))).toEqual([['opened', NOT_ANCHORED]]);
		expect(toldBy(await hour('Every Hour'))).toEqual([['closed', NOT_ANCHORED]]);
		// The entries that tell of these two messages are no reason for a third.
		for (let day = 0; day < 3; day++) {
			expect((await hour('Every Hour')).mails).toEqual([]);
			stage.warp.to(Date.now() + DAY_MS);
		}

		stage.warp.to(Date.now() + 200 * DAY_MS);
		const began = await hour('Every Hour');
		expect(toldBy(began)).toContainEqual(['opened', OVERDUE]);
		expect(began.mails).toHaveLength(toldBy(began).length);
		expect(began.mails.join('\n')).toMatch(
			/Subject: Keyturn: New alert[^]*A rotation is overdue[^]*first\.dev/,
		);
		expect(toldBy(await hour('Every Hour')).map(([, title]) => title)).not.toContain(OVERDUE);

		await issue('first.dev');
		const over = await hour('Every Hour');
		expect(toldBy(over)).toContainEqual(['closed', OVERDUE]);
		expect(over.mails).toHaveLength(toldBy(over).length);
	}, 60_000);

	test('takes in what the forwarder signed, tells it once, and answers 200', async () => {
		const signed = sent('msg_1');
		const first = await forwarded(signed);
		expect(first.done.run.data.resultData.error).toBeUndefined();
		expect(first.done.responses).toEqual([expect.objectContaining({ statusCode: 200 })]);
		// Whether an entry of Keyturn's own tells of it is known only later.
		stage.warp.to(Date.now() + DAY_MS / 24);
		const told = await hour('Every Hour');
		expect(told.mails.join('\n')).toMatch(/deleted outside Keyturn[^]*somebody e1/);
		expect((await hour('Every Hour')).mails).toEqual([]);
		const again = await forwarded(signed);
		expect(again.done.responses).toEqual([expect.objectContaining({ statusCode: 401 })]);
		expect(again.mails).toEqual([]);
	}, 60_000);

	test('answers 401 to a stranger and 503 while the vault is down, and writes nobody a message', async () => {
		const stranger = await forwarded(sent('msg_2', 'another-secret-of-32-characters-or-more'));
		expect(stranger.done.responses).toEqual([expect.objectContaining({ statusCode: 401 })]);
		stage.world.vault.vault.knobs.sealed = true;
		const down = await forwarded(sent('msg_3'));
		stage.world.vault.vault.knobs.sealed = false;
		expect(down.done.responses).toEqual([expect.objectContaining({ statusCode: 503 })]);
		expect([...stranger.mails, ...down.mails]).toEqual([]);
	}, 60_000);

	test('has the forwarder send again what came while *Receive* was off', async () => {
		const { done, mails } = await forwarded(sent('msg_4'), { [HOOK]: true });
		expect(done.run.data.resultData.error).toBeUndefined();
		expect(done.responses).toEqual([expect.objectContaining({ statusCode: 503 })]);
		expect(mails).toEqual([]);
	}, 60_000);

	test('tells a program of one’s own, again when it did not answer, and says by mail when it never did', async () => {
		const signing = 'the-secret-of-the-receiver-0123456789';
		stage.warp.to(Date.now() + 200 * DAY_MS);
		const receiver = await startAlertReceiver(signing, stage.warp.ahead());
		await stage.world.put('admin/alerts', signing);
		await stage.world.allow('admin/alerts', receiver.origin);
		/** A watch of its own, which has something to tell. */
		const first = (watch: string) =>
			stage.template(
				FILE,
				{
					Watch: { watch, message: 'webhook' },
					'Send to Your Program': { secret: 'alerts', url: receiver.url },
				},
				{
					startAt: 'Every Hour',
					switched: { 'Send to Your Program': true, 'Send by E-Mail': false },
				},
			);
		receiver.knobs.loseAnswers = 1;
		const told = await first('told');
		expect(told.done.run.data.resultData.error).toBeUndefined();
		const alerts = told.done.items('Watch').filter(({ json }) => json['state'] === 'opened');
		expect(alerts.map(({ json }) => json['title'])).toContain(OVERDUE);
		expect(receiver.alerts()).toEqual(alerts.map(({ json }) => json['message']));
		expect(receiver.came.length).toBeGreaterThan(alerts.length);
		expect(told.mails).toEqual([]);

		receiver.knobs.loseAnswers = 3 * alerts.length;
		const never = await first('never');
		expect(never.text('Write What Was Not Told')).toEqual([
			expect.stringMatching(/stand in the audit log.*may have arrived, or not.*Send it again/),
		]);
		expect(never.mails).toHaveLength(1);
		await receiver.close();
	}, 60_000);

	test('says in one mail what stopped it when the vault cannot be used', async () => {
		stage.world.vault.vault.knobs.sealed = true;
		const { text, mails } = await hour('Every Hour');
		stage.world.vault.vault.knobs.sealed = false;
		expect(text('Write What Stopped It')).toEqual([
			expect.stringMatching(/^Keyturn could not watch for key events: .*sealed.*Ask whoever runs the vault/),
		]);
		expect(mails).toHaveLength(1);
	}, 60_000);

	test('tries a mail again that was not taken, and fails for all to see when it never is', async () => {
		stage.world.vault.vault.knobs.sealed = true;
		stage.mail.knobs.refuse = 1;
		expect((await hour()).mails).toHaveLength(1);
		stage.mail.knobs.refuse = 3;
		const never = await hour();
		stage.world.vault.vault.knobs.sealed = false;
		expect(never.mails).toEqual([]);
		expect(never.done.run.data.resultData.error?.message).toContain('451');
	}, 60_000);
});
