import type { Host } from '../../ports';
import { fetched } from '../fetched';
import { type Looked, seen } from '../finding';
import { type Name, shown } from '../wire/name';

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 1024 * 1024;

/**
 * How many of two openings of a name show the text: with encryption, and without where the platform allows it. Not seen
 * when neither gave an answer; the first says why.
 */
export async function probePage(name: Name, text: string, host: Host): Promise<Looked<0 | 1 | 2>> {
	const pages = await Promise.all(
		['https', 'http'].map((scheme) => pageOf(`${scheme}://${shown(name)}/`, host)),
	);
	const seenPages = pages.flatMap((page) => ('seen' in page ? [page.seen] : []));
	const [blind] = pages.flatMap((page) => ('notSeen' in page ? [page] : []));
	if (seenPages.length === 0 && blind !== undefined) return blind;
	return seen(seenPages.filter((page) => page.includes(text)).length as 0 | 1 | 2);
}

const pageOf = (url: string, host: Host) =>
	fetched(
		host,
		{ where: url, url, accept: 'text/html', timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES },
		({ body }) => seen(body),
	);
