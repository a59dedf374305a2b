import { plainLookups } from '../../../../core/dns/plain-lookups';
import type { DnsRecord } from '../../../../core/dns/wire/message';
import { TYPE } from '../../../../core/dns/wire/types';
import { record } from '../../../fakes/dns/answers';

const look = (answer: readonly DnsRecord[], type: number = TYPE.A, name = 's0.test.') =>
	plainLookups({
		host: 'dns.test',
		ask: () =>
			Promise.resolve({
				message: {
					...{
						id: 0,
						isAnswer: true,
						truncated: false,
						rcode: 0,
						questions: [],
						authority: [],
						additional: [],
					},
					answer,
				},
				failed: null,
			}),
	}).look(name, type);

/** So many aliases, one after the other, and an address at the end. */
const chain = (count: number) => [
	...Array.from({ length: count }, (_, at) => record(`s${at}.test.`, 'CNAME', `s${at + 1}.test.`)),
	record(`s${count}.test.`, 'A', '192.0.2.1'),
];

test('twelve aliases are followed; at the end of more nothing was seen', async () => {
	const found = await look(chain(12));
	expect(found.aliases).toHaveLength(12);
	expect(found).toMatchObject({ failed: null, records: [{ name: 's12.test.' }] });
	expect(await look(chain(13))).toMatchObject({
		failed: { kind: 'unreadable', what: 's0.test has too many aliases' },
		records: [],
		aliases: [],
	});
});

test.each([
	['itself', [record('s0.test.', 'CNAME', 's0.test.')], []],
	[
		'a circle',
		[record('s0.test.', 'CNAME', 's1.test.'), record('s1.test.', 'CNAME', 's0.test.')],
		['s1.test.'],
	],
])('an alias that leads to %s leads to nothing', async (_what, answer, aliases) => {
	expect(await look(answer)).toMatchObject({ failed: null, rcode: 0, records: [], aliases });
});

test('an alias is no alias where it is asked for itself, and one that cannot be read leads nowhere', async () => {
	expect(await look(chain(1), TYPE.CNAME)).toMatchObject({ records: [{ type: TYPE.CNAME }], aliases: [] });
	const [alias] = chain(1) as [DnsRecord, DnsRecord];
	expect(await look([{ ...alias, data: Uint8Array.of(9) }])).toMatchObject({ records: [], aliases: [] });
});
