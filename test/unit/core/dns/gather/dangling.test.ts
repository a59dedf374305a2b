import { type Looked, notSeen, seen } from '../../../../../core/dns/finding';
import { gatherDangling } from '../../../../../core/dns/gather/dangling';
import type { Facts } from '../../../../../core/dns/facts';
import { type Answers, fakeLookups } from '../../../../fakes/dns/answers';
import { DOMAIN, issuance, sound } from '../../../../fakes/dns/facts';
import { fakeHost, repeatable } from '../../../../fakes/host';

type Issued = Facts['certificates']['issued'];

async function gather(issued: Issued, answers: Answers = {}) {
	const lookups = fakeLookups(answers);
	const tools = {
		lookups,
		each: { first: lookups, second: fakeLookups(answers) },
		reverse: fakeLookups(answers),
		host: fakeHost({ random: repeatable('x') }),
		free: async () => seen(null),
		freeSince: new Map([['gone.net.', 7]]),
	};
	const found = await gatherDangling({ ...sound.apex, domain: DOMAIN }, { issued }, seen(null), tools);
	return { found, asked: lookups.asked };
}
const named = (...names: readonly string[]): Issued =>
	seen({ issuances: [{ ...issuance, names }], complete: true, cursor: '1' });
const why = (facts: readonly Looked<unknown>[]) =>
	facts.map((each) => ('notSeen' in each ? each.notSeen : 'seen'));

test('every list has www and the names of certificates, each once, and none of others', async () => {
	const { found, asked } = await gather(named(DOMAIN, `a.${DOMAIN}`, `a.${DOMAIN}`, 'b.example.net.'));
	expect(asked).toEqual([`www.${DOMAIN} A`, `a.${DOMAIN} A`]);
	for (const list of [found.candidates, found.delegations]) expect(why(list)).toEqual(['seen', 'seen']);
	expect(found.firstSeenFree.get('gone.net.')).toBe(7);
});

test('names beyond the six that are looked at are told as not seen, in every list', async () => {
	const names = Array.from({ length: 8 }, (_, index) => `n${String(index)}.${DOMAIN}`);
	const { found, asked } = await gather(named(...names));
	expect(asked).toHaveLength(6);
	for (const list of [found.candidates, found.delegations, found.addresses])
		expect(why(list).filter((each) => each !== 'seen')).toEqual(
			['n5', 'n6', 'n7'].map((name) => `${name}.example.com: only 6 names are looked at in one run`),
		);
});

test('without the names of certificates nothing is claimed of them', async () => {
	const { found } = await gather(notSeen('429'));
	for (const list of [found.candidates, found.delegations, found.addresses])
		expect(why(list)).toContain('names in certificates: 429');
});

test('addresses of the domain and of names in certificates are looked at', async () => {
	const answers: Answers = {
		[`a.${DOMAIN} A`]: ['3.9.1.2'],
		'2.1.9.3.in-addr.arpa. PTR': ['ec2-3-9-1-2.compute-1.amazonaws.com.'],
		'1.2.0.192.in-addr.arpa. PTR': ['1.2.0.192.bc.googleusercontent.com.'],
	};
	const { found } = await gather(named(`a.${DOMAIN}`), answers);
	expect(found.addresses).toMatchObject([
		{ seen: { name: DOMAIN, cloud: 'Google Cloud' } },
		{ seen: { name: `a.${DOMAIN}`, cloud: 'Amazon EC2' } },
	]);
});
