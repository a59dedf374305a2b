import { type CheckOptions, lookAtDomain } from '../../../core/dns/check-domain';
import type { DomainReport } from '../../../core/dns/report/result';
import type { Host, HttpRequest, HttpResponse } from '../../../core/ports';
import { toPlain } from '../host';
import { LOGS, certspotter, entry } from './certspotter';
import { dohAnswer, ENDPOINTS } from './internet';
import { sound } from './rdap';
import { type Edit, type World, signedWorld } from './signed/world';
import type { ZoneSpec } from './signed/zone';

/** In seconds since 1970. */
export const NOW = 1_790_000_000;
export const DOMAIN = 'example.tld.';

/** A domain at which nothing that matters is wrong; `spf` is its policy, `more` stands there besides. */
export const kept = (spf = 'v=spf1 -all', more: readonly string[] = []): readonly string[] => [
	'example.tld. NS ns2.example.tld.',
	'ns.example.tld. A 198.51.100.10',
	'ns2.example.tld. A 198.51.100.11',
	'example.tld. A 198.51.100.1',
	'example.tld. AAAA 2620:fe::1',
	'www.example.tld. A 198.51.100.2',
	'example.tld. MX 10 mail.example.tld.',
	'mail.example.tld. A 198.51.100.3',
	`example.tld. TXT "${spf}"`,
	'_dmarc.example.tld. TXT "v=DMARC1; p=reject"',
	`example.tld. CAA 0 issue ${Buffer.from('letsencrypt.org').toString('hex')}`,
	...more,
];

/** The root, `tld.`, the domain as `zone` has it, and others. */
export const worldWith = (zone: Partial<ZoneSpec> = {}, ...others: readonly ZoneSpec[]): World =>
	signedWorld({
		zones: [{ name: '.' }, { name: 'tld.' }, { name: DOMAIN, records: kept(), ...zone }, ...others],
	});

export interface Circumstances {
	/** What a resolver changes of the truth. */
	readonly first?: Edit;
	readonly second?: Edit;
	readonly signed?: boolean;
	/** Registrations besides the domain’s own, by name. */
	readonly registered?: readonly string[];
	/** What the registry says of the domain’s name servers. */
	readonly servers?: readonly string[];
	/** Names in certificates besides the domain’s own and `www`. */
	readonly certified?: readonly string[];
	/** Answers in place of a web server. */
	readonly site?: (url: URL) => HttpResponse;
	readonly options?: Omit<CheckOptions, 'endpoints' | 'anchors'>;
	readonly domain?: string;
}

export interface Checked {
	readonly report: DomainReport;
	/** `SPF-05 high`, each once. */
	readonly found: readonly string[];
	/** What nobody could look at. */
	readonly blind: readonly string[];
	/** Domains that anybody could register. */
	readonly free: ReadonlySet<string>;
	/** Where anything but a resolver was asked. */
	readonly opened: readonly string[];
}

/** The whole check of a domain that has a registry, certificates and a site, through two resolvers. */
export async function checked(world: World, given: Circumstances = {}): Promise<Checked> {
	const { domain = DOMAIN, options = {} } = given;
	const opened: string[] = [];
	const host: Host = {
		async http(request) {
			const { hostname } = new URL(request.url);
			if (hostname === 'first.test') return dohAnswer(world, request, given.first);
			if (hostname === 'second.test') return dohAnswer(world, request, given.second);
			opened.push(request.url);
			return others(request, given);
		},
		clock: { now: () => NOW * 1_000, monotonic: () => 0, sleep: () => Promise.resolve() },
		random: (bytes) => new Uint8Array(bytes).map((_, index) => (opened.length * 31 + index * 7) & 0xff),
		actor: 'test',
	};
	const { report, free } = await lookAtDomain(domain, host, {
		...options,
		endpoints: ENDPOINTS,
		anchors: world.anchors,
	});
	return {
		report,
		found: [...new Set(report.findings.map(({ id, severity }) => `${id} ${severity}`))],
		blind: report.notChecked.filter(({ blind }) => blind).map(({ id }) => id),
		opened,
		free,
	};
}

const day = (after: number) => new Date((NOW + after * 86_400) * 1_000).toISOString();
const json = (status: number, body: unknown): HttpResponse => ({
	status,
	headers: { 'content-type': 'application/json' },
	body: JSON.stringify(body),
});

function others(request: HttpRequest, given: Circumstances): HttpResponse {
	const url = new URL(request.url);
	const { signed = true, registered = [], servers = ['ns.example.tld', 'ns2.example.tld'] } = given;
	if (url.hostname === 'data.iana.org')
		return json(200, { services: [[['tld'], ['https://rdap.tld.example/']]] });
	if (url.hostname === 'rdap.tld.example') {
		const name = url.pathname.split('/').at(-1) ?? '';
		if (!['example.tld', ...registered].includes(name)) return json(404, { errorCode: 404 });
		const nameservers = servers.map((ldhName) => ({ ldhName }));
		return json(200, sound(name, { nameservers, secureDNS: { delegationSigned: signed } }));
	}
	if (url.origin === LOGS) {
		const names = ['example.tld', 'www.example.tld', ...(given.certified ?? [])];
		return certspotter([entry(1, names, { not_before: day(-10), not_after: day(80) })])(toPlain(request));
	}
	if (given.site !== undefined) return given.site(url);
	return { status: 200, headers: {}, body: 'a page' };
}
