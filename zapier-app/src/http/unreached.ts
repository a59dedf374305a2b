import { KeyturnError } from '../../../core/errors';

const UNTRUSTED =
	'its certificate is not signed by an authority that Zapier knows; a private one cannot be added there';

/** What a failure before the request left is told as, by Node's code for it. */
const causes: Readonly<Record<string, string>> = {
	ENOTFOUND: 'its name is not known',
	EAI_AGAIN: 'its name could not be looked up',
	ECONNREFUSED: 'nothing listens there',
	CERT_HAS_EXPIRED: 'its certificate has expired',
	CERT_NOT_YET_VALID: 'its certificate is not valid yet',
	ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
	DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
	SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
};

/** The failure of a request, without a word of the client's own: what is known of the cause, else nothing. */
export function unreached({ hostname }: URL, error: unknown): Error {
	const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
	const cause = Object.hasOwn(causes, code) ? causes[code] : undefined;
	return cause === undefined
		? new Error('no complete answer came')
		: new KeyturnError('NO_ANSWER', `Request to ${hostname}`, cause);
}
