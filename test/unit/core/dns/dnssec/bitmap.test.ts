import { cutBy, endsAt, lacks } from '../../../../../core/dns/dnssec/bitmap';
import { TYPE, type TypeName } from '../../../../../core/dns/wire/types';

const types = (...names: TypeName[]) => new Set<number>(names.map((name) => TYPE[name]));
const ofParent = types('NS', 'RRSIG', 'NSEC');
const ofZone = types('NS', 'SOA', 'RRSIG', 'NSEC', 'DNSKEY');

describe('what a record of absence at the top of a zone proves', () => {
	test('DS records are denied by the zone above alone, which has no SOA there', () => {
		expect(lacks(ofParent, TYPE.DS, false)).toBe(true);
		expect(lacks(ofZone, TYPE.DS, false)).toBe(false);
		// Nothing is above the root.
		expect(lacks(ofZone, TYPE.DS, true)).toBe(true);
	});

	test('everything else is denied by the zone itself alone', () => {
		expect(lacks(ofZone, TYPE.MX, false)).toBe(true);
		expect(lacks(ofParent, TYPE.MX, false)).toBe(false);
	});

	test('an unsigned zone is what the zone above says, never the zone itself', () => {
		expect(cutBy(ofParent)).toBe('unsigned zone');
		expect(cutBy(ofZone)).toBe('not proved');
		expect(cutBy(types('NS', 'DS', 'RRSIG'))).toBe('not proved');
		expect(cutBy(types('A', 'RRSIG'))).toBe('no zone');
	});

	test('nothing is said of what is below a cut or a DNAME', () => {
		expect([ofParent, types('DNAME'), ofZone, types('A')].map(endsAt)).toEqual([true, true, false, false]);
	});
});
