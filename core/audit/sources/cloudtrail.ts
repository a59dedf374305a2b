import { z } from 'zod';
import { KeyturnError, hasCode } from '../../errors';
import { failure, read, send } from '../../http';
import type { HttpResponse } from '../../ports';
import { adminOf, jsonOf, setting } from '../../providers/settings';
import { sha256 } from '../../secret';
import { amzDate, authorization } from '../../signing/sigv4';
import { actions } from '../events/event';
import { cloudtrailEvent, entryShape, services } from './cloudtrail-events';
import { KEPT_MS, Window, cursorShape, firstCursor } from './cloudtrail-window';
import { readCursor } from './cursor';
import { OVERLAP_MS } from './overlap';
import type { ReadSource } from './source';

const PAGE = 50;
const MOST_SERVICES = 20;
/** Two requests a second for an account in a region are allowed; somebody else may be asking as well. */
const PAUSE_MS = 550;
const PAGES_A_READ = 20;
const TARGET = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents';

const page = z.object({
	Events: z.array(entryShape).max(PAGE),
	NextToken: z.string().min(1).max(20_000).optional(),
});
/** What AWS calls its refusals, where the status alone says 400. */
const refusals: Readonly<Record<string, 'ADMIN_REFUSED' | 'RATE_LIMITED'>> = {
	AccessDeniedException: 'ADMIN_REFUSED',
	UnrecognizedClientException: 'ADMIN_REFUSED',
	InvalidClientTokenId: 'ADMIN_REFUSED',
	InvalidSignatureException: 'ADMIN_REFUSED',
	SignatureDoesNotMatch: 'ADMIN_REFUSED',
	ExpiredTokenException: 'ADMIN_REFUSED',
	ThrottlingException: 'RATE_LIMITED',
	TooManyRequestsException: 'RATE_LIMITED',
};

/**
 * AWS CloudTrail's event history of one account in one region.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html (one attribute a query, 50 a
 * page, newest first, two requests a second, 90 days); that IAM, sign-in and CloudFront are looked up in us-east-1 alone,
 * AWS told its customers in November 2021. Not tried on the live service.
 */
export const cloudtrail: ReadSource<'region' | 'accessKeyId' | 'services'> = {
	way: 'read',
	id: 'cloudtrail',
	title: 'AWS CloudTrail',
	docs: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html',
	rights: 'The secret of an access key whose user may do cloudtrail:LookupEvents and nothing else',
	promises: {
		delay: OVERLAP_MS,
		kept: KEPT_MS,
		visible: actions,
		notVisible: [
			'Data events (objects of S3, calls of functions): the event history has management events only.',
			'Events of other accounts and other regions: each has a history of its own.',
			'IAM, Route 53 and sign-in events outside us-east-1: they stand in the history of us-east-1 alone.',
			'Whether CloudTrail left something out: the event history has no digest that would show it.',
		],
	},
	fields: [
		{
			name: 'region',
			label: 'Region',
			help: 'The region whose event history is read; IAM, Route 53 and sign-in are in us-east-1',
			placeholder: 'e.g. eu-central-1',
		},
		{
			name: 'accessKeyId',
			label: 'Access Key ID',
			help: 'The ID of the access key; its secret is the admin credential in the vault',
			placeholder: 'e.g. AKIAIOSFODNN7EXAMPLE',
			id: true,
		},
		{
			name: 'services',
			label: 'Services',
			help: 'The services to look at, with commas between; each takes a request of its own',
			default: Object.keys(services).join(', '),
		},
	],
	open(settings, admin, host) {
		const region = setting(settings, 'region', 'Region');
		if (!/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region))
			throw new KeyturnError('BAD_INPUT', 'Region', 'use the name as AWS writes it, e.g. eu-central-1');
		const accessKeyId = setting(settings, 'accessKeyId', 'Access Key ID');
		if (!/^[A-Z0-9]{16,128}$/.test(accessKeyId))
			throw new KeyturnError('BAD_INPUT', 'Access Key ID', 'use the ID as AWS shows it, e.g. AKIA…');
		const { asked, elsewhere } = servicesOf(settings['services'], region);
		const secret = adminOf(admin, 'CloudTrail');
		const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
		const origin = `https://cloudtrail.${region}.${domain}`;
		const where = 'CloudTrail (events)';

		async function lookUp(service: string, window: Window, token: string | null) {
			const json = {
				LookupAttributes: [{ AttributeKey: 'EventSource', AttributeValue: `${service}.amazonaws.com` }],
				StartTime: window.start,
				EndTime: window.end,
				MaxResults: PAGE,
				...(token === null ? {} : { NextToken: token }),
			};
			const time = amzDate(host.clock.now());
			const headers = {
				'content-type': 'application/x-amz-json-1.1',
				'x-amz-date': time,
				'x-amz-target': TARGET,
			};
			const signed = authorization(
				{
					method: 'POST',
					path: '/',
					query: [],
					headers: [['host', new URL(origin).hostname], ...Object.entries(headers)],
					bodyHash: sha256(JSON.stringify(json)),
				},
				{ time, region, service: 'cloudtrail' },
				accessKeyId,
				secret.reveal(origin),
			);
			const { 'content-type': contentType, ...more } = headers;
			const response = await send(host, {
				where,
				method: 'POST',
				url: `${origin}/`,
				headers: { ...more, authorization: signed },
				contentType,
				json,
			});
			if (response.status !== 200) throw refusalOf(response, where);
			return { ...read(response, page, where), date: Date.parse(response.headers['date'] ?? '') };
		}

		/** One service's part of the window, as far as this read may go. True when it is at its end. */
		async function scan(window: Window, service: string, budget: { left: number }): Promise<boolean> {
			const tokens = new Set<string>();
			for (let token: string | null = null; ;) {
				if (budget.left === 0) return false;
				if (budget.left < PAGES_A_READ) await host.clock.sleep(PAUSE_MS);
				const got: Awaited<ReturnType<typeof lookUp>> = await lookUp(service, window, token);
				budget.left -= 1;
				window.serverTime(got.date);
				for (const entry of got.Events) window.add(cloudtrailEvent(entry));
				if (got.NextToken === undefined) return true;
				if (tokens.has(got.NextToken)) throw endless();
				tokens.add(got.NextToken);
				token = got.NextToken;
			}
		}

		const endless = () => new KeyturnError('UNEXPECTED_ANSWER', where, 'the list does not end');

		return {
			origin,
			async read(cursor, until) {
				const window = new Window(
					cursor === null ? firstCursor(region, until) : readCursor(cursor, cursorShape, where),
					until,
				);
				if (window.region !== region)
					throw new KeyturnError('BAD_INPUT', where, `the kept place is of the region ${window.region}`);
				const budget = { left: PAGES_A_READ };
				for (const service of asked.slice(window.service)) {
					try {
						if (await scan(window, service, budget)) {
							window.nextService();
							continue;
						}
					} catch (error) {
						// What was read so far counts: where others ask as well, it would never come to an end otherwise.
						if (!hasCode(error, 'RATE_LIMITED') || !window.hasNews) throw error;
					}
					if (!window.cut()) throw endless();
					return window.result(elsewhere, true);
				}
				return window.result(elsewhere, false);
			},
		};
	},
};

function servicesOf(typed: string | undefined, region: string): { asked: string[]; elsewhere: string[] } {
	const names = (typed ?? Object.keys(services).join(','))
		.split(/[\s,]+/)
		.filter((each) => each !== '')
		.map((each) => each.toLowerCase().replace(/\.amazonaws\.com$/, ''));
	const wrong = names.find((each) => !/^[a-z0-9-]{2,40}$/.test(each));
	if (names.length === 0 || names.length > MOST_SERVICES || wrong !== undefined)
		throw new KeyturnError(
			'BAD_INPUT',
			'Services',
			`use up to ${MOST_SERVICES} names like secretsmanager, iam`,
		);
	// Other partitions of AWS keep these in a region of their own.
	const onlyThere =
		region === 'us-east-1' || /^(?:cn|us-gov)-/.test(region)
			? []
			: names.filter((each) => services[each]?.global);
	const elsewhere =
		onlyThere.length === 0
			? []
			: [
					`Events of ${onlyThere.join(', ')} are in the history of us-east-1 alone, and ${region} was read: read that region as well.`,
				];
	return { asked: names.filter((each) => !onlyThere.includes(each)), elsewhere };
}

const refused = z.object({ __type: z.string().max(200) });

function refusalOf(response: HttpResponse, where: string): KeyturnError {
	const told = refused.safeParse(jsonOf(response));
	const name = (told.success ? told.data.__type : '').split('#').at(-1) ?? '';
	const code = Object.hasOwn(refusals, name) ? refusals[name] : undefined;
	if (response.status !== 400 || code === undefined) return failure(response, where);
	return failure({ ...response, status: code === 'RATE_LIMITED' ? 429 : 403 }, where);
}
