import { createHash } from 'node:crypto';
import type { PlainRequest, PlainResponse } from '../../../demo/http/plain';
import { authorization } from '../../../core/signing/sigv4';
import { FOLDER, type FakeStoreOptions, type OpenFakeStore } from './fake';

const ACCESS_KEY = 'AKIAEXAMPLE';
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const BUCKET = 'keyturn-audit';
const REGION = 'eu-west-1';
const SKEW_MS = 900_000;

/** What S3 keeps of a file beside its bytes. */
interface Kept {
	readonly body: string;
	readonly at: number;
	readonly lock: Readonly<Record<string, string>>;
}

/** S3's interface as its reference describes it: signature, time, region, conditional PUT, lock headers. */
export const fakeS3: OpenFakeStore = (options) => {
	const { origin, files } = options;
	const kept = new Map<string, Kept>();
	const refuse = (status: number, code: string): PlainResponse => ({
		status,
		headers: { 'content-type': 'application/xml' },
		body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${options.mark}</Message></Error>`,
	});
	const handle = (request: PlainRequest): PlainResponse => {
		const { method, path, headers, body } = request;
		const fault = faultOf(request, new URL(origin).host, options.now());
		if (fault !== null) return refuse(fault[0], fault[1]);
		const [, bucket, name = ''] = /^\/([^/]+)\/(.+)$/.exec(path) ?? [];
		if (bucket !== BUCKET) return refuse(404, 'NoSuchBucket');
		const file = name.slice(FOLDER.length + 1);
		if (method === 'PUT') {
			if (files.has(file) && headers['if-none-match'] === '*' && options.heedless !== true)
				return refuse(412, 'PreconditionFailed');
			files.set(file, body);
			kept.set(file, { body, at: options.now(), lock: lockOf(headers) });
			return { status: 200, headers: { etag: etag(body) }, body: '' };
		}
		const found = files.get(file);
		if (found === undefined) return refuse(404, 'NoSuchKey');
		const { at = options.now(), lock = {} } = kept.get(file) ?? {};
		const known = { etag: etag(found), 'last-modified': new Date(at).toUTCString(), ...lock };
		return { status: 200, headers: { 'content-type': 'application/octet-stream', ...known }, body: found };
	};
	return {
		services: { [origin]: handle },
		settings: settingsOf(options),
		admin: SECRET,
		secrets: [SECRET],
	};
};

const settingsOf = ({ origin, settings }: FakeStoreOptions): Readonly<Record<string, string>> => ({
	address: origin,
	bucket: BUCKET,
	region: REGION,
	folder: FOLDER,
	accessKeyId: ACCESS_KEY,
	...settings,
});

const etag = (body: string): string =>
	`"${createHash('md5').update(Buffer.from(body, 'latin1')).digest('hex')}"`;

const lockOf = (headers: PlainRequest['headers']): Readonly<Record<string, string>> =>
	Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('x-amz-object-lock-')));

/** What is wrong with a request before anybody looks at the file, as S3's status and word. */
function faultOf({ method, path, query, headers, body }: PlainRequest, host: string, now: number) {
	const time = headers['x-amz-date'] ?? '';
	const [, key, region, names = ''] =
		/^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), /.exec(
			headers['authorization'] ?? '',
		) ?? [];
	if (key !== ACCESS_KEY) return [403, 'InvalidAccessKeyId'] as const;
	if (region !== REGION) return [400, 'AuthorizationHeaderMalformed'] as const;
	const sent = Date.parse(time.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'));
	if (Math.abs(sent - now) > SKEW_MS) return [403, 'RequestTimeTooSkewed'] as const;
	const bodyHash = createHash('sha256').update(Buffer.from(body, 'latin1')).digest('hex');
	if (bodyHash !== headers['x-amz-content-sha256']) return [400, 'XAmzContentSHA256Mismatch'] as const;
	const signed = names
		.split(';')
		.map((name) => [name, name === 'host' ? host : (headers[name] ?? '')] as const);
	const request = {
		method,
		path: decodeURIComponent(path),
		query: Object.entries(query),
		headers: signed,
		bodyHash,
	};
	const expected = authorization(request, { time, region: REGION, service: 's3' }, ACCESS_KEY, SECRET);
	const mustBeSigned = Object.keys(headers).filter((name) => name.startsWith('x-amz-'));
	return expected === headers['authorization'] &&
		mustBeSigned.every((name) => names.split(';').includes(name))
		? null
		: ([403, 'SignatureDoesNotMatch'] as const);
}
