import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { jsonResponse, type PlainRequest, type PlainResponse } from '../../../demo/http/plain';
import { FOLDER, type OpenFakeStore } from './fake';

const BUCKET = 'keyturn-audit';
const EMAIL = 'keyturn@project.iam.gserviceaccount.com';
const TOKEN_LIFE_S = 3_600;
const { privateKey, publicKey } = generateKeyPairSync('rsa', {
	modulusLength: 2_048,
	privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
	publicKeyEncoding: { type: 'spki', format: 'pem' },
});

/** Google's token service, and its JSON interface as its reference describes it. */
export const fakeGoogleCloudStorage: OpenFakeStore = ({ origin, now, mark, files, heedless, settings }) => {
	const tokenOrigin = origin.replace('://', '://token.');
	const tokens = new Map<string, number>();
	const refuse = (status: number, reason: string): PlainResponse =>
		jsonResponse(status, {
			error: { code: status, message: mark, errors: [{ message: mark, domain: 'global', reason }] },
		});

	function giveToken({ method, path, headers, body }: PlainRequest): PlainResponse {
		if (method !== 'POST' || path !== '/token') return refuse(404, 'notFound');
		if (headers['content-type'] !== 'application/x-www-form-urlencoded')
			return jsonResponse(400, { error: mark });
		const form = new URLSearchParams(body);
		const statement = form.get('assertion') ?? '';
		const bearer = form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer';
		if (!bearer || !holds(statement, `${tokenOrigin}/token`, now()))
			return jsonResponse(400, { error: 'invalid_grant', error_description: mark });
		const token = `ya29.${mark}-token-${tokens.size}`;
		tokens.set(token, now() + TOKEN_LIFE_S * 1_000);
		return jsonResponse(200, { access_token: token, expires_in: TOKEN_LIFE_S, token_type: 'Bearer' });
	}

	function object(name: string) {
		const size = String(files.get(name.slice(FOLDER.length + 1))?.length ?? 0);
		return { kind: 'storage#object', id: mark, bucket: BUCKET, name, generation: '1893499200000001', size };
	}

	function store({ method, path, query, headers, body }: PlainRequest): PlainResponse {
		const until = tokens.get(headers['authorization']?.replace('Bearer ', '') ?? '');
		if (until === undefined || until <= now()) return refuse(401, 'authError');
		const [, upload, bucket, encoded] =
			/^(\/upload)?\/storage\/v1\/b\/([^/]+)\/o(?:\/(.+))?$/.exec(path) ?? [];
		if (bucket !== BUCKET) return refuse(404, 'notFound');
		if (method === 'POST' && upload !== undefined) {
			const name = query['name'] ?? '';
			const file = name.slice(FOLDER.length + 1);
			if (query['uploadType'] !== 'media') return refuse(400, 'invalid');
			if (files.has(file) && query['ifGenerationMatch'] === '0' && heedless !== true)
				return refuse(412, 'conditionNotMet');
			files.set(file, body);
			return jsonResponse(200, object(name));
		}
		if (encoded === undefined) {
			const names = [...files.keys()].map((file) => `${FOLDER}/${file}`).sort();
			const items = names.filter((name) => name.startsWith(query['prefix'] ?? '')).slice(0, 1);
			return jsonResponse(200, {
				kind: 'storage#objects',
				...(items.length === 0 ? {} : { items: items.map(object) }),
			});
		}
		const name = decodeURIComponent(encoded);
		const found = files.get(name.slice(FOLDER.length + 1));
		if (found === undefined)
			return query['alt'] === 'media'
				? { status: 404, headers: { 'content-type': 'text/html' }, body: `No such object: ${mark}` }
				: refuse(404, 'notFound');
		if (query['alt'] !== 'media') return jsonResponse(200, object(name));
		const known = { 'content-type': 'application/octet-stream', 'x-goog-generation': '1893499200000001' };
		return { status: 200, headers: known, body: found };
	}

	return {
		services: { [origin]: store, [tokenOrigin]: giveToken },
		settings: {
			address: origin,
			signInAddress: `${tokenOrigin}/token`,
			bucket: BUCKET,
			folder: FOLDER,
			...settings,
		},
		admin: JSON.stringify(
			{
				type: 'service_account',
				project_id: 'project',
				private_key_id: 'key-1',
				private_key: privateKey,
				client_email: EMAIL,
				token_uri: 'https://oauth2.googleapis.com/token',
			},
			null,
			2,
		),
		secrets: [privateKey.split('\n')[2] ?? privateKey, `${mark}-token`],
	};
};

/** Whether a statement (RFC 7523) is the account's, for this token service, and of now. */
function holds(statement: string, audience: string, now: number): boolean {
	const [head = '', claims = '', signature = ''] = statement.split('.');
	const part = (text: string) =>
		JSON.parse(Buffer.from(text, 'base64url').toString() || '{}') as Record<string, unknown>;
	const { iss, scope, aud, iat, exp } = part(claims);
	return (
		part(head)['alg'] === 'RS256' &&
		iss === EMAIL &&
		scope === 'https://www.googleapis.com/auth/devstorage.read_write' &&
		aud === audience &&
		Math.abs(Number(iat) * 1_000 - now) < 300_000 &&
		Number(exp) - Number(iat) <= 3_600 &&
		verify(
			'sha256',
			Buffer.from(`${head}.${claims}`),
			createPublicKey(publicKey),
			Buffer.from(signature, 'base64url'),
		)
	);
}
