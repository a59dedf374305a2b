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
		candidates: [notSeen('x'), seen({ name: 'old.example.com.', target: 'x.gone.net.', sign })],
		firstSeenFree: new Map(freeSince === undefined ? [] : [['gone.net.', freeSince]]),
	},
});
const free = { kind: 'free domain', domain: 'gone.net.' } as const;
const [service] = SERVICES as unknown as [(typeof SERVICES)[number]];
const missing = found({ kind: 'missing at a service', service });
const page = (probes: 1 | 2) => found({ kind: 'page of a service', service, probes });
const blind: Facts = {
	...sound,
	dangling: { candidates: [seen(null), notSeen('x')], firstSeenFree: new Map() },
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
	['DANG-01', 'nobody could look at one', blind, 'not checked'],

	['DANG-02', 'nothing', sound, 'fine'],
	['DANG-02', 'missing at a service', missing, [['high', /at Microsoft Azure/]]],
	['DANG-02', 'nobody could look at one', blind, 'not checked'],

	['DANG-03', 'nothing', sound, 'fine'],
	['DANG-03', 'seen twice', page(2), [['high', /seen twice/]]],
	['DANG-03', 'seen once', page(1), [['low', /possibly: .*seen once/]]],
	['DANG-03', 'nobody could look at one', blind, 'not checked'],
];

tryRows(rows);
