import { checkDomain } from '../../../../core/dns/check-domain';
import type { HttpRequest } from '../../../../core/ports';
import type { PlainHandler } from '../../../../demo/http/plain';
import { dohAnswer, ENDPOINTS } from '../../../fakes/dns/internet';
import { IANA, REGISTRY, iana, registry, sound } from '../../../fakes/dns/rdap';
import { signedWorld } from '../../../fakes/dns/signed/world';
import { fakeHost } from '../../../fakes/host';

/** What shows that somebody uses a name, one each. */
const USED: Readonly<Record<string, string>> = {
	'mail.com.': 'MX 10 mx.example.com.',
	'policy.com.': 'TXT "v=spf1 -all"',
	'site.com.': 'A 198.51.100.1',
	'site6.com.': 'AAAA 2620:fe::1',
};
const zoneNamed = (name: string, lines: readonly string[]) => ({
	name,
	records: [
		...[`NS ns2.${name}`, ...lines].map((line) => `${name} ${line}`),
		`ns.${name} A 198.51.100.8`,
		`ns2.${name} A 198.51.100.7`,
	],
});
const world = signedWorld({
	zones: [
		{ name: '.' },
		{ name: 'com.' },
		zoneNamed('co.com.', []),
		...Object.entries(USED).map(([name, line]) => zoneNamed(name, [line])),
		zoneNamed('kept.com.', ['TXT "some-site-verification=1"', 'CAA 0 issue 3b']),
		zoneNamed('shop.co.com.', []),
	],
});

async function check(domain: string, registered: Readonly<Record<string, unknown>> = {}) {
	const resolver: PlainHandler = ({ query }) =>
		dohAnswer(world, { url: `https://x/dns-query?dns=${query['dns'] ?? ''}` } as HttpRequest);
	const host = fakeHost({
		services: {
			'https://first.test': resolver,
			'https://second.test': resolver,
			[IANA]: iana,
			[REGISTRY]: registry(registered),
		},
	});
	const report = await checkDomain(domain, host, { endpoints: ENDPOINTS, anchors: world.anchors });
	return { ...report, ids: report.findings.map(({ id }) => id) };
}

const SENTENCE = 'seems to be an ending under which domains are sold (or part of another domain)';

describe('an ending of two labels under which domains are sold', () => {
	test.each(['co.com.', 'kept.com.'])(
		'%s seems to be one: that is told as that first, and is not green',
		async (ending) => {
			const name = ending.slice(0, -1);
			const { sentence, next, light, notChecked, ids } = await check(ending);
			expect(sentence).toMatch(new RegExp(`^${name} seems to be an ending under which domains are sold `));
			expect(sentence).toContain(SENTENCE);
			expect(next).toContain(`Type the domain itself, such as example.${name}.`);
			expect(light).not.toBe('green');
			expect(ids).not.toContain('DMARC-01');
			for (const id of ['DMARC-01', 'REG-01', 'REG-03'])
				expect(notChecked.find((each) => each.id === id)).toMatchObject({
					blind: true,
					why: expect.stringContaining(SENTENCE),
				});
		},
	);

	test('the control: with a registration it is a domain as any other', async () => {
		const { sentence, notChecked, ids } = await check('co.com.', { 'co.com': sound('co.com') });
		expect(sentence).toMatch(/^co\.com needs you: /);
		expect(ids).toContain('DMARC-01');
		expect(notChecked.map(({ id }) => id)).not.toContain('REG-01');
	});
});

test('a longer name without a registration is told as part of another first, and DMARC is advised', async () => {
	const { sentence, notChecked, ids } = await check('shop.co.com.');
	expect(sentence).toMatch(/^shop\.co\.com needs you: /);
	expect(ids).toContain('DMARC-01');
	expect(notChecked.find(({ id }) => id === 'REG-01')?.why).toContain(
		'shop.co.com seems to be part of another domain (or an ending under which domains are sold)',
	);
});

test.each(Object.keys(USED))(
	'%s, which its registry does not know, is in use: DMARC is advised',
	async (domain) => {
		const name = domain.slice(0, -1);
		const { sentence, next, notChecked, ids } = await check(domain);
		expect(sentence).toMatch(new RegExp(`^${name} (?:needs you|could be safer): `));
		expect(next).not.toContain('Type the domain itself');
		expect(ids).toContain('DMARC-01');
		expect(notChecked.find(({ id }) => id === 'REG-01')).toMatchObject({
			blind: true,
			why: expect.stringContaining(
				`${name} seems to be a domain of which its registry says nothing in public`,
			),
		});
	},
);
