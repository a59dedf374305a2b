import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	authorization,
	canonicalRequest,
	stringToSign,
	type SignedRequest,
} from '../../../../core/signing/sigv4';
import { sharedData } from '../../../fakes/shared-data';

const folder = sharedData('aws-sigv4');
const ACCESS_KEY = 'AKIDEXAMPLE';
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const scope = { time: '20150830T123600Z', region: 'us-east-1', service: 'service' };

const given = folder === null ? describe.skip : describe;
if (folder === null) process.stdout.write('skipped: ../shared/data/aws-sigv4 is not there\n');
const cases =
	folder === null
		? []
		: readdirSync(folder, { recursive: true, encoding: 'utf8' })
				.filter((file) => file.endsWith('.req'))
				.map((file) => file.slice(0, -4));

const part = (name: string, ending: string) => readFileSync(join(folder ?? '', `${name}.${ending}`), 'utf8');

/** The request that stands in a file: header lines that begin with a space go on from the one before. */
function requestIn(text: string): SignedRequest {
	const [head = '', body = ''] = text.split('\n\n');
	const [first = '', ...lines] = head.replace(/\n(?=\s)/g, ' ').split('\n');
	const [, method = '', target = ''] = /^(\S+) (.*) HTTP\/1\.1$/.exec(first) ?? [];
	const [path = '', query] = target.split('?');
	const pairs = (query?.split('&') ?? []).map((pair) => pair.split('=').map(decodeURIComponent));
	return {
		method,
		path,
		query: pairs.map(([name = '', value = '']) => [name, value]),
		headers: lines
			.filter((line) => line !== '')
			.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
		bodyHash: createHash('sha256').update(body).digest('hex'),
	};
}

/** The request of a case; a session token comes with the credential, and stands in the signed request alone. */
function requestOf(name: string): SignedRequest {
	const request = requestIn(part(name, 'req'));
	const signed = requestIn(part(name, 'sreq'));
	const token = signed.headers.find(([header]) => /^x-amz-security-token$/i.test(header));
	const takenIn = part(name, 'creq').includes('x-amz-security-token');
	const given = request.headers.some(([header]) => header === token?.[0]);
	return takenIn && !given && token !== undefined
		? { ...request, headers: [...request.headers, token] }
		: request;
}

given('the suite that AWS published', () => {
	test('every case is here', () => {
		expect(cases).toHaveLength(34);
	});

	test.each(cases)('%s', (name) => {
		const request = requestOf(name);
		expect(canonicalRequest(request, scope.service)).toBe(part(name, 'creq'));
		expect(stringToSign(request, scope)).toBe(part(name, 'sts'));
		expect(authorization(request, scope, ACCESS_KEY, SECRET)).toBe(part(name, 'authz'));
	});

	test('the order of what is given changes nothing', () => {
		const request = requestIn(
			part(
				cases.find((name) => name.endsWith('get-vanilla-query-order-key'))!,
				'req',
			),
		);
		const turned = {
			...request,
			query: [...request.query].reverse(),
			headers: [...request.headers].reverse(),
		};
		expect(authorization(turned, scope, ACCESS_KEY, SECRET)).toBe(
			authorization(request, scope, ACCESS_KEY, SECRET),
		);
	});
});

test('S3 takes a path as it stands, all others without dots', () => {
	const request: SignedRequest = {
		method: 'GET',
		path: '/a//./b c/..',
		query: [],
		headers: [],
		bodyHash: '',
	};
	expect(canonicalRequest(request, 's3').split('\n')[1]).toBe('/a//./b%20c/..');
	expect(canonicalRequest(request, 'secretsmanager').split('\n')[1]).toBe('/a/');
});
