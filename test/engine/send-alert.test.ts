import { type AlertReceiver, startAlertReceiver } from '../fakes/audit/alert-receiver';
import { type AuditStage, type Row, startAuditStage } from './audit-stage';

const SECRET = 'the-secret-of-the-receiver-0123456789';

let stage: AuditStage;
let receiver: AlertReceiver;
let rows: readonly Row[];
beforeAll(async () => {
	stage = await startAuditStage();
	stage.warp.to(Date.now() + 200 * 86_400_000);
	receiver = await startAlertReceiver(SECRET, stage.warp.ahead());
	await stage.world.put('admin/alerts', SECRET);
	await stage.world.allow('admin/alerts', receiver.origin);
	rows = (await stage.run({ resource: 'event', operation: 'watch', watch: 'own', message: 'webhook' })).rows;
});
afterAll(async () => {
	await receiver.close();
	await stage.close();
});

const send = (more: Record<string, unknown>, items: readonly object[]) =>
	stage.run(
		{
			...{ resource: 'event', operation: 'sendAlert', url: receiver.url, secret: 'alerts' },
			...{ alert: '={{ $json.message }}', ...(more as Record<string, string>) },
		},
		items,
	);
const alerts = () => rows.filter(({ state }) => state === 'opened');

test('an alert of Watch reaches a receiver that checks its signature, each once', async () => {
	expect(alerts().map(({ rule }) => rule)).toContain('R7-OVERDUE');
	const done = await send({}, alerts());
	expect(done.error).toBeUndefined();
	expect(done.rows).toEqual(alerts().map(() => expect.objectContaining({ light: 'green', status: 202 })));
	expect(receiver.alerts()).toEqual(alerts().map(({ message }) => message));
	expect(receiver.alerts()[0]).toMatchObject({ checkpoint: expect.stringContaining('keyturn.dev/log/') });
	expect(JSON.stringify([done.rows, receiver.came])).not.toMatch(new RegExp(SECRET));
});

test('the receiver refuses a replay, and what was changed on the way', async () => {
	const [first] = receiver.came;
	expect(first!.status).toBe(202);
	expect(await receiver.replay(first!)).toBe(409);
	expect(await receiver.replay({ ...first!, body: first!.body.replace('opened', 'closed') })).toBe(401);
	const headers = { ...first!.headers, 'webhook-id': 'msg_another' };
	expect(await receiver.replay({ ...first!, headers })).toBe(401);
	expect(receiver.alerts()).toHaveLength(alerts().length);
});

test('when the answer is lost it says that nobody knows, and the same alert again is told of as one', async () => {
	const before = receiver.came.length;
	receiver.knobs.loseAnswers = 1;
	const lost = await send({}, alerts().slice(0, 1));
	expect(lost.error?.message).toContain('may have arrived, or not');
	expect(lost.error?.description).toContain('Send it again');
	expect(receiver.came).toHaveLength(before + 1);
	expect((await send({}, alerts().slice(0, 1))).rows).toEqual([expect.objectContaining({ status: 202 })]);
	expect(receiver.alerts()).toHaveLength(alerts().length);
});

test('nothing is sent to an origin that the secret’s keeper did not allow, nor by an expression in the address', async () => {
	const before = receiver.came.length;
	const elsewhere = await send({ url: receiver.url.replace('127.0.0.1', 'localhost') }, alerts().slice(0, 1));
	expect(elsewhere.error?.message).toMatch(/admin\/alerts.*may be sent to .*Nothing was sent/);
	const chosen = await send({ url: '={{ $json.target }}' }, alerts().slice(0, 1));
	expect(chosen.error?.message).toContain('filled in by hand');
	const look = await send(
		{},
		rows.filter(({ state }) => state === 'look'),
	);
	expect(look.error?.message).toContain('no alert');
	expect(receiver.came).toHaveLength(before);
});
