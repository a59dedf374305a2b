import type { Facts } from '../../../core/dns/facts';
import type { IssuerRules } from '../../../core/dns/certificates/caa';
import type { CertificateFacts } from '../../../core/dns/certificates/facts';
import type { Issuance } from '../../../core/dns/certificates/issued';
import { seen } from '../../../core/dns/finding';
import type { Lookup } from '../../../core/dns/lookup';
import type { Registration } from '../../../core/dns/registrar/registration';
import { TYPE, type TypeName } from '../../../core/dns/wire/types';
import { record } from './answers';

export const DOMAIN = 'example.com.';
export const NOW = Date.UTC(2030, 0, 1);
export const DAY_MS = 86_400_000;

/** An answer with these data; a response code other than 0 where there is one. */
export const answer = (
	type: TypeName,
	data: readonly string[],
	{ name = DOMAIN, rcode = 0, ...more }: Partial<Lookup> = {},
): Lookup => ({
	name,
	type: TYPE[type],
	failed: null,
	rcode,
	records: data.map((text) => record(name, type, text)),
	aliases: [],
	verdict: { security: 'insecure', link: null },
	...more,
});

export const registered: Registration = {
	registrar: 'Example Registrar',
	statuses: ['client transfer prohibited', 'client update prohibited', 'server delete prohibited'],
	created: NOW - 3_650 * DAY_MS,
	changed: NOW - 30 * DAY_MS,
	expires: NOW + 61 * DAY_MS,
	nameServers: ['ns1.example.net.', 'ns2.example.net.'],
	secureDns: { signed: false, ds: [] },
	contacts: { shown: true, visible: [] },
};

export const issuance: Issuance = {
	names: [DOMAIN, `www.${DOMAIN}`],
	issuer: 'Example CA',
	issuerDomains: ['ca.example'],
	from: NOW - 15 * DAY_MS,
	until: NOW + 30 * DAY_MS,
	publicKey: 'aa',
	revoked: false,
};

export const rules: IssuerRules = {
	at: DOMAIN,
	asked: [DOMAIN],
	issue: [{ domain: 'ca.example', parameters: new Map([['accounturi', 'https://ca.example/1']]) }],
	issueWild: [],
	reports: ['mailto:dns@example.com'],
	criticalUnknown: [],
	faults: [],
};

const certificates: CertificateFacts = {
	served: [{ name: DOMAIN, outcome: seen({ at: NOW, refused: null, reason: null }) }],
	issued: seen({ issuances: [issuance], complete: true, cursor: '1' }),
	issuedLastSeen: NOW - DAY_MS,
	rules: seen(rules),
	live: [DOMAIN, `www.${DOMAIN}`],
	approved: { issuers: null, names: [DOMAIN, `www.${DOMAIN}`] },
};

const apex: Facts['apex'] = {
	soa: answer('SOA', ['ns1.example.net. dns.example.net. 1 7200 900 1209600 3600']),
	ns: answer('NS', ['ns2.example.net.', 'ns1.example.net.']),
	a: answer('A', ['192.0.2.1']),
	aaaa: answer('AAAA', []),
	mx: answer('MX', ['0 .']),
	txt: answer('TXT', []),
	caa: answer('CAA', []),
	www: answer('A', ['192.0.2.1'], { name: `www.${DOMAIN}` }),
	dmarc: answer('TXT', [], { name: `_dmarc.${DOMAIN}` }),
	mtaSts: answer('TXT', [], { name: `_mta-sts.${DOMAIN}` }),
	madeUp: [answer('A', [], { name: `0f0e.${DOMAIN}`, rcode: 3 })],
};

/** A second resolver that says the same of all of them. */
const agreed = (lookups: object): Facts['agreement'] =>
	(Object.values(lookups) as (Lookup | readonly Lookup[])[]).flat().map(({ name, type }) => ({
		name,
		type,
		outcome: seen({ records: true, alias: true, bothHave: true }),
	}));

/** Mail has its own scenes. */
const noMail = {} as Facts['mail'];

/** A domain in which nothing is wrong and everything was seen; its mail apart. */
export const sound: Facts = {
	domain: DOMAIN,
	now: NOW,
	clock: null,
	zone: DOMAIN,
	apex,
	dnssec: {
		ds: answer('DS', []),
		dnskey: answer('DNSKEY', []),
		cds: answer('CDS', []),
		cdnskey: answer('CDNSKEY', []),
		own: [apex.soa, apex.ns, apex.a],
		signatures: [],
		hashing: null,
	},
	agreement: agreed(apex),
	mail: noMail,
	registrar: {
		server: seen('https://rdap.registry.example/v1/'),
		registration: seen(registered),
	},
	delegation: {
		servers: seen([
			{ name: 'ns1.example.net.', state: seen('has an address') },
			{ name: 'ns2.example.net.', state: seen('has an address') },
		]),
	},
	addresses: [{ name: DOMAIN, lookup: seen(answer('A', ['192.0.2.1'])) }],
	certificates,
	wildcard: seen(null),
	dangling: {
		candidates: [seen(null)],
		delegations: [seen(null)],
		addresses: [seen(null)],
		firstSeenFree: new Map(),
	},
	approvedState: seen({ changes: [], unseen: [], unapproved: [] }),
};
