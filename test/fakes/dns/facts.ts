import type { Facts } from '../../../core/dns/facts';
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

/** A domain in which nothing is wrong and everything was seen. */
export const sound: Facts = {
	domain: DOMAIN,
	now: NOW,
	apex: {
		ns: seen(answer('NS', ['ns2.example.net.', 'ns1.example.net.'])),
		soa: seen(answer('SOA', ['ns1.example.net. dns.example.net. 1 7200 900 1209600 3600'])),
		ds: seen(answer('DS', [])),
	},
	registrar: {
		server: seen('https://rdap.registry.example/v1/'),
		registration: seen(registered),
	},
};
