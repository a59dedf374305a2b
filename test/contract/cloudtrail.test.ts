import { cloudtrail } from '../../core/audit/sources/cloudtrail';
import type { AuditEvent } from '../../core/audit/events/event';
import { Secret } from '../../core/secret';
import { fakeCloudTrail } from '../fakes/audit/sources/cloudtrail';
import { fakeHost, VirtualTime } from '../fakes/host';
import { refusal } from './provider-suite';

const MINUTE = 60_000;
const DAY = 86_400_000;

function begin(settings: Record<string, string> = {}) {
	const time = new VirtualTime();
	const fake = fakeCloudTrail({ now: () => time.now, admin: 'x', mark: 'VALUE' });
	const host = fakeHost({ time, services: { [fake.origin]: fake.handle } });
	const secret = new Secret('aws-secret-0123456789', 'keyturn/admin/aws', [fake.origin]);
	return { time, fake, host, source: cloudtrail.open({ ...fake.settings, ...settings }, secret, host) };
}

async function all(source: ReturnType<typeof begin>['source'], from: string | null, until: number) {
	const events: AuditEvent[] = [];
	const gaps = [];
	for (let cursor = from, reads = 1; ; reads++) {
		const batch = await source.read(cursor, until);
		events.push(...batch.events);
		gaps.push(...batch.gaps);
		cursor = batch.cursor;
		if (!batch.more) return { events, gaps, cursor, reads, notVisible: batch.notVisible };
	}
}

it('reads a long history in parts, each event once, at no more than two requests a second', async () => {
	const { time, fake, host, source } = begin();
	const ids = Array.from({ length: 2_345 }, (_, each) =>
		fake.happen(time.now - DAY / 2 + Math.floor(each / 3) * 1_000),
	);
	const sentAt: number[] = [];
	host.between = (request, service) => {
		sentAt.push(time.now);
		return service(request);
	};
	const { events, reads } = await all(source, null, time.now);
	expect(events.map(({ id }) => id).sort()).toEqual([...ids].sort());
	expect(reads).toBeGreaterThan(2);
	// One read after another begins at once here; within each there are pauses.
	const pauses = sentAt.slice(1).map((at, index) => at - sentAt[index]!);
	expect(pauses.filter((ms) => ms < 500).length).toBeLessThan(reads);
});

it('what AWS has forgotten is a gap that is told', async () => {
	const { time, fake, source } = begin();
	const from = time.now;
	const { cursor } = await all(source, null, from);
	fake.happen(time.now + MINUTE);
	time.pass(100 * DAY);
	const id = fake.happen(time.now - DAY);
	const { now } = time;
	const { events, gaps } = await all(source, cursor, now);
	expect(events.map((each) => each.id)).toEqual([id]);
	expect(gaps).toEqual([{ from, to: now - 90 * DAY, why: 'AWS keeps the event history for 90 days' }]);
});

it('a clock that is far ahead does not hide what happens until it is right', async () => {
	const { time, fake, host, source } = begin();
	host.skewMs = 40 * MINUTE;
	const { cursor } = await all(source, null, host.clock.now());
	host.skewMs = 0;
	const id = fake.happen(time.now + 3 * MINUTE);
	time.pass(60 * MINUTE);
	const { events } = await all(source, cursor, time.now);
	expect(events.map((each) => each.id)).toEqual([id]);
});

it('what fills more than one page within one second is read by the tokens of its pages', async () => {
	const { time, fake, source } = begin();
	const ids = Array.from({ length: 170 }, () => fake.happen(time.now - MINUTE));
	const { events } = await all(source, null, time.now);
	expect(events.map(({ id }) => id).sort()).toEqual([...ids].sort());
});

it('more than can be read of one second is an error and no endless run', async () => {
	const { time, fake, source } = begin();
	for (let each = 0; each < 1_200; each++) fake.happen(time.now - MINUTE);
	const error = await refusal(() => all(source, null, time.now - MINUTE));
	expect(error).toMatchObject({
		code: 'UNEXPECTED_ANSWER',
		message: expect.stringContaining('does not end'),
	});
});

it('a page that comes again is an error after few requests', async () => {
	const { time, fake, host, source } = begin();
	for (let each = 0; each < 120; each++) fake.happen(time.now - each * MINUTE);
	host.between = (request, service) => {
		const response = service(request);
		return { ...response, body: response.body.replace(/"NextToken":"[^"]+"/, '"NextToken":"token-0"') };
	};
	expect((await refusal(() => all(source, null, time.now))).code).toBe('UNEXPECTED_ANSWER');
	expect(host.sent.length).toBeLessThan(10);
});

it('throttled in the middle, it keeps what it has and goes on from there', async () => {
	const { time, fake, host, source } = begin();
	const ids = Array.from({ length: 200 }, (_, each) => fake.happen(time.now - each * MINUTE));
	let count = 0;
	host.between = (request, service) =>
		(count += 1) % 3 === 0
			? { status: 400, headers: {}, body: '{"__type":"ThrottlingException","message":"Rate exceeded"}' }
			: service(request);
	const { events, reads } = await all(source, null, time.now);
	expect(events.map(({ id }) => id).sort()).toEqual([...ids].sort());
	expect(reads).toBeGreaterThan(1);
});

it.each([
	['AccessDeniedException', 'ADMIN_REFUSED'],
	['com.amazonaws.cloudtrail#ThrottlingException', 'RATE_LIMITED'],
	['InvalidTimeRangeException', 'UNEXPECTED_ANSWER'],
	['constructor', 'UNEXPECTED_ANSWER'],
])('AWS’s own refusal %s', async (type, code) => {
	const { time, host, source } = begin();
	host.between = () => ({
		status: 400,
		headers: {},
		body: JSON.stringify({ __type: type, message: 'VALUE' }),
	});
	const error = await refusal(() => source.read(null, time.now));
	expect(error.code).toBe(code);
	expect(error.message).not.toContain('VALUE');
});

it('does not ask a region for what stands in us-east-1 alone, and says so', async () => {
	const { time, host, source } = begin({ services: 'iam, secretsmanager, route53' });
	const { notVisible } = await all(source, null, time.now);
	expect(host.sent.map(({ body }) => /"AttributeValue":"(\w+)/.exec(String(body))?.[1])).toEqual([
		'secretsmanager',
	]);
	expect(notVisible).toEqual([expect.stringContaining('iam, route53 are in the history of us-east-1 alone')]);
});

it.each([
	[{ region: 'moon' }, 'Region'],
	[{ region: 'eu-central-1.evil.test/' }, 'Region'],
	[{ accessKeyId: 'not one' }, 'Access Key ID'],
	[{ services: 'iam, a b/c' }, 'Services'],
	[{ services: ' , ' }, 'Services'],
])('refuses %j', (settings, where) => {
	expect(() => begin(settings)).toThrow(expect.objectContaining({ code: 'BAD_INPUT', where }));
});

it.each<[string, string, object, Partial<AuditEvent>]>([
	[
		'iam',
		'CreateAccessKey',
		{
			requestParameters: { userName: 'bot' },
			responseElements: { accessKey: { accessKeyId: 'AKIANEW', userName: 'bot' } },
		},
		{ action: 'key created', target: 'AKIANEW', within: 'bot' },
	],
	[
		'iam',
		'UpdateAccessKey',
		{ requestParameters: { userName: 'bot', accessKeyId: 'AKIAOLD', status: 'Inactive' } },
		{ action: 'key disabled', target: 'AKIAOLD', within: 'bot' },
	],
	[
		'secretsmanager',
		'GetSecretValue',
		{ errorCode: 'AccessDenied' },
		{ action: 'secret read', outcome: 'refused', target: 'prod/app' },
	],
	[
		'secretsmanager',
		'RotationFailed',
		{
			userIdentity: { invokedBy: 'AWS Internal' },
			requestParameters: null,
			additionalEventData: { SecretId: 'arn:x' },
		},
		{ action: 'rotation failed', actor: 'AWS Internal', target: 'arn:x' },
	],
	[
		'signin',
		'ConsoleLogin',
		{ responseElements: { ConsoleLogin: 'Failure' } },
		{ action: 'login', outcome: 'refused' },
	],
	['kms', 'GetKeyPolicy', { errorCode: 'NotFoundException' }, { action: 'other', outcome: 'failed' }],
	['kms', '__proto__', {}, { action: 'other', operation: '__proto__' }],
	[
		'kms',
		'DisableKey',
		{ userIdentity: { aRN: 'arn:old' }, requestParameters: { keyId: 7, secretId: 'k\n1' } },
		{ actor: 'arn:old', target: 'k 1' },
	],
	[
		'kms',
		'EnableKey',
		{ requestParameters: { keyId: 'ghp_abcdefghijklmnop1234' } },
		{ target: '[taken out: it looked like a secret]' },
	],
])('%s %s %j', async (service, name, more, wanted) => {
	const { time, fake, source } = begin({ region: 'eu-central-1', services: service });
	fake.add(time.now - MINUTE, service, name, more);
	if (service === 'iam' || service === 'signin') {
		// Only us-east-1 is asked for these; the fake stands in for it.
		const host = fakeHost({
			time,
			services: {
				'https://cloudtrail.us-east-1.amazonaws.com': (request) =>
					fake.handle({
						...request,
						headers: {
							...request.headers,
							authorization: (request.headers['authorization'] ?? '').replace('us-east-1', 'eu-central-1'),
						},
					}),
			},
		});
		const secret = new Secret('aws-secret-0123456789', 'x', ['https://cloudtrail.us-east-1.amazonaws.com']);
		const global = cloudtrail.open(
			{ ...fake.settings, region: 'us-east-1', services: service },
			secret,
			host,
		);
		expect((await all(global, null, time.now)).events).toMatchObject([wanted]);
		return;
	}
	expect((await all(source, null, time.now)).events).toMatchObject([wanted]);
});

it('a record that cannot be read is an event all the same', async () => {
	const { time, fake, host, source } = begin();
	const id = fake.happen(time.now - MINUTE);
	host.between = (request, service) => {
		const response = service(request);
		return {
			...response,
			body: response.body.replace(/"CloudTrailEvent":"(?:[^"\\]|\\.)*"/, '"CloudTrailEvent":"not JSON"'),
		};
	};
	expect((await all(source, null, time.now)).events).toMatchObject([
		{ id, action: 'secret read', actor: 'alice' },
	]);
});
