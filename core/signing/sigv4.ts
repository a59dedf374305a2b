import { createHash, createHmac, createSecretKey } from 'node:crypto';

/** A request as AWS's signature sees it. */
export interface SignedRequest {
	readonly method: string;
	/** Percent-encoded once by the signer: for S3 the path as it is meant, for all other services as it is sent. */
	readonly path: string;
	/** Names and values as they are meant. */
	readonly query: ReadonlyArray<readonly [string, string]>;
	/** Every header that is to be signed, `host` and `x-amz-date` among them; a name may come twice. */
	readonly headers: ReadonlyArray<readonly [string, string]>;
	/** SHA-256 of the body in hex. */
	readonly bodyHash: string;
}

export interface SigningScope {
	/** `20300131T120000Z`, the same as in `x-amz-date`. */
	readonly time: string;
	readonly region: string;
	readonly service: string;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** Milliseconds since 1970 as AWS writes them. */
export const amzDate = (ms: number): string =>
	new Date(ms).toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');

/**
 * The value of the header `authorization` (AWS Signature Version 4), for an access key and its secret.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function authorization(
	request: SignedRequest,
	scope: SigningScope,
	accessKeyId: string,
	secret: string,
): string {
	const signature = mac(signingKey(scope, secret), stringToSign(request, scope)).digest('hex');
	const parts = {
		Credential: `${accessKeyId}/${scopeText(scope)}`,
		SignedHeaders: signedHeaders(request),
		Signature: signature,
	};
	return `${ALGORITHM} ${Object.entries(parts)
		.map((part) => part.join('='))
		.join(', ')}`;
}

/** What is signed: the hash of the canonical request, with its time and place. */
export const stringToSign = (request: SignedRequest, scope: SigningScope): string =>
	[ALGORITHM, scope.time, scopeText(scope), sha256Hex(canonicalRequest(request, scope.service))].join('\n');

/** The request in its one form. S3 takes paths as they are, all other services without `.`, `..` and empty segments. */
export function canonicalRequest(request: SignedRequest, service: string): string {
	const { method, path, query, headers, bodyHash } = request;
	const pairs = query.map(([name, value]) => [encoded(name), encoded(value)] as const);
	const values = new Map<string, string[]>();
	for (const [name, value] of headers) {
		const key = name.toLowerCase();
		values.set(key, [...(values.get(key) ?? []), value.trim().replace(/\s+/g, ' ')]);
	}
	return [
		method,
		encoded(service === 's3' ? path : withoutDots(path), '/'),
		pairs
			.sort(byTexts)
			.map((pair) => pair.join('='))
			.join('&'),
		...[...values].sort(byTexts).map(([name, all]) => `${name}:${all.join(',')}`),
		'',
		signedHeaders(request),
		bodyHash,
	].join('\n');
}

const signedHeaders = ({ headers }: SignedRequest): string =>
	[...new Set(headers.map(([name]) => name.toLowerCase()))].sort().join(';');

const scopeText = ({ time, region, service }: SigningScope): string =>
	[time.slice(0, 8), region, service, 'aws4_request'].join('/');

function signingKey({ time, region, service }: SigningScope, secret: string): Uint8Array {
	let key = mac(`AWS4${secret}`, time.slice(0, 8)).digest();
	for (const part of [region, service, 'aws4_request']) key = mac(key, part).digest();
	return key;
}

const mac = (key: string | Uint8Array, text: string) =>
	createHmac('sha256', typeof key === 'string' ? key : createSecretKey(key)).update(text);
const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');

/** RFC 3986: all but unreserved characters, and those that are to be kept. */
const encoded = (text: string, kept = ''): string =>
	encodeURIComponent(text)
		.replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)
		.replace(/%2F/g, kept === '/' ? '/' : '%2F');

/** RFC 3986, section 5.2.4, and one slash for several. */
function withoutDots(path: string): string {
	const kept: string[] = [];
	for (const segment of path.split('/')) {
		if (segment === '..') kept.pop();
		else if (segment !== '.' && segment !== '') kept.push(segment);
	}
	const end = kept.length > 0 && /\/\.{0,2}$/.test(path) ? '/' : '';
	return `/${kept.join('/')}${end}`;
}

const byTexts = (a: readonly [string, unknown], b: readonly [string, unknown]): number =>
	compare(a[0], b[0]) || compare(String(a[1]), String(b[1]));
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
