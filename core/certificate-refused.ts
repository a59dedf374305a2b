import { KeyturnError } from './errors';

/** Why a verifying client does not accept a server's certificate. */
export type CertificateFault = 'expired' | 'not valid yet' | 'for another name' | 'not trusted' | 'unusable';

/** The faults by the codes that Node and OpenSSL give them. Source: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const faults: Readonly<Record<string, CertificateFault>> = {
	CERT_HAS_EXPIRED: 'expired',
	CERT_NOT_YET_VALID: 'not valid yet',
	ERR_TLS_CERT_ALTNAME_INVALID: 'for another name',
	HOSTNAME_MISMATCH: 'for another name',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'not trusted',
	SELF_SIGNED_CERT_IN_CHAIN: 'not trusted',
	UNABLE_TO_GET_ISSUER_CERT: 'not trusted',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'not trusted',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'not trusted',
	CERT_UNTRUSTED: 'not trusted',
	CERT_REJECTED: 'not trusted',
	CERT_REVOKED: 'unusable',
	CERT_SIGNATURE_FAILURE: 'unusable',
	CERT_CHAIN_TOO_LONG: 'unusable',
	INVALID_CA: 'unusable',
	INVALID_PURPOSE: 'unusable',
	PATH_LENGTH_EXCEEDED: 'unusable',
};

const sentences: Readonly<Record<CertificateFault, string>> = {
	expired: 'its certificate has expired',
	'not valid yet': 'its certificate is not valid yet',
	'for another name': 'its certificate is for another name',
	'not trusted':
		'its certificate is not signed by an authority that is known here, or the chain to one is incomplete',
	unusable: 'its certificate must not be used for this',
};

/** A platform's own sentences for some of the faults. */
type Sentences = Readonly<Partial<Record<CertificateFault, string>>>;

/** What an Http rejects with when it did not accept the server's certificate: nothing was sent. */
export class CertificateRefused extends KeyturnError {
	readonly fault: CertificateFault;
	/** The client's own code for it, e.g. `CERT_HAS_EXPIRED`. */
	readonly reason: string;

	constructor(hostname: string, reason: string, fault: CertificateFault, words: Sentences = {}) {
		super('NO_ANSWER', `Request to ${hostname}`, words[fault] ?? sentences[fault]);
		this.fault = fault;
		this.reason = reason;
	}
}

/** How deep clients wrap the error of the connection. */
const DEEPEST = 4;

/**
 * A client's error as CertificateRefused, when it says that the certificate was not accepted; else null. Nothing of the
 * client's own error is kept but the code: it holds the request, and the request may hold a credential.
 */
export function certificateRefused(
	url: string,
	error: unknown,
	words?: Sentences,
): CertificateRefused | null {
	let inner = error;
	for (let depth = 0; depth < DEEPEST && typeof inner === 'object' && inner !== null; depth++) {
		const code = 'code' in inner && typeof inner.code === 'string' ? inner.code : '';
		const fault = Object.hasOwn(faults, code) ? faults[code] : undefined;
		if (fault !== undefined) return new CertificateRefused(new URL(url).hostname, code, fault, words);
		inner = 'cause' in inner ? inner.cause : null;
	}
	return null;
}

/** What an Http rejects with after a client's error: the refusal of a certificate where it was one, else an error. */
export const failureOf = (url: string, error: unknown): Error =>
	certificateRefused(url, error) ?? (error instanceof Error ? error : new Error('no complete answer came'));
