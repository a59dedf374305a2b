import { z } from 'zod';
import { read } from '../../http';
import type { Host } from '../../ports';
import { fetched, refusal } from '../fetched';
import { type Looked, notSeen, seen } from '../finding';
import { wellFormed } from '../wire/bytes';
import { type Name, parseName, shown } from '../wire/name';

const ORIGIN = 'https://api.certspotter.com';
const WHERE = 'Certificate logs at api.certspotter.com';
const TIMEOUT_MS = 15_000;
const MAX_BYTES = 8 * 1024 * 1024;
const MOST_PAGES = 5;

/** A certificate that was issued: from the public logs, whether or not anybody uses it. */
export interface Issuance {
	/** The names, `*.example.com.` for a wildcard. */
	readonly names: readonly Name[];
	/** The company's name, for people. */
	readonly issuer: string;
	/** What the company is called in CAA records; null when the source does not know. */
	readonly issuerDomains: readonly string[] | null;
	/** In ms since 1970. */
	readonly from: number;
	readonly until: number;
	/** SHA-256 of the public key, in hex. */
	readonly publicKey: string;
	readonly revoked: boolean;
}

export interface Issued {
	/** Those that have not ended, the oldest first. */
	readonly issuances: readonly Issuance[];
	/** False when there were more pages than we ask for: the newest are then missing. */
	readonly complete: boolean;
	/** Where to go on next time, null when there were none. */
	readonly cursor: string | null;
}

const text = z.string().max(1_000);
/** https://sslmate.com/help/reference/ct_search_api_v1, the issuance object. */
const page = z
	.array(
		z.object({
			id: text,
			dns_names: z.array(z.string().max(300)).max(2_000),
			pubkey_sha256: text,
			issuer: z.object({
				name: text,
				friendly_name: text.nullish(),
				caa_domains: z.array(text).max(100).nullish(),
			}),
			not_before: text,
			not_after: text,
			revoked: z.boolean().nullish(),
		}),
	)
	.max(5_000);

/**
 * The certificates in the public logs for a domain and all names under it, that have not ended. One request a page, and
 * one for the empty page that ends the list. `after` is the cursor of an earlier look: then only newer ones are told.
 */
export async function lookIssued(
	domain: Name,
	host: Host,
	{ after = null, mostPages = MOST_PAGES }: { after?: string | null; mostPages?: number } = {},
): Promise<Looked<Issued>> {
	const issuances: Issuance[] = [];
	let cursor = after;
	for (let asked = 0; asked < mostPages; asked++) {
		const got = await lookPage(domain, host, cursor);
		if ('notSeen' in got) return got;
		const last = got.seen.at(-1);
		if (last === undefined) return seen({ issuances, complete: true, cursor });
		if (last.id === cursor) return notSeen(`${WHERE}: the same page came twice`);
		issuances.push(...got.seen.map(({ issuance }) => issuance));
		cursor = last.id;
	}
	return seen({ issuances, complete: false, cursor });
}

const lookPage = (domain: Name, host: Host, after: string | null) => {
	const query = [
		`domain=${encodeURIComponent(shown(domain))}`,
		'include_subdomains=true',
		...['dns_names', 'issuer', 'issuer.caa_domains'].map((field) => `expand=${field}`),
		...(after === null ? [] : [`after=${encodeURIComponent(after)}`]),
	];
	return fetched(
		host,
		{
			where: WHERE,
			url: `${ORIGIN}/v1/issuances?${query.join('&')}`,
			accept: 'application/json',
			timeoutMs: TIMEOUT_MS,
			maxBytes: MAX_BYTES,
		},
		(response) => {
			if (response.status !== 200) return refusal(response, WHERE);
			const issuances = read(response, page, WHERE).map((each) => ({
				id: each.id,
				issuance: issuanceOf(each),
			}));
			if (issuances.some(({ issuance }) => Number.isNaN(issuance.from + issuance.until)))
				return notSeen(`${WHERE}: a certificate without dates`);
			return seen(issuances);
		},
	);
};

function issuanceOf(answer: z.output<typeof page>[number]): Issuance {
	const { dns_names, issuer, not_before, not_after, pubkey_sha256, revoked } = answer;
	return {
		names: dns_names.flatMap((name) => nameOf(name) ?? []),
		issuer: oneLine(issuer.friendly_name ?? organisation(issuer.name)),
		issuerDomains: issuer.caa_domains?.map((domain) => domain.toLowerCase()) ?? null,
		from: Date.parse(not_before),
		until: Date.parse(not_after),
		publicKey: pubkey_sha256,
		revoked: revoked === true,
	};
}

/** The O of a distinguished name, or all of it: `C=US, O=Example, CN=E1`. */
const organisation = (name: string) => /(?:^|, ?)O="?([^,"]+)/.exec(name)?.[1] ?? name;

const oneLine = (spelt: string) =>
	spelt
		.replace(/[\p{C}\s]+/gu, ' ')
		.trim()
		.slice(0, 200);

const nameOf = (spelt: string): Name | null => wellFormed(() => parseName(spelt));

/** True when a certificate with this name counts for `name`: a wildcard stands for exactly one label (RFC 9525, section 6.3). */
export const covers = (certified: Name, name: Name): boolean =>
	certified === name ||
	(certified.startsWith('*.') &&
		certified.slice(2) === name.slice(name.indexOf('.') + 1) &&
		!name.startsWith('*'));

/** The issuance that counts for a name now: of those that cover it and are not revoked, the one that ends last. */
export function newestFor(name: Name, issuances: readonly Issuance[]): Issuance | null {
	const covering = issuances.filter(
		({ names, revoked }) => !revoked && names.some((certified) => covers(certified, name)),
	);
	return covering.reduce<Issuance | null>(
		(newest, each) => (newest === null || each.until > newest.until ? each : newest),
		null,
	);
}
