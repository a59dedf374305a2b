import { signedWorld } from '../../../../fakes/dns/signed/world';
import type { ZoneSpec } from '../../../../fakes/dns/signed/zone';
import { checked, DOMAIN, kept, NOW } from '../../../../fakes/dns/whole-check';

const expired = { validity: { from: NOW - 90_000, to: NOW - 3_600 } };
const worldOf = (tld: Partial<ZoneSpec>, zone: Partial<ZoneSpec>, other: Partial<ZoneSpec>) =>
	signedWorld({
		zones: [
			{ name: '.' },
			{ name: 'tld.', ...tld },
			{
				name: DOMAIN,
				records: [
					...kept().filter((line) => !line.startsWith('www.')),
					'www.example.tld. CNAME site.other.tld.',
				],
				...zone,
			},
			{ name: 'other.tld.', records: ['site.other.tld. A 198.51.100.9'], ...other },
		],
	});

test.each([
	['the domain’s own', worldOf({}, expired, {}), /^Ask your DNS host/, /^The signatures ran out|DNS host/],
	[
		'its ending’s',
		worldOf(expired, {}, {}),
		/in tld, above the domain: tell your registrar/,
		/in tld, above/,
	],
	[
		'a zone’s that an alias leads to',
		worldOf({}, {}, expired),
		/in other\.tld, where an alias of yours leads: tell whoever runs that/,
		/in other\.tld, where an alias/,
	],
] as const)('a broken chain is told to whom can mend it: %s', async (_whose, world, broken, ranOut) => {
	const { findings } = (await checked(world)).report;
	const remedyOf = (id: string) => findings.find((each) => each.id === id)?.remedy;
	expect(remedyOf('DNSSEC-02')).toMatch(broken);
	expect(remedyOf('DNSSEC-03')).toMatch(ranOut);
});
