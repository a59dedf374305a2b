import { lookDelegation } from '../../../../../core/dns/delegation/lookup';
import { notSeen, seen } from '../../../../../core/dns/finding';
import { type Answers, fakeLookups } from '../../../../fakes/dns/answers';
import { answer } from '../../../../fakes/dns/facts';

const nobody = async () => seen(null);

async function states(
	answers: Answers,
	names: readonly string[],
	free: Parameters<typeof lookDelegation>[2] = nobody,
) {
	const lookups = fakeLookups(answers);
	const { servers } = await lookDelegation(seen(answer('NS', names)), lookups, free);
	if ('notSeen' in servers) throw new Error(servers.notSeen);
	return { asked: lookups.asked, states: servers.seen.map(({ state }) => state) };
}

it('a name server has an address of either kind', async () => {
	const { states: found, asked } = await states(
		{ 'a.example. A': ['192.0.2.1'], 'b.example. AAAA': ['2001:db8:0:0:0:0:0:1'] },
		['a.example.', 'b.example.', 'a.example.'],
	);
	expect(found).toEqual([seen('has an address'), seen('has an address')]);
	expect(asked).toEqual(['a.example. A', 'b.example. A', 'b.example. AAAA']);
});

it('a name server without one, an alias, and a missing one', async () => {
	const answers: Answers = {
		'none.example. MX': [],
		'alias.example. CNAME': ['a.example.'],
		'a.example. A': ['192.0.2.1'],
	};
	const { states: found } = await states(answers, ['none.example.', 'alias.example.', 'gone.example.']);
	expect(found).toEqual([seen('has no address'), seen('is an alias'), seen('has no address')]);
});

it('a missing one whose domain is free, and one of which nobody knows', async () => {
	const free = async (name: string) => (name === 'ns.gone.net.' ? seen('gone.net.') : notSeen('429'));
	const { states: found } = await states({}, ['ns.gone.net.', 'ns.other.net.'], free);
	expect(found).toEqual([seen({ free: 'gone.net.' }), seen('has no address')]);
});

it('what has no answer is not seen', async () => {
	const answers: Answers = {
		'a.example. A': 'SERVFAIL',
		'b.example. A': 'silent',
		'c.example. A': [],
		'c.example. AAAA': 'silent',
	};
	const { states: found } = await states(answers, ['a.example.', 'b.example.', 'c.example.']);
	for (const state of found) expect(state).toHaveProperty('notSeen');
});

it('asks for four, and says so of the others', async () => {
	const names = ['a', 'b', 'c', 'd', 'e', 'f'].map((label) => `${label}.example.`);
	const answers = Object.fromEntries(names.map((name) => [`${name} A`, ['192.0.2.1']]));
	const { states: found, asked } = await states(answers, names);
	expect(asked).toHaveLength(4);
	expect(found.slice(4)).toEqual(Array(2).fill(notSeen('only 4 name servers are looked up')));
});

it.each([
	['SERVFAIL', seen(answer('NS', [], { rcode: 2 }))],
	['no answer', notSeen('silent')],
	[
		'a record that cannot be read',
		seen({ ...answer('NS', []), records: answer('A', ['192.0.2.1']).records }),
	],
])('%s in place of the name servers is not seen', async (_what, ns) => {
	const lookups = fakeLookups({});
	expect(await lookDelegation(ns, lookups, nobody)).toEqual({ servers: { notSeen: expect.any(String) } });
	expect(lookups.asked).toEqual([]);
});
