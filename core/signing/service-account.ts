import { createPrivateKey, sign, type PrivateKey } from 'node:crypto';
import { z } from 'zod';
import { base64url } from '../base64';
import { KeyturnError } from '../errors';
import { failure, read, send } from '../http';
import type { Host } from '../ports';
import { parsedJson } from '../parsed-json';
import { Secret } from '../secret';
import { utf8 } from '../utf8';

const account = z.object({
	type: z.literal('service_account'),
	client_email: z.string().min(3).max(320),
	private_key_id: z.string().max(200),
	private_key: z.string().max(20_000),
});
const token = z.object({
	access_token: z.string().min(10).max(10_000),
	expires_in: z.number().int().positive().max(86_400),
});

const LIFETIME_S = 3_600;
/** A token is renewed this long before its end, so that none ends on its way. */
const MARGIN_MS = 120_000;

/**
 * Access tokens for a Google service account, whose JSON key file is the credential. The key stays here: what is sent, and
 * to `tokenUrl` only, is a statement signed with it (RS256). A token is kept while it is valid, and goes to the origins
 * that the keeper of the key wrote. Throws BAD_INPUT for what is no such file, ADMIN_REFUSED when the account is refused.
 * Source: https://developers.google.com/identity/protocols/oauth2/service-account#httprest, RFC 7523.
 */
export function serviceAccountTokens(
	host: Host,
	credential: Secret,
	tokenUrl: string,
	scope: string,
): () => Promise<Secret> {
	let kept: { readonly token: Secret; readonly until: number } | null = null;
	return async () => {
		if (kept === null || host.clock.monotonic() >= kept.until) kept = await renew();
		return kept.token;
	};

	async function renew() {
		const began = host.clock.monotonic();
		const where = `Token for ${credential.label}`;
		const response = await send(host, {
			where,
			method: 'POST',
			url: tokenUrl,
			body: form({
				grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
				assertion: assertion(host.clock.now()),
			}),
			contentType: 'application/x-www-form-urlencoded',
		});
		// RFC 6749, section 5.2: an account that is refused gets a 400.
		if (response.status === 400 || response.status === 401)
			throw new KeyturnError('ADMIN_REFUSED', where, `the service account was refused (${response.status})`, {
				status: response.status,
				next: 'Check that the account and its key exist at Google, and that the clock of this machine is right.',
			});
		if (response.status !== 200) throw failure(response, where);
		const { access_token: text, expires_in: seconds } = read(response, token, where);
		return {
			token: new Secret(text, where, credential.origins),
			until: began + seconds * 1_000 - MARGIN_MS,
		};
	}

	function assertion(now: number): string {
		const file = account.safeParse(parsedJson(credential.reveal(new URL(tokenUrl).origin)));
		if (!file.success) throw noAccount(credential.label);
		const issued = Math.floor(now / 1_000);
		const parts = [
			{ alg: 'RS256', typ: 'JWT', kid: file.data.private_key_id },
			{ iss: file.data.client_email, scope, aud: tokenUrl, iat: issued, exp: issued + LIFETIME_S },
		].map((part) => base64url(utf8.encode(JSON.stringify(part))));
		const text = parts.join('.');
		return `${text}.${base64url(sign('sha256', utf8.encode(text), rsaKey(file.data.private_key, credential.label)))}`;
	}
}

function rsaKey(pem: string, label: string): PrivateKey {
	try {
		const key = createPrivateKey({ key: pem, format: 'pem' });
		if (key.asymmetricKeyType === 'rsa') return key;
	} catch {
		// What the parser says of it is not repeated: it was given a key.
	}
	throw noAccount(label);
}

const noAccount = (label: string): KeyturnError =>
	new KeyturnError('BAD_INPUT', label, 'it is not the key file of a service account', {
		next: 'Put the JSON file that Google gave out, as it is, into the vault entry.',
	});

const form = (fields: Readonly<Record<string, string>>): string =>
	Object.entries(fields)
		.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
		.join('&');
