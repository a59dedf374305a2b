import { jsonResponse } from '../../../../demo/http/plain';
import type { FakeReadSource, FakeSourceOptions } from './fake';

const PAGE = 50;

interface Kept {
	readonly id: string;
	readonly at: number;
	readonly visibleAt: number;
	readonly source: string;
	readonly name: string;
	readonly record: object;
}

export interface FakeCloudTrail extends FakeReadSource {
	/** One event with what is said of it. */
	add(at: number, source: string, name: string, more?: object, lateMs?: number): string;
	/** How many look-ups there were. */
	asked(): number;
}

/** From https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html and the record's own page. */
export function fakeCloudTrail({
	now,
	mark,
	region = 'eu-central-1',
}: FakeSourceOptions & { readonly region?: string }): FakeCloudTrail {
	const events: Kept[] = [];
	const pages = new Map<string, { rest: Kept[]; query: string }>();
	let asked = 0;
	const add: FakeCloudTrail['add'] = (at, source, name, more = {}, lateMs = 0) => {
		const id = `00000000-0000-4000-8000-${String(events.length).padStart(12, '0')}`;
		const record = {
			eventVersion: '1.09',
			eventID: id,
			eventTime: new Date(at).toISOString().replace(/\.\d+/, ''),
			eventSource: `${source}.amazonaws.com`,
			eventName: name,
			userIdentity: {
				type: 'IAMUser',
				arn: 'arn:aws:iam::123456789012:user/alice',
				accessKeyId: 'AKIAEXAMPLEEXAMPLE00',
			},
			sourceIPAddress: '198.51.100.7',
			requestParameters: { secretId: 'prod/app', secretString: mark, tags: [{ Value: mark }] },
			responseElements: null,
			...more,
		};
		events.push({
			id,
			at: Math.floor(at / 1_000),
			visibleAt: at + lateMs,
			source: `${source}.amazonaws.com`,
			name,
			record,
		});
		return id;
	};
	return {
		origin: `https://cloudtrail.${region}.amazonaws.com`,
		settings: {
			region,
			accessKeyId: 'AKIAEXAMPLEEXAMPLE01',
			services: 'secretsmanager, kms',
		},
		add,
		asked: () => asked,
		happen: (at, lateMs = 0) => add(at, 'secretsmanager', 'GetSecretValue', {}, lateMs),
		handle(request) {
			asked += 1;
			const headers = { date: new Date(now()).toUTCString() };
			const authorization = request.headers['authorization'] ?? '';
			const signed =
				/^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLEEXAMPLE01\/\d{8}\/([a-z0-9-]+)\/cloudtrail\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=[0-9a-f]{64}$/;
			if (signed.exec(authorization)?.[1] !== region)
				return jsonResponse(400, { __type: 'InvalidSignatureException', message: mark }, headers);
			if (
				request.headers['x-amz-target'] !==
				'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents'
			)
				return jsonResponse(400, { __type: 'UnknownOperationException' }, headers);
			const body = JSON.parse(request.body) as {
				LookupAttributes: { AttributeKey: string; AttributeValue: string }[];
				StartTime: number;
				EndTime: number;
				NextToken?: string;
			};
			const { NextToken: token, ...query } = body;
			const wanted = body.LookupAttributes[0]!;
			if (body.LookupAttributes.length !== 1 || wanted.AttributeKey !== 'EventSource')
				return jsonResponse(400, { __type: 'InvalidLookupAttributesException' }, headers);
			const page = token === undefined ? undefined : pages.get(token);
			if (token !== undefined && page?.query !== JSON.stringify(query))
				return jsonResponse(400, { __type: 'InvalidNextTokenException' }, headers);
			const found =
				page?.rest ??
				events
					.filter(({ source, visibleAt }) => source === wanted.AttributeValue && visibleAt <= now())
					.filter(
						({ at }) => at >= body.StartTime && at <= body.EndTime && at * 1_000 >= now() - 90 * 86_400_000,
					)
					.sort((a, b) => b.at - a.at);
			const rest = found.slice(PAGE);
			const next = `token-${pages.size}`;
			if (rest.length > 0) pages.set(next, { rest, query: JSON.stringify(query) });
			const answer = {
				Events: found.slice(0, PAGE).map(({ id, at, source, name, record }) => ({
					EventId: id,
					EventName: name,
					EventSource: source,
					EventTime: at,
					Username: 'alice',
					Resources: [{ ResourceName: mark }],
					CloudTrailEvent: JSON.stringify(record),
				})),
				...(rest.length > 0 ? { NextToken: next } : {}),
			};
			return jsonResponse(200, answer, headers);
		},
	};
}
