import { KeyturnError } from '../errors';
import { originOf } from '../names';

const WHERE = 'Allowed Hosts';
const MOST = 50;

/**
 * The origins that a person allowed, from a list like `api.example.com, https://eu.example.com:8443`. A name alone means
 * https and its usual port. Throws for anything that would not be exactly one origin.
 */
export function allowedOrigins(list: string): readonly string[] {
	const entries = list.split(/[\s,;]+/).filter((each) => each !== '');
	if (entries.length === 0) throw bad('name at least one host, e.g. api.example.com');
	if (entries.length > MOST) throw bad(`name at most ${MOST} hosts`);
	return [...new Set(entries.map(originIn))];
}

function originIn(entry: string): string {
	if (entry.includes('*')) throw bad('name each host in full: * would allow hosts that nobody has looked at');
	const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(entry) ? entry : `https://${entry}`;
	const origin = originOf(address, WHERE);
	const { pathname, search, hash } = new URL(address);
	if (pathname !== '/' || search !== '' || hash !== '')
		throw bad('leave out everything after the host and its port');
	return origin;
}

const bad = (what: string) => new KeyturnError('BAD_INPUT', WHERE, what);
