import type { Facts } from '../../../../../core/dns/facts';
import { notSeen, seen } from '../../../../../core/dns/finding';
import type { Lookup } from '../../../../../core/dns/lookup';
import type { Registration } from '../../../../../core/dns/registrar/registration';
import { DAY_MS, NOW, answer, registered, sound } from '../../../../fakes/dns/facts';
import { type Row, tryRows } from './try-check';

const within = (more: Partial<Registration>): Facts => ({
	...sound,
	registrar: { ...sound.registrar, registration: seen({ ...registered, ...more }) },
});
const blind: Facts = {
	...sound,
	registrar: { server: notSeen('no list'), registration: notSeen('no answer') },
};
const unknown: Facts = { ...sound, registrar: { ...sound.registrar, registration: seen(null) } };
const withDs = (lookup: Lookup, more: Partial<Registration> = {}): Facts => {
	const facts = within(more);
	return { ...facts, dnssec: { ...facts.dnssec, ds: lookup } };
};
const ends = (days: number) => within({ expires: NOW + days * DAY_MS });

const ds = { keyTag: 1, algorithm: 13, digestType: 2, digest: 'ab'.repeat(32) };
const signed = { signed: true, ds: [ds] };
const inDns = answer('DS', [`1 13 2 ${'AB'.repeat(32)}`]);
const withNs = (...servers: string[]): Facts => ({
	...sound,
	apex: { ...sound.apex, ns: answer('NS', servers) },
});

const rows: Row[] = [
	['REG-01', 'locked', sound, 'fine'],
	['REG-01', 'locked by the registry', within({ statuses: ['server transfer prohibited'] }), 'fine'],
	[
		'REG-01',
		'another lock only',
		within({ statuses: ['client update prohibited'] }),
		[['high', /client update/]],
	],
	['REG-01', 'locked, in the word of RDAP', within({ statuses: ['transfer prohibited'] }), 'fine'],
	['REG-01', 'locked against everything', within({ statuses: ['locked'] }), 'fine'],
	['REG-01', 'a lock against deletion', within({ statuses: ['delete prohibited'] }), [['high', /delete/]]],
	['REG-01', 'no status at all', within({ statuses: [] }), 'not checked'],
	['REG-01', 'nobody could look', blind, 'not checked'],
	['REG-01', 'a part of another domain', unknown, 'not checked'],

	['REG-02', 'all locks', sound, 'fine'],
	[
		'REG-02',
		'no lock against deletion',
		within({ statuses: ['client transfer prohibited', 'server update prohibited'] }),
		[['low', /against: delete$/]],
	],
	[
		'REG-02',
		'all locks, in the words of RDAP',
		within({ statuses: ['update prohibited', 'delete prohibited'] }),
		'fine',
	],
	['REG-02', 'locked against changes', within({ statuses: ['locked'] }), [['low', /against: delete$/]]],
	['REG-02', 'no lock', within({ statuses: ['active'] }), [['low', /update, delete/]]],
	['REG-02', 'nobody could look', blind, 'not checked'],

	['REG-03', '61 days', sound, 'fine'],
	['REG-03', '60 days', ends(60), 'fine'],
	['REG-03', 'less than 60 days', ends(59.9), [['medium', /2030-03-01, in 59 days/]]],
	['REG-03', '30 days', ends(30), [['medium', /30 days/]]],
	['REG-03', 'less than 30 days', ends(29.9), [['high', /29 days/]]],
	['REG-03', '7 days', ends(7), [['high', /7 days/]]],
	['REG-03', 'less than 7 days', ends(6.9), [['critical', /6 days/]]],
	['REG-03', 'over', ends(-1), [['critical', /ended on 2029-12-31/]]],
	['REG-03', 'no date', within({ expires: null }), 'not checked'],
	['REG-03', 'nobody could look', blind, 'not checked'],

	['REG-04', 'active', within({ statuses: ['active'] }), 'fine'],
	[
		'REG-04',
		'on hold and about to be deleted',
		within({ statuses: ['client hold', 'pending delete', 'active'] }),
		[
			['critical', /client hold/],
			['critical', /pending delete/],
		],
	],
	['REG-04', 'being moved', within({ statuses: ['pending transfer'] }), [['critical', /pending transfer/]]],
	['REG-04', 'newly registered', within({ statuses: ['add period', 'auto renew period'] }), 'fine'],
	['REG-04', 'nobody could look', blind, 'not checked'],

	['REG-05', 'contacts without a person', sound, 'fine'],
	[
		'REG-05',
		'an open address',
		within({ contacts: { shown: true, visible: ['registrant: e-mail address'] } }),
		[['medium', /registrant: e-mail address/]],
	],
	['REG-05', 'no contacts', within({ contacts: { shown: false, visible: [] } }), 'not checked'],
	['REG-05', 'nobody could look', blind, 'not checked'],

	['REG-07', 'unsigned in both', sound, 'fine'],
	['REG-07', 'the same key in both', withDs(inDns, { secureDns: signed }), 'fine'],
	[
		'REG-07',
		'another digest',
		withDs(answer('DS', [`1 13 2 ${'AC'.repeat(32)}`]), { secureDns: signed }),
		[['medium', /only at the registry: DS 1 13 2; only in DNS: DS 1 13 2/]],
	],
	[
		'REG-07',
		'not in DNS',
		withDs(answer('DS', []), { secureDns: signed }),
		[['medium', /only at the registry: DS 1 13 2$/]],
	],
	[
		'REG-07',
		'signed only says the registry',
		within({ secureDns: { signed: true, ds: [] } }),
		[['medium', /registry: signed; DNS: not signed/]],
	],
	['REG-07', 'signed only in DNS', withDs(inDns), [['medium', /registry: not signed; DNS: signed/]]],
	['REG-07', 'the registry does not say', within({ secureDns: null }), 'not checked'],
	[
		'REG-07',
		'a DS that cannot be read',
		withDs({ ...inDns, records: [{ ...inDns.records[0]!, data: Uint8Array.of(1) }] }),
		'not checked',
	],
	[
		'REG-07',
		'no answer for the DS',
		withDs({ ...inDns, rcode: 2, records: [] }, { secureDns: signed }),
		'not checked',
	],
	['REG-07', 'nobody could look', blind, 'not checked'],

	['REG-08', 'a registry that answers', sound, 'fine'],
	[
		'REG-08',
		'a registry without a server',
		{ ...sound, registrar: { ...blind.registrar, server: seen(null) } },
		[['info', /\.com/]],
	],
	['REG-08', 'nobody could look', blind, 'not checked'],

	['DEL-02', 'the same in another order', sound, 'fine'],
	[
		'DEL-02',
		'one is another',
		withNs('ns1.example.net.', 'ns9.evil.example.'),
		[['high', /only at the registrar: ns2\.example\.net; only in the domain: ns9\.evil\.example$/]],
	],
	[
		'DEL-02',
		'one is missing',
		withNs('ns1.example.net.'),
		[['high', /only at the registrar: ns2\.example\.net$/]],
	],
	['DEL-02', 'the registry shows none', within({ nameServers: [] }), 'not checked'],
	['DEL-02', 'nobody could look', blind, 'not checked'],
	[
		'DEL-02',
		'no answer for the name servers',
		{
			...sound,
			apex: { ...sound.apex, ns: answer('NS', [], { failed: { kind: 'no answer', what: 'silent' } }) },
		},
		'not checked',
	],
];

tryRows(rows);
