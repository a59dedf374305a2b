import { KeyturnError } from '../../../core/errors';
import type { Http } from '../../../core/ports';

const MEGABYTE = 1024 * 1024;
const MOST_BYTES = 50 * MEGABYTE;
const TIMEOUT_MS = 20_000;
/** Zapier's own addresses of files lead on to where a file lies. */
const MOST_STEPS = 3;
const MOVED: readonly number[] = [301, 302, 303, 307, 308];

/**
 * The bytes of a file that an earlier step gave, by its address. `http` is the guarded one: each address on the way is
 * looked at anew, and nothing but the question is sent there. Throws BAD_INPUT, without the address, which may be all
 * that is needed to read the file.
 */
export async function fetchedFile(http: Http, given: unknown, label: string): Promise<Uint8Array> {
	let url = addressOf(given, label);
	for (let step = 0; step <= MOST_STEPS; step++) {
		const { status, headers, body } = await http({
			method: 'GET',
			url: url.href,
			headers: {},
			timeoutMs: TIMEOUT_MS,
			maxBytes: MOST_BYTES,
			encoding: 'latin1',
		});
		if (status === 200) return Uint8Array.from(Buffer.from(body, 'latin1'));
		if (!MOVED.includes(status)) throw notFetched(label, `it could not be fetched (${String(status)})`);
		url = addressOf(headers['location'], label, url.href);
	}
	throw notFetched(label, 'its address leads on and on');
}

function addressOf(given: unknown, label: string, base?: string): URL {
	const text = typeof given === 'string' ? given.trim() : '';
	if (text !== '' && URL.canParse(text, base)) return new URL(text, base);
	throw notFetched(label, 'this is no file');
}

const notFetched = (label: string, what: string) =>
	new KeyturnError('BAD_INPUT', label, what, {
		next: `Choose the file of an earlier step, of at most ${String(MOST_BYTES / MEGABYTE)} MB.`,
	});
