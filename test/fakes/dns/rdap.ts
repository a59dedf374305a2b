import type { PlainHandler } from '../../../demo/http/plain';

/** IANA's list as RFC 9224, section 3 has it; https://data.iana.org/rdap/dns.json is of this form. */
export const IANA = 'https://data.iana.org';
export const REGISTRY = 'https://rdap.registry.example';
export const OTHER_REGISTRY = 'https://rdap.other.example';

const services = [
	[['com', 'net'], [`${REGISTRY}/v1/`]],
	[
		['org', 'xn--p1ai'],
		['http://plain.example/', `${OTHER_REGISTRY}/rdap`],
	],
	[['co.uk'], [`${OTHER_REGISTRY}/couk/`]],
	[['open'], ['http://plain.example/']],
];

const json = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
	status,
	headers: { 'content-type': 'application/rdap+json', ...headers },
	body: JSON.stringify(body),
});

export const iana: PlainHandler = ({ path }) =>
	path === '/rdap/dns.json'
		? json(200, { version: '1.0', publication: '2030-01-01T00:00:00Z', description: 'x', services })
		: json(404, {});

/** A registry that knows these domains, by name; answers per RFC 9082, section 3.1.3 and RFC 9083, section 6. */
export const registry =
	(domains: Readonly<Record<string, unknown>>): PlainHandler =>
	({ path }) => {
		const name = /\/domain\/([^/]+)$/.exec(path)?.[1] ?? '';
		return Object.hasOwn(domains, name)
			? json(200, domains[name])
			: json(404, { errorCode: 404, title: 'Not Found', description: ['no such domain'] });
	};

/** A registration in which nothing is wrong on 1 January 2030. */
export const sound = (name: string, more: object = {}) => ({
	objectClassName: 'domain',
	ldhName: name.toUpperCase(),
	status: ['client transfer prohibited', 'client update prohibited', 'client delete prohibited'],
	entities: [
		{
			objectClassName: 'entity',
			roles: ['registrar'],
			vcardArray: [
				'vcard',
				[
					['version', {}, 'text', '4.0'],
					['fn', {}, 'text', 'Example Registrar'],
				],
			],
		},
		person('registrant', { fn: 'REDACTED FOR PRIVACY' }),
	],
	events: [
		{ eventAction: 'registration', eventDate: '2010-01-01T00:00:00Z' },
		{ eventAction: 'expiration', eventDate: '2031-01-01T00:00:00Z' },
		{ eventAction: 'last changed', eventDate: '2029-01-01T00:00:00Z' },
	],
	nameservers: [{ ldhName: 'NS1.EXAMPLE.NET' }, { ldhName: 'ns2.example.net.' }],
	secureDNS: { delegationSigned: false },
	...more,
});

export const person = (role: string, properties: Readonly<Record<string, unknown>>) => ({
	objectClassName: 'entity',
	roles: [role],
	vcardArray: [
		'vcard',
		[
			['version', {}, 'text', '4.0'],
			...Object.entries(properties).map(([name, value]) => [name, {}, 'text', value]),
		],
	],
});
