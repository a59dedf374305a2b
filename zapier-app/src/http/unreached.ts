import { certificateRefused } from '../../../core/certificate-refused';
import { KeyturnError } from '../../../core/errors';

const UNTRUSTED =
	'its certificate is not signed by an authority that Zapier knows; a private one cannot be added there';

/** What a failure before the request left is told as, by Node's code for it. */
const causes: Readonly<Record<string, string>> = {
	ENOTFOUND: 'its name is not known',
	EAI_AGAIN: 'its name could not be looked up',
	ECONNREFUSED: 'nothing listens there',
};

/** The failure of a request, without a word of the client's own: what is known of the cause, else nothing. */
export function unreached({ hostname, href }: URL, error: unknown): Error {
	const refused = certificateRefused(href, error, { 'not trusted': UNTRUSTED });
	if (refused !== null) return refused;
	const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
	const cause = Object.hasOwn(causes, code) ? causes[code] : undefined;
	return cause === undefined
		? new Error('no complete answer came')
		: new KeyturnError('NO_ANSWER', `Request to ${hostname}`, cause);
}
