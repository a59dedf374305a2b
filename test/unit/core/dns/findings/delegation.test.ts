import type { NameServerState } from '../../../../../core/dns/delegation/lookup';
import type { Facts } from '../../../../../core/dns/facts';
import { type Looked, notSeen, seen } from '../../../../../core/dns/finding';
import type { Lookup } from '../../../../../core/dns/lookup';
import { answer, sound } from '../../../../fakes/dns/facts';
import { type Row, tryRows } from './try-check';

const soa = (lookup: Lookup): Facts => ({ ...sound, apex: { ...sound.apex, soa: lookup } });
const timed = (refresh: number, retry: number, expire: number, minimum: number) =>
	soa(answer('SOA', [`a.example. b.example. 1 ${refresh} ${retry} ${expire} ${minimum}`]));
const ns = (lookup: Lookup): Facts => ({ ...sound, apex: { ...sound.apex, ns: lookup } });
const servers = (...states: Looked<NameServerState>[]): Facts => ({
	...sound,
	delegation: { servers: seen(states.map((state, index) => ({ name: `ns${index}.example.net.`, state }))) },
});
const addresses = (...lookups: Looked<Lookup>[]): Facts => ({
	...sound,
	addresses: lookups.map((lookup) => ({ name: 'example.com.', lookup })),
});
const A = (...data: string[]) => seen(answer('A', data));
const AAAA = (...data: string[]) => seen(answer('AAAA', data));
const bogus = { security: 'bogus', link: null } as const;
const silent = { kind: 'no answer', what: 'the resolver is silent' } as const;

const rows: Row[] = [
	['DEL-01', 'answers', sound, 'fine'],
	['DEL-01', 'SERVFAIL', soa(answer('SOA', [], { rcode: 2 })), [['critical', /SERVFAIL/]]],
	['DEL-01', 'REFUSED', soa(answer('SOA', [], { rcode: 5 })), [['critical', /REFUSED/]]],
	['DEL-01', 'another code', soa(answer('SOA', [], { rcode: 4 })), 'not checked'],
	['DEL-01', 'the resolver is silent', soa(answer('SOA', [], { failed: silent })), 'not checked'],
	['DEL-01', 'nobody could look', soa(answer('SOA', [], { failed: silent })), 'not checked'],

	['DEL-03', 'two', sound, 'fine'],
	['DEL-03', 'one', ns(answer('NS', [])), [['medium', /none/]]],
	['DEL-03', 'one twice', ns(answer('NS', ['a.example.', 'a.example.'])), [['medium', /: a\.example$/]]],
	['DEL-03', 'SERVFAIL', ns(answer('NS', [], { rcode: 2 })), 'not checked'],
	['DEL-03', 'forged', ns(answer('NS', ['a.example.'], { verdict: bogus })), 'not checked'],
	['DEL-03', 'nobody could look', ns(answer('NS', [], { failed: silent })), 'not checked'],

	['DEL-04', 'both there', sound, 'fine'],
	[
		'DEL-04',
		'no address',
		servers(seen('has an address'), seen('has no address')),
		[['high', /ns1.*no address/]],
	],
	['DEL-04', 'an alias', servers(seen('is an alias')), [['medium', /alias/]]],
	[
		'DEL-04',
		'a free domain',
		servers(seen({ free: 'gone.net.' })),
		[['critical', /gone\.net seems to be free/]],
	],
	['DEL-04', 'one bad, one unseen', servers(notSeen('silent'), seen('is an alias')), [['medium', /ns1/]]],
	['DEL-04', 'one good, one unseen', servers(seen('has an address'), notSeen('silent')), 'not checked'],
	['DEL-04', 'nobody could look', { ...sound, delegation: { servers: notSeen('silent') } }, 'not checked'],

	['DEL-05', 'as advised', sound, 'fine'],
	['DEL-05', 'Cloudflare’s', timed(10_000, 2_400, 604_800, 1_800), 'fine'],
	['DEL-05', 'Route 53’s', timed(7_200, 900, 1_209_600, 86_400), 'fine'],
	['DEL-05', 'Google’s', timed(21_600, 3_600, 259_200, 300), 'fine'],
	['DEL-05', 'a short refresh', timed(60, 30, 604_800, 300), [['info', /refresh 60 s$/]]],
	['DEL-05', 'a retry that is too long', timed(3_600, 3_600, 604_800, 300), [['info', /retry 3600/]]],
	['DEL-05', 'copies that give up', timed(3_600, 600, 3_600, 300), [['info', /expire 3600/]]],
	['DEL-05', 'missing for two days', timed(3_600, 600, 604_800, 172_800), [['info', /48 hours/]]],
	[
		'DEL-05',
		'a record that cannot be read',
		soa({ ...answer('SOA', []), records: answer('A', ['192.0.2.1']).records }),
		'not checked',
	],
	['DEL-05', 'nobody could look', soa(answer('SOA', [], { failed: silent })), 'not checked'],

	[
		'DEL-06',
		'public',
		addresses(
			A('8.8.8.8', '172.32.0.1', '100.128.0.1', '11.0.0.1', '126.0.0.1'),
			AAAA('2606:4700:0:0:0:0:0:1'),
		),
		'fine',
	],
	...['10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '169.254.1.1'].map(
		(address): Row => [
			'DEL-06',
			address,
			addresses(A('8.8.8.8', address)),
			[['low', new RegExp(`${address}: an address inside`)]],
		],
	),
	...['127.0.0.1', '0.0.0.0'].map((address): Row => [
		'DEL-06',
		address,
		addresses(A(address)),
		[['low', new RegExp(`${address}: the machine`)]],
	]),
	...[
		'fc00:0:0:0:0:0:0:1',
		'fd12:0:0:0:0:0:0:1',
		'fe80:0:0:0:0:0:0:1',
		'fe90:0:0:0:0:0:0:1',
		'0:0:0:0:0:0:0:1',
		'0:0:0:0:0:ffff:a01:203',
	].map((address): Row => [
		'DEL-06',
		address,
		addresses(AAAA(address)),
		[['low', new RegExp(`${address}: `)]],
	]),
	[
		'DEL-06',
		'one private, one unseen',
		addresses(notSeen('silent'), A('10.0.0.1')),
		[['low', /10\.0\.0\.1/]],
	],
	['DEL-06', 'one unseen', addresses(notSeen('silent'), A('8.8.8.8')), 'not checked'],
	['DEL-06', 'SERVFAIL', addresses(seen(answer('A', [], { rcode: 2 }))), 'not checked'],
];

tryRows(rows);
