import type { Dangling } from '../../../../../core/dns/dangling/lookup';
import { SERVICES } from '../../../../../core/dns/dangling/services';
import type { Facts } from '../../../../../core/dns/facts';
import { type Looked, notSeen, seen } from '../../../../../core/dns/finding';
import type { Wildcard } from '../../../../../core/dns/wildcard/lookup';
import { DAY_MS, NOW, sound } from '../../../../fakes/dns/facts';
import { type Row, tryRows } from './try-check';

const wild = (wildcard: Looked<Wildcard | null>): Facts => ({ ...sound, wildcard });
const to = (target: string | null) => wild(seen({ target, hasAddress: true }));
const found = (sign: Dangling['sign'], freeSince?: number): Facts => ({
	...sound,
	dangling: {
		...sound.dangling,
		candidates: [notSeen('x'), seen({ name: 'old.example.com.', target: 'x.gone.net.', sign })],
		firstSeenFree: new Map(freeSince === undefined ? [] : [['gone.net.', freeSince]]),
	},
});
const free = { kind: 'free domain', domain: 'gone.net.' } as const;
const [service] = SERVICES as unknown as [(typeof SERVICES)[number]];
const missing = found({ kind: 'missing at a service', service });
const page = (probes: 1 | 2) => found({ kind: 'page of a service', service, probes });
const also = (more: Partial<Facts['dangling']>): Facts => ({
	...sound,
	dangling: { ...sound.dangling, ...more },
});
const elastic = {
	name: 'app.example.com.',
	address: '3.9.1.2',
	reverse: 'ec2-3-9-1-2.eu-west-2.compute.amazonaws.com.',
	cloud: 'Amazon EC2',
};
const lame = { name: 'a.old.example.com.', cut: 'old.example.com.', servers: [], probes: 2 } as const;
const blind: Facts = {
	...sound,
	dangling: { ...sound.dangling, candidates: [seen(null), notSeen('x')] },
};

const rows: Row[] = [
	['WILD-01', 'none', sound, 'fine'],
	['WILD-01', 'an address', to(null), [['low', /an address/]]],
	[
		'WILD-01',
		'an alias to another name of the domain',
		to('web.example.com.'),
		[['low', /web\.example\.com/]],
	],
	['WILD-01', 'an alias to somebody else is WILD-02’s', to('x.example.net.'), 'fine'],
	['WILD-01', 'nobody could look', wild(notSeen('x')), 'not checked'],

	['WILD-02', 'none', sound, 'fine'],
	['WILD-02', 'an address', to(null), 'fine'],
	['WILD-02', 'an alias to another name of the domain', to('web.example.com.'), 'fine'],
	['WILD-02', 'an alias to a service', to('x.github.io.'), [['high', /x\.github\.io at GitHub Pages/]]],
	['WILD-02', 'an alias to somebody else', to('x.example.net.'), [['high', /x\.example\.net$/]]],
	['WILD-02', 'nobody could look', wild(notSeen('x')), 'not checked'],

	['DANG-01', 'nothing', sound, 'fine'],
	[
		'DANG-01',
		'found once',
		found(free),
		[['high', /old\.example\.com leads to x\.gone\.net.*no gone\.net$/]],
	],
	['DANG-01', 'found again at once', found(free, NOW - DAY_MS + 1), [['high', /no gone\.net$/]]],
	['DANG-01', 'found again after a day', found(free, NOW - DAY_MS), [['critical', /more than a day ago/]]],
	[
		'DANG-01',
		'found again after a day by a clock that is wrong',
		{ ...found(free, NOW - DAY_MS), clock: { why: 'x', next: 'y' } },
		[['high', /no gone\.net$/]],
	],
	['DANG-01', 'nobody could look at one', blind, 'not checked'],

	['DANG-02', 'nothing', sound, 'fine'],
	['DANG-02', 'missing at a service', missing, [['high', /at Microsoft Azure/]]],
	['DANG-02', 'nobody could look at one', blind, 'not checked'],

	['DANG-03', 'nothing', sound, 'fine'],
	['DANG-03', 'seen twice', page(2), [['high', /seen twice/]]],
	['DANG-03', 'seen once', page(1), [['low', /possibly: .*seen once/]]],
	['DANG-03', 'nobody could look at one', blind, 'not checked'],

	['DANG-04', 'nothing', sound, 'fine'],
	[
		'DANG-04',
		'an address of a cloud, another unseen',
		also({ addresses: [notSeen('x'), seen(elastic)] }),
		[['info', /app\.example\.com leads to 3\.9\.1\.2 at Amazon EC2 \(ec2-3-9-1-2/]],
	],
	['DANG-04', 'nobody could look at one', also({ addresses: [seen(null), notSeen('x')] }), 'not checked'],

	['DANG-05', 'nothing', sound, 'fine'],
	[
		'DANG-05',
		'two resolvers without an answer',
		also({ delegations: [notSeen('x'), seen(lame)] }),
		[['high', /old\.example\.com is delegated, and nobody answers for a\.old\.example\.com \(two/]],
	],
	[
		'DANG-05',
		'one resolver without an answer, and the servers told',
		also({ delegations: [seen({ ...lame, servers: ['ns1.gone.net.'], probes: 1 })] }),
		[['low', /possibly: .*delegated to ns1\.gone\.net, and nobody.*\(one/]],
	],
	['DANG-05', 'nobody could look at one', also({ delegations: [seen(null), notSeen('x')] }), 'not checked'],
];

tryRows(rows);
