import { isUnder } from '../../../../core/dns/wire/name';
import { RCODE, TYPE } from '../../../../core/dns/wire/types';
import type { Edit } from '../../../fakes/dns/signed/world';
import { checked, kept, worldWith } from '../../../fakes/dns/whole-check';

const SHOP = 'shop.example.tld.';
const silent: Edit = () => null;
const world = worldWith({ signed: false, records: kept('v=spf1 -all', [`${SHOP} A 198.51.100.7`]) });
const within = { signed: false, domain: SHOP };

/** The ending's own word about the domain is left as it is: signatures would give the lie away. */
const missing: Edit = (message, { name, type }) =>
	isUnder(name, 'example.tld.') && type !== TYPE.DS
		? { ...message, rcode: RCODE.NXDOMAIN, answer: [], authority: [] }
		: message;
const whyOf = ({ report }: Awaited<ReturnType<typeof checked>>, id: string) =>
	report.notChecked.find((each) => each.id === id)?.why;
const askedForZone = ({ report }: Awaited<ReturnType<typeof checked>>) =>
	report.questions.find(({ purpose }) => purpose === 'zone')?.sent;

test('a name within a zone that only one resolver tells is not blamed for what stands at the top of the zone', async () => {
	const found = await checked(world, { ...within, second: silent });
	expect(found.found.filter((each) => /^(DEL|REG|DNSSEC)-/.test(each))).toEqual([]);
	expect(found.blind).toEqual(expect.arrayContaining(['DEL-01', 'DEL-03', 'REG-01', 'DNSSEC-01']));
	expect(whyOf(found, 'REG-01')).toMatch(/^two resolvers are compared, and second\.test /);
	expect(found.report.light).toBe('yellow');
	expect(found.opened.filter((url) => url.includes('rdap.tld'))).toEqual([]);
});

test('the control: where both tell the zone, its registration is looked at', async () => {
	expect((await checked(world, within)).opened).toContain('https://rdap.tld.example/domain/example.tld');
});

describe('a domain that does not exist', () => {
	test.each([[true], [false]])('is told when it is proved (%s) or both resolvers say so', async (signed) => {
		const found = await checked(worldWith({ signed }), { domain: signed ? 'no.example.tld.' : SHOP });
		expect(found.report).toMatchObject({ light: 'red', dnssec: { why: 'There is no such domain.' } });
		expect(askedForZone(found)).toBe(signed ? 0 : 1);
	});

	test.each([
		['says something else', undefined, 'two resolvers do not agree on whether the domain exists'],
		['is silent', silent, 'two resolvers are compared, and second.test '],
	])('is not told by one resolver’s word where the other %s', async (_what, second, why) => {
		const lying = { signed: false, first: missing, ...(second && { second }) };
		const found = await checked(worldWith({ signed: false }), lying);
		expect(found.report.dnssec.why).not.toBe('There is no such domain.');
		expect(found.report.light).toBe('yellow');
		expect(whyOf(found, 'REG-01')).toContain(why);
	});
});
