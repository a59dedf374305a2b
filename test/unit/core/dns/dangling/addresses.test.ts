import { lookCloudAddresses } from '../../../../../core/dns/dangling/addresses';
import { type Looked, notSeen, seen } from '../../../../../core/dns/finding';
import type { Lookup } from '../../../../../core/dns/lookup';
import { TYPE } from '../../../../../core/dns/wire/types';
import { type Answers, fakeLookups } from '../../../../fakes/dns/answers';

const NAME = 'app.example.com.';
const EC2 = 'ec2-3-9-1-2.eu-west-2.compute.amazonaws.com.';

interface Options {
	readonly most?: number;
	readonly type?: number;
	readonly more?: readonly Looked<Lookup>[];
}

async function look(answers: Answers, { most = 9, type = TYPE.A, more = [] }: Options = {}) {
	const lookups = fakeLookups(answers);
	const named = [seen(await lookups.look(NAME, type)), ...more].map((lookup) => ({ name: NAME, lookup }));
	lookups.asked.length = 0;
	return { found: await lookCloudAddresses(named, lookups, most), asked: lookups.asked };
}

test('an address that a cloud has given a name is told with that name', async () => {
	const { found, asked } = await look({
		[`${NAME} A`]: ['3.9.1.2'],
		'2.1.9.3.in-addr.arpa. PTR': [EC2],
	});
	expect(found).toEqual([seen({ name: NAME, address: '3.9.1.2', reverse: EC2, cloud: 'Amazon EC2' })]);
	expect(asked).toEqual(['2.1.9.3.in-addr.arpa. PTR']);
});

test.each([
	['ec2-3-9-1-2.compute-1.amazonaws.com.', 'Amazon EC2'],
	['4.3.2.34.bc.googleusercontent.com.', 'Google Cloud'],
	['172-105-1-2.ip.linodeusercontent.com.', 'Linode'],
	['45.32.1.2.vultrusercontent.com.', 'Vultr'],
	['static.4.3.2.1.clients.your-server.de.', 'Hetzner'],
])('%s is of %s', async (reverse, cloud) => {
	const { found } = await look({ [`${NAME} A`]: ['3.9.1.2'], '2.1.9.3.in-addr.arpa. PTR': [reverse] });
	expect(found).toMatchObject([{ seen: { cloud } }]);
});

test('IPv6 is asked for by its nibbles', async () => {
	const address = '2a05:d01c:0:0:0:0:0:ab';
	const reverse = `b.a.${'0.'.repeat(22)}c.1.0.d.5.0.a.2.ip6.arpa.`;
	const answers: Answers = { [`${NAME} AAAA`]: [address], [`${reverse} PTR`]: [EC2] };
	const { found } = await look(answers, { type: TYPE.AAAA });
	expect(found).toMatchObject([{ seen: { address: '2a05:d01c::ab' } }]);
});

test.each([
	['no name', {}],
	['a name of its own', { '2.1.9.3.in-addr.arpa. PTR': ['mail.example.com.'] }],
	[
		'a name that only looks like it',
		{ '2.1.9.3.in-addr.arpa. PTR': ['x.compute.amazonaws.com.evil.example.'] },
	],
])('an address with %s is nothing', async (_, answers) => {
	expect((await look({ [`${NAME} A`]: ['3.9.1.2'], ...answers })).found).toEqual([seen(null)]);
});

test('behind an alias, inside a network, and without an address nothing is asked', async () => {
	for (const answers of [
		{ [`${NAME} CNAME`]: ['x.example.net.'], 'x.example.net. A': ['3.9.1.2'] },
		{ [`${NAME} A`]: ['10.0.0.1'] },
		{},
	] satisfies Answers[]) {
		const { found, asked } = await look(answers);
		expect([...found, ...asked]).toEqual([]);
	}
});

test('one address is asked for once, and no more addresses than allowed', async () => {
	const answers: Answers = { [`${NAME} A`]: ['3.9.1.2', '3.9.1.2', '3.9.1.3', '3.9.1.4'] };
	const { found, asked } = await look(answers, { most: 2 });
	expect(asked).toHaveLength(2);
	expect(found).toEqual([seen(null), seen(null), { notSeen: expect.stringContaining('3.9.1.4: only 2') }]);
});

test('what has no answer is not seen', async () => {
	const reverse = '2.1.9.3.in-addr.arpa. PTR';
	for (const fault of ['SERVFAIL', 'silent'] as const)
		expect((await look({ [`${NAME} A`]: ['3.9.1.2'], [reverse]: fault })).found).toEqual([
			{ notSeen: expect.stringContaining('what app.example.com leads to') },
		]);
	expect((await look({ [`${NAME} A`]: 'SERVFAIL' })).found).toMatchObject([{ notSeen: expect.anything() }]);
	expect((await look({}, { more: [notSeen('x')] })).found).toEqual([notSeen('x')]);
});
