import { signedWorld } from '../../../../fakes/dns/signed/world';
import type { ZoneSpec } from '../../../../fakes/dns/signed/zone';
import { checked, DOMAIN, kept } from '../../../../fakes/dns/whole-check';

const hashed = { denial: { iterations: 5, optOut: false, salt: 'ab' } };
const worldOf = (tld: Partial<ZoneSpec>, zone: Partial<ZoneSpec>, ...more: readonly ZoneSpec[]) =>
	signedWorld({
		zones: [{ name: '.' }, { name: 'tld.', ...tld }, { name: DOMAIN, records: kept(), ...zone }, ...more],
	});
const elsewhere = [
	...kept().filter((line) => !line.startsWith('www.')),
	'www.example.tld. CNAME nobody.other.tld.',
];

test.each([
	['the domain itself', worldOf({}, hashed), true, ['5 iterations, 1 bytes of salt']],
	['its ending, which denies that the domain is signed', worldOf(hashed, { signed: false }), false, []],
	['its ending, below which it is signed', worldOf(hashed, {}), true, []],
	[
		'a zone that an alias leads to',
		worldOf({}, { records: elsewhere }, { name: 'other.tld.', ...hashed }),
		true,
		[],
	],
] as const)('who hashes denials more than once: %s', async (_who, world, signed, evidence) => {
	const { findings } = (await checked(world, { signed })).report;
	expect(findings.filter(({ id }) => id === 'DNSSEC-12').map((each) => each.evidence)).toEqual(evidence);
});
