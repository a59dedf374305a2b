import { keyTag } from '../../../../../core/dns/dnssec/keys';
import type { Facts } from '../../../../../core/dns/facts';
import { checks } from '../../../../../core/dns/findings';
import { notSeen, seen } from '../../../../../core/dns/finding';
import type { DnssecFacts, Signature } from '../../../../../core/dns/gather/dnssec';
import type { Lookup, Reason } from '../../../../../core/dns/lookup';
import { TYPE } from '../../../../../core/dns/wire/types';
import { parseRecord } from '../../../../fakes/dns/text';
import { DOMAIN, NOW, answer, sound } from '../../../../fakes/dns/facts';
import { type Row, tryRows } from './try-check';

const silent = { kind: 'no answer', what: 'the resolver is silent' } as const;
const within = (dnssec: Partial<DnssecFacts>): Facts => ({
	...sound,
	dnssec: { ...sound.dnssec, ...dnssec },
});

const holding = (type: 'DS' | 'DNSKEY' | 'CDS' | 'CDNSKEY', ...data: string[]): Lookup => ({
	...answer(type, []),
	records: data.map((text) => ({
		...parseRecord(`${DOMAIN} ${type} ${text}`),
	})),
});
const unanswered = (type: 'DS' | 'DNSKEY' | 'CDS' | 'CDNSKEY') => answer(type, [], { failed: silent });
const unproved = (security: 'bogus' | 'indeterminate'): Lookup => {
	const link = { zone: 'com.', reason: 'denial not proved', what: 'nothing signed says so' } as const;
	return answer('DS', [], { verdict: { security, link } });
};
const blind = within({ ds: unanswered('DS'), dnskey: unanswered('DNSKEY'), cds: unanswered('CDS') });

const digest = (bytes: number) => 'ab'.repeat(bytes);
const [DS, DS_SHA1, DS_RSA] = [`7 13 2 ${digest(32)}`, `7 13 1 ${digest(20)}`, `9 8 2 ${digest(32)}`];
const key = (algorithm: number, bytes = 64) =>
	`257 3 ${String(algorithm)} ${Buffer.alloc(bytes, 7).toString('base64')}`;
/** An RSA key: the length of the exponent, the exponent, the modulus. */
const rsa = (bits: number) =>
	`257 3 8 ${Buffer.concat([Buffer.of(3, 1, 0, 1), Buffer.alloc(bits / 8, 0xff)]).toString('base64')}`;
const signed = { ds: holding('DS', DS), dnskey: holding('DNSKEY', key(13)) };
const keyed = {
	...signed,
	ds: holding('DS', `${String(keyTag(parseRecord(`${DOMAIN} DNSKEY ${key(13)}`).data))} 13 2 ${digest(32)}`),
};

const uncheckable = within({
	ds: holding('DS', `7 12 5 ${digest(32)}`),
	dnskey: {
		...holding('DNSKEY', key(12)),
		verdict: {
			security: 'insecure',
			link: {
				zone: DOMAIN,
				reason: 'algorithm not supported',
				what: 'the DS records cannot be checked here',
			},
		},
	},
});

const HOUR_S = 3_600;
const signature = (hoursLeft: number, ofHours: number, algorithm = 13): Signature => ({
	name: DOMAIN,
	covered: TYPE.A,
	algorithm,
	labels: 2,
	originalTtl: 300,
	expiration: NOW / 1_000 + hoursLeft * HOUR_S,
	inception: NOW / 1_000 + (hoursLeft - ofHours) * HOUR_S,
	keyTag: 7,
	signer: DOMAIN,
	fields: new Uint8Array(),
	signature: new Uint8Array(64),
});

const broken = (reason: Reason): Facts => {
	const link = { zone: DOMAIN, reason, what: `key 7: ${reason}` };
	return within({ own: [answer('A', [], { verdict: { security: 'bogus', link } })] });
};
const unseen = within({
	own: [answer('A', [], { failed: silent, verdict: { security: 'indeterminate', link: null } })],
});

const byReason: Readonly<Record<string, readonly [Reason, 'critical' | 'high']>> = {
	'DNSSEC-03': ['signature expired', 'critical'],
	'DNSSEC-05': ['signature not yet valid', 'high'],
	'DNSSEC-06': ['no key fits the DS', 'critical'],
	'DNSSEC-08': ['key set not signed', 'critical'],
	'DNSSEC-09': ['signature missing', 'critical'],
	'DNSSEC-10': ['signature wrong', 'critical'],
	'DNSSEC-11': ['denial not proved', 'high'],
};

const differs = seen({ records: false, alias: true, bothHave: true });

const rows: Row[] = [
	['DNSSEC-01', 'no DS, no keys', sound, [['medium', /prove/]]],
	['DNSSEC-01', 'signed', within(signed), 'fine'],
	[
		'DNSSEC-01',
		'DS of a kind that nobody can use',
		uncheckable,
		[['medium', /cannot be checked here: algorithm 12 with digest type 5$/]],
	],
	['DNSSEC-01', 'a DS, and no keys', within({ ds: holding('DS', DS) }), 'fine'],
	['DNSSEC-01', 'keys, and no DS', within({ dnskey: signed.dnskey }), 'fine'],
	['DNSSEC-01', 'no DS, which is not proved', within({ ds: unproved('bogus') }), 'not checked'],
	['DNSSEC-01', 'no DS, and nobody could look why', within({ ds: unproved('indeterminate') }), 'not checked'],
	['DNSSEC-01', 'nobody could look', blind, 'not checked'],

	['DNSSEC-02', 'all is well', sound, 'fine'],
	['DNSSEC-02', 'broken', broken('signature wrong'), [['critical', /example\.com A: key 7/]]],
	['DNSSEC-02', 'nobody could look', unseen, 'not checked'],

	...Object.entries(byReason).flatMap(([id, [reason, severity]]): Row[] => [
		[id as Row[0], 'all is well', sound, 'fine'],
		[id as Row[0], 'this', broken(reason), [[severity, new RegExp(reason)]]],
		[id as Row[0], 'another reason', broken('too much work'), 'fine'],
		[id as Row[0], 'nobody could look', unseen, 'not checked'],
	]),

	['DNSSEC-04', 'half of the time is left', within({ signatures: [signature(168, 336)] }), 'fine'],
	['DNSSEC-04', 'signed anew every day for two', within({ signatures: [signature(30, 48)] }), 'fine'],
	[
		'DNSSEC-04',
		'two days of fourteen are left',
		within({ signatures: [signature(48, 336)] }),
		[['high', /48 of 336/]],
	],
	[
		'DNSSEC-04',
		'the one that ends first is told, wherever it stands',
		within({ signatures: [signature(60, 336), signature(48, 336), signature(50, 336)] }),
		[['high', /48 of 336/]],
	],
	['DNSSEC-04', 'nobody could look', blind, 'not checked'],

	['DNSSEC-07', 'signed, with a DS', within(signed), 'fine'],
	['DNSSEC-07', 'signed, without', within({ dnskey: signed.dnskey }), [['medium', /1 keys and no DS/]]],
	[
		'DNSSEC-07',
		'signed, and that there is no DS is not proved',
		within({ dnskey: signed.dnskey, ds: unproved('bogus') }),
		'not checked',
	],
	[
		'DNSSEC-07',
		'signed, without a DS, and nobody could look why',
		within({ dnskey: signed.dnskey, ds: unproved('indeterminate') }),
		'not checked',
	],
	['DNSSEC-07', 'nobody could look', blind, 'not checked'],

	['DNSSEC-12', 'none', within({ hashing: { iterations: 0, saltBytes: 0 } }), 'fine'],
	[
		'DNSSEC-12',
		'ten',
		within({ hashing: { iterations: 10, saltBytes: 4 } }),
		[['low', /10 iterations, 4 bytes/]],
	],
	['DNSSEC-12', '150', within({ hashing: { iterations: 150, saltBytes: 0 } }), [['low', /150/]]],
	['DNSSEC-12', '151', within({ hashing: { iterations: 151, saltBytes: 0 } }), [['high', /151/]]],
	['DNSSEC-12', 'nobody could look', blind, 'not checked'],

	['DNSSEC-13', 'P-256', within(signed), 'fine'],
	[
		'DNSSEC-13',
		'RSA with SHA-1',
		within({ dnskey: holding('DNSKEY', key(5), key(5)) }),
		[['medium', /5, RSA/]],
	],
	['DNSSEC-13', 'nobody could look', blind, 'not checked'],

	['DNSSEC-14', 'SHA-256 beside', within({ ds: holding('DS', DS_SHA1, DS) }), 'fine'],
	['DNSSEC-14', 'SHA-1 alone', within({ ds: holding('DS', DS_SHA1) }), [['medium', /DS 7/]]],
	['DNSSEC-14', 'nobody could look', blind, 'not checked'],

	[
		'DNSSEC-15',
		'a standby DS of the same algorithm',
		within({ ...signed, ds: holding('DS', DS, `8 13 2 ${digest(32)}`), signatures: [signature(200, 336)] }),
		'fine',
	],
	[
		'DNSSEC-15',
		'a DS of an algorithm that nothing is signed with',
		within({ ...signed, ds: holding('DS', DS, DS_RSA), signatures: [signature(200, 336)] }),
		[['medium', /algorithm 8/]],
	],
	['DNSSEC-15', 'nobody could look', blind, 'not checked'],

	['DNSSEC-16', '2048 bits', within({ dnskey: holding('DNSKEY', rsa(2_048)) }), 'fine'],
	['DNSSEC-16', '1024 bits', within({ dnskey: holding('DNSKEY', rsa(1_024)) }), [['low', /1024 bits/]]],
	['DNSSEC-16', 'nobody could look', blind, 'not checked'],

	['DNSSEC-17', 'the DS that there is', within({ ...signed, cds: holding('CDS', DS) }), 'fine'],
	[
		'DNSSEC-17',
		'another digest of the same key',
		within({ ...signed, cds: holding('CDS', DS_SHA1) }),
		'fine',
	],
	['DNSSEC-17', 'another key', within({ ...signed, cds: holding('CDS', DS_RSA) }), [['medium', /key 9/]]],
	[
		'DNSSEC-17',
		'another key with the same tag',
		within({ ...signed, cds: holding('CDS', DS.replace('abab', 'cdcd')) }),
		[['medium', /CDS of key 7/]],
	],
	[
		'DNSSEC-17',
		'another algorithm with the same tag',
		within({ ...signed, cds: holding('CDS', DS.replace(' 13 ', ' 8 ')) }),
		[['medium', /CDS of key 7/]],
	],
	['DNSSEC-17', 'the key that there is', within({ ...keyed, cdnskey: holding('CDNSKEY', key(13)) }), 'fine'],
	[
		'DNSSEC-17',
		'another key, by CDNSKEY alone',
		within({ ...keyed, cdnskey: holding('CDNSKEY', key(15, 32)) }),
		[['medium', /CDNSKEY of key \d+, and no DS/]],
	],
	[
		'DNSSEC-17',
		'off, by CDNSKEY alone',
		within({ ...signed, cdnskey: holding('CDNSKEY', '0 3 0 AA==') }),
		[['high', /CDNSKEY record asks for DNSSEC to be switched off/]],
	],
	['DNSSEC-17', 'nobody told of one form', within({ cdnskey: unanswered('CDNSKEY') }), 'not checked'],
	[
		'DNSSEC-17',
		'off, by CDS',
		within({ ...signed, cds: holding('CDS', '0 0 0 00') }),
		[['high', /switched off/]],
	],
	['DNSSEC-17', 'nobody could look', blind, 'not checked'],

	['DNSSEC-18', 'they agree', sound, 'fine'],
	[
		'DNSSEC-18',
		'they differ in what matters, and in addresses',
		{
			...sound,
			agreement: [
				{ name: DOMAIN, type: TYPE.NS, outcome: differs },
				{ name: DOMAIN, type: TYPE.A, outcome: differs },
				{ name: DOMAIN, type: TYPE.MX, outcome: notSeen('silent') },
			],
		},
		[
			['medium', /NS/],
			['info', / A$/],
		],
	],
	[
		'DNSSEC-18',
		'only one of them has an address',
		{
			...sound,
			agreement: [
				{ name: DOMAIN, type: TYPE.A, outcome: seen({ records: false, alias: true, bothHave: false }) },
			],
		},
		[['medium', /example\.com A$/]],
	],
	[
		'DNSSEC-18',
		'one was silent',
		{ ...sound, agreement: [{ name: DOMAIN, type: TYPE.NS, outcome: notSeen('silent') }] },
		'not checked',
	],
];

tryRows(rows);

it('every check of signatures has its rows', () => {
	const tried = new Set(rows.map(([id]) => id));
	expect(Object.keys(checks).filter((id) => id.startsWith('DNSSEC') && !tried.has(id as Row[0]))).toEqual([]);
});
