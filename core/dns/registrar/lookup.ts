import type { Host, HttpResponse } from '../../ports';
import { fetched, refusal } from '../fetched';
import { type Looked, notSeen, seen } from '../finding';
import { type Name, labelsOf, shown } from '../wire/name';
import { type Bootstrap, serverAt } from './bootstrap';
import { type Registration, readRegistration } from './registration';

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 1024 * 1024;
const REDIRECTS = [301, 302, 307, 308];
const LABEL = /^[a-z0-9_-]+$/;

/** What a registry answered: a registration, null when it knows none of that name, or where it sends us. */
type Answer = { readonly registration: Registration | null } | { readonly redirect: string };

/**
 * Asks the registry about a registered domain (RFC 9082, section 3.1.3). Null: the registry knows no such domain, so it
 * is free, or it is a part of another. The name must be one that can be registered: nothing
 * above it is tried. Each is asked about once in a run.
 */
export const lookRegistration = (
	domain: Name,
	host: Host,
	bootstrap: Bootstrap,
): Promise<Looked<Registration | null>> => bootstrap.once(domain, () => askRegistry(domain, host, bootstrap));

async function askRegistry(
	domain: Name,
	host: Host,
	bootstrap: Bootstrap,
): Promise<Looked<Registration | null>> {
	const labels = labelsOf(domain);
	if (labels.length < 2 || !labels.every((label) => LABEL.test(label)))
		return notSeen(`${shown(domain)} is not a name that can be registered`);
	const server = await bootstrap.serverOf(domain);
	if ('notSeen' in server) return server;
	if (server.seen === null) return notSeen(`the registry of .${labels.at(-1) ?? ''} has no server for this`);
	const url = `${server.seen}domain/${shown(domain)}`;
	const first = await ask(domain, url, host, bootstrap);
	if ('notSeen' in first) return first;
	if ('registration' in first.seen) return seen(first.seen.registration);
	const refused = await refusedRedirect(url, first.seen.redirect, bootstrap);
	if (refused !== null) return notSeen(`${whereOf(url)}: ${refused}`);
	// Only now, after the first server's turn: two registries that point at each other must not wait in a ring.
	const second = await ask(domain, first.seen.redirect, host, bootstrap);
	if ('notSeen' in second) return second;
	if ('registration' in second.seen) return seen(second.seen.registration);
	return notSeen(`${whereOf(first.seen.redirect)}: it redirects again`);
}

const whereOf = (url: string) => `Registry at ${new URL(url).hostname}`;

const ask = (domain: Name, url: string, host: Host, bootstrap: Bootstrap): Promise<Looked<Answer>> => {
	const where = whereOf(url);
	const accept = 'application/rdap+json';
	return bootstrap.inTurn(url, () =>
		fetched(host, { where, url, accept, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES }, (response) =>
			answerOf(response, domain, url, where),
		),
	);
};

function answerOf(response: HttpResponse, domain: Name, url: string, where: string): Looked<Answer> {
	const { status, headers, body } = response;
	if (status === 200) return seen({ registration: readRegistration(response, domain, where) });
	if (status === 404)
		// A web page is what a server that is no registry says of any address.
		return body.trimStart().startsWith('<')
			? notSeen(`${where}: a web page came instead of data`)
			: seen({ registration: null });
	const { location } = headers;
	if (REDIRECTS.includes(status) && location !== undefined) {
		try {
			return seen({ redirect: new URL(location, url).href });
		} catch {
			return notSeen(`${where}: it redirects to what is no address`);
		}
	}
	return refusal(response, where);
}

/** Why a redirect is not followed, or null: it leads from one listed registry to another. */
async function refusedRedirect(from: string, to: string, bootstrap: Bootstrap): Promise<string | null> {
	const { origin, hostname } = new URL(to);
	if (serverAt(to) === null) return 'it redirects to an address that is not followed';
	if (origin === new URL(from).origin) return 'it redirects to itself';
	if (!(await bootstrap.isListed(origin))) return `it redirects to ${hostname}, which is no known registry`;
	return null;
}
