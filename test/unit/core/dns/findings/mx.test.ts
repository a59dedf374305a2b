import { mxNull } from '../../../../../core/dns/findings/mx-null';
import { mxTarget } from '../../../../../core/dns/findings/mx-target';
import type { Zone, ZoneEntry } from '../../../../fakes/dns/zone';
import { evidenceOf, judgeMail } from './judging';

const domain = (entry: ZoneEntry, more: Zone = {}): Zone => ({ 'example.test.': entry, ...more });
const hosts: Zone = {
	'mx.example.test.': { A: ['192.0.2.1'] },
	'mx6.example.test.': { AAAA: ['2001:db8::1'] },
	'empty.example.test.': { TXT: ['no address'] },
	'alias.example.test.': { CNAME: ['mx.example.test.'] },
};
const to = (...names: readonly string[]): ZoneEntry => ({ MX: names.map((name) => [10, name] as const) });

describe.each([mxNull, mxTarget])('$title', (check) => {
	it.each<[string, ZoneEntry]>([
		['servers with addresses', to('mx.example.test.', 'mx6.example.test.')],
		['no mail at all', { ...to('.'), TXT: ['v=spf1 -all'] }],
		['no MX', {}],
	])('does not fire for %s', async (_what, entry) => {
		expect(await evidenceOf(check, { zone: domain(entry, hosts) })).toEqual([]);
	});

	it('is not checked when nobody answers', async () => {
		expect(
			await judgeMail(check, { zone: domain(to('mx.example.test.'), hosts), failing: ['example.test.'] }),
		).toEqual({
			notChecked: 'MX of example.test: nobody answers',
		});
	});
});

describe('MX-01', () => {
	it('fires for the null MX beside another', async () => {
		expect(await evidenceOf(mxNull, { zone: domain(to('.', 'mx.example.test.'), hosts) })).toEqual([
			'example.test has the MX “.”, which means no mail, beside mx.example.test',
		]);
	});

	it.each(['v=spf1 ip4:192.0.2.1 -all', 'v=spf1 redirect=_spf.example.test'])(
		'fires for the null MX beside %s',
		async (text) => {
			expect(await evidenceOf(mxNull, { zone: domain({ ...to('.'), TXT: [text] }) })).toEqual([
				`example.test has the MX “.”, and its SPF lets somebody send: “${text}”`,
			]);
		},
	);

	it('is not checked when SPF was not seen', async () => {
		const judgement = await judgeMail(mxNull, { zone: domain(to('.')), failing: ['example.test. TXT'] });
		expect(judgement).toEqual({ notChecked: 'TXT of example.test: nobody answers' });
	});
});

describe('MX-02', () => {
	it.each([
		['alias.example.test.', 'the MX alias.example.test is an alias of mx.example.test'],
		['gone.example.test.', 'the MX gone.example.test does not exist'],
		['empty.example.test.', 'the MX empty.example.test has no address'],
		['192.0.2.1.', 'the MX 192.0.2.1 is an IP address where a name belongs'],
		['2001:db8::1.', 'the MX 2001:db8::1 is an IP address where a name belongs'],
	])('fires for %s', async (name, evidence) => {
		expect(await evidenceOf(mxTarget, { zone: domain(to('mx.example.test.', name), hosts) })).toEqual([
			evidence,
		]);
	});

	it('is critical when anybody can register the domain', async () => {
		const zone = domain(to('mx.gone.test.'));
		expect(await judgeMail(mxTarget, { zone, free: ['gone.test.'] })).toMatchObject({
			cases: [
				{ severity: 'critical', evidence: 'the MX mx.gone.test is under a domain that anybody can register' },
			],
		});
	});

	it('is not checked when a server was not seen', async () => {
		const zone = domain(to('mx.example.test.', 'other.example.test.'), hosts);
		expect(await judgeMail(mxTarget, { zone, failing: ['other.example.test.'] })).toEqual({
			notChecked: 'A of other.example.test: nobody answers',
		});
	});
});
