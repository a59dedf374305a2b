import { spfOpen } from '../../../../../core/dns/findings/spf-open';
import type { Zone } from '../../../../fakes/dns/zone';
import { evidenceOf, judgeMail } from './judging';

const policy = (text: string, more: Zone = {}): Zone => ({ 'example.test.': { TXT: [text] }, ...more });

describe('SPF-04', () => {
	it.each([
		['v=spf1 mx +all', 'the policy ends with +all: everybody may send'],
		['v=spf1 mx all', 'the policy ends with +all: everybody may send'],
		['v=spf1 mx ?all', 'the policy ends with ?all: it says nothing of anybody else'],
		['v=spf1 mx', 'the policy has no all at its end: it says nothing of anybody else'],
		['v=spf1 redirect=open.test', 'the policy ends with +all: everybody may send'],
		['v=spf1 ip4:0.0.0.0/0 -all', 'the policy lets 192.0.2.1 send, an address that belongs to nobody'],
		['v=spf1 include:open.test -all', 'the policy lets 192.0.2.1 send, an address that belongs to nobody'],
		['v=spf1 ip4:128.0.0.0/1 -all', 'the policy lets 192.0.2.1 send, an address that belongs to nobody'],
		['v=spf1 ip4:200.0.0.0/6 -all', 'the policy lets 203.0.113.77 send, an address that belongs to nobody'],
		['v=spf1 ip4:0.0.0.0/1 -all', 'the policy lets 0.77.0.1 send, an address that belongs to nobody'],
		[
			'v=spf1 ip4:0.0.0.0/2 ip4:64.0.0.0/2 -all',
			'the policy lets 0.77.0.1 send, an address that belongs to nobody',
		],
		['v=spf1 ip6:::/0 -all', 'the policy lets 2001:db8::1 send, an address that belongs to nobody'],
		['v=spf1 ip6:2000::/3 -all', 'the policy lets 2001:db8::1 send, an address that belongs to nobody'],
		[
			'v=spf1 ip6:2a00::/12 -all',
			'“ip6:2a00::/12” in the record of example.test lets nearly every address send',
		],
		[
			'v=spf1 ip4:16.0.0.0/6 -all',
			'“ip4:16.0.0.0/6” in the record of example.test lets nearly every address send',
		],
		['v=spf1 a//0 -all', '“a//0” in the record of example.test lets nearly every address send'],
		[
			'v=spf1 -include:through.test ip4:198.51.100.3 include:through.test -all',
			'“mx/4” in the record of wide.test lets nearly every address send',
		],
		['v=spf1 include:wide.test -all', '“mx/4” in the record of wide.test lets nearly every address send'],
	])('fires for %s', async (text, evidence) => {
		const zone = policy(text, {
			'open.test.': { TXT: ['v=spf1 +all'] },
			'wide.test.': { TXT: ['v=spf1 mx/4 -all'] },
			'through.test.': { TXT: ['v=spf1 redirect=wide.test'] },
		});
		expect(await evidenceOf(spfOpen, { zone })).toEqual([evidence]);
	});

	it.each([
		'v=spf1 -all',
		'v=spf1 redirect=closed.test',
		'v=spf1 mx ~all redirect=open.test',
		'v=spf1 ip4:17.0.0.0/8 ip6:2a00:1450::/29 -all',
		'v=spf1 -ip4:0.0.0.0/0 -all',
		// Relays inside a company.
		'v=spf1 ip4:10.0.0.0/8 ip4:100.64.0.0/10 -all',
		// Whoever is in that record is refused, or nothing is said of them.
		'v=spf1 -include:wide.test -all',
		'v=spf1 ?include:wide.test -all',
		'v=spf1 ~include:through.test -all',
		'v=spf1 include:refusing.test -all',
		'v=spf1 -all ip6:::/0',
	])('does not fire for %s', async (text) => {
		const zone = policy(text, {
			'closed.test.': { TXT: ['v=spf1 -all'] },
			'wide.test.': { TXT: ['v=spf1 ip4:16.0.0.0/6 -all'] },
			'through.test.': { TXT: ['v=spf1 redirect=wide.test'] },
			'refusing.test.': { TXT: ['v=spf1 -include:wide.test -all'] },
			'open.test.': { TXT: ['v=spf1 +all'] },
		});
		expect(await evidenceOf(spfOpen, { zone })).toEqual([]);
	});

	it('says nothing of records that redirect in a circle, and comes to an end', async () => {
		const zone = policy('v=spf1 redirect=a.test', { 'a.test.': { TXT: ['v=spf1 redirect=example.test'] } });
		expect(await judgeMail(spfOpen, { zone })).toEqual({
			notChecked: 'the SPF records redirect in a circle',
		});
	});

	it('says nothing of a record that cannot be used', async () => {
		expect(await judgeMail(spfOpen, { zone: policy('v=spf1 oops -all') })).toEqual({
			notChecked: 'the SPF record of example.test cannot be used',
		});
	});
});
