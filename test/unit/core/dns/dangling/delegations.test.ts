import { lookDelegationOf } from '../../../../../core/dns/dangling/delegations';
import { seen } from '../../../../../core/dns/finding';
import { comparedLookups } from '../../../../../core/dns/gather/compared';
import { type Answers, fakeLookups } from '../../../../fakes/dns/answers';

const D = 'example.com.';
const NAME = `old.${D}`;

/** Both resolvers say this, the second one with changes. */
async function look(answers: Answers, name = NAME, second: Answers = {}) {
	const first = fakeLookups(answers);
	const again = fakeLookups({ ...answers, ...second });
	const both = comparedLookups(first, again, D);
	const found = await lookDelegationOf(name, D, { first, second: again, both });
	return { found, asked: first.asked, askedAgain: again.asked };
}

/** A name whose servers are silent while those of the zone above say that it has no DS records. */
const lame = (cut: string, ...names: readonly string[]): Answers =>
	Object.fromEntries([
		[`${cut} DS`, []],
		[`${cut} NS`, 'SERVFAIL'],
		...[cut, ...names].map((name) => [`${name} A`, 'SERVFAIL'] as const),
		...names.map((name) => [`${name} DS`, 'SERVFAIL'] as const),
	]);
const told = (more: object = {}) => seen({ name: NAME, cut: NAME, servers: [], probes: 2, ...more });

test('a name that has an answer is nothing, and costs one question of each resolver', async () => {
	for (const answers of [{ [`${NAME} A`]: ['192.0.2.1'] }, {}, { [`${NAME} TXT`]: [] }]) {
		const { found, asked, askedAgain } = await look(answers);
		expect(found).toEqual(seen(null));
		expect(asked).toEqual([`${NAME} A`]);
		expect(askedAgain).toEqual([`${NAME} A`]);
	}
});

test('a name without an answer, for which the zone above still speaks, is delegated to nowhere', async () => {
	const { found, asked } = await look(lame(NAME));
	expect(found).toEqual(told());
	expect(asked).toEqual([`${NAME} A`, `${NAME} DS`, `${NAME} NS`]);
});

test('servers that refuse are as good as silent ones', async () => {
	const { found } = await look({ ...lame(NAME), [`${NAME} A`]: 'REFUSED', [`${NAME} NS`]: 'REFUSED' });
	expect(found).toEqual(told());
});

test('a name further down is told with the name at which its zone should begin', async () => {
	const name = `a.b.${NAME}`;
	const { found } = await look(lame(NAME, name, `b.${NAME}`), name);
	expect(found).toEqual(told({ name, cut: NAME }));
});

test('the name servers are told when the resolver tells them', async () => {
	const { found } = await look({ ...lame(NAME), [`${NAME} NS`]: ['ns1.gone.net.'] });
	expect(found).toEqual(told({ servers: ['ns1.gone.net.'] }));
});

test('when the second resolver has an answer, nothing is claimed; when it is silent, it was seen once', async () => {
	const answer = await look(lame(NAME), NAME, { [`${NAME} A`]: ['192.0.2.1'] });
	expect(answer.found).toEqual({ notSeen: expect.stringContaining('one of two resolvers') });
	expect((await look(lame(NAME), NAME, { [`${NAME} A`]: 'silent' })).found).toEqual(told({ probes: 1 }));
});

test.each([
	[`${NAME} DS`, 'SERVFAIL' as const],
	[`${NAME} NS`, ['ns1.other.net.']],
])('what only one of two resolvers says of %s is nothing', async (question, other) => {
	expect((await look(lame(NAME), NAME, { [question]: other })).found).toEqual({
		notSeen: expect.stringContaining('two resolvers give different answers'),
	});
});

test('a name of the zone itself whose addresses alone have no answer is nothing', async () => {
	expect((await look({ ...lame(NAME), [`${NAME} NS`]: [] })).found).toEqual(seen(null));
});

test('a name whose alias leads to silent servers is nothing: the alias is looked at elsewhere', async () => {
	const alias: Answers = {
		[`${NAME} CNAME`]: ['x.gone.net.'],
		'x.gone.net. A': 'SERVFAIL',
		'x.gone.net. DS': [],
		'x.gone.net. NS': 'SERVFAIL',
	};
	expect((await look(alias)).found).toEqual(seen(null));
});

test('when the domain’s own servers do not answer either, nothing is claimed', async () => {
	const { found } = await look({ [`${NAME} A`]: 'SERVFAIL', [`${NAME} DS`]: 'SERVFAIL' });
	expect(found).toEqual({ notSeen: expect.stringContaining('of example.com itself') });
});

test.each([`${NAME} A`, `${NAME} DS`, `${NAME} NS`])(
	'a resolver that is silent about %s: not seen',
	async (question) => {
		expect((await look({ ...lame(NAME), [question]: 'silent' })).found).toHaveProperty('notSeen');
	},
);
