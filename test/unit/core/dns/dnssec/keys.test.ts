import { keyTag } from '../../../../../core/dns/dnssec/keys';
import { openValidator } from '../../../../../core/dns/dnssec/validator';
import type { DnsRecord } from '../../../../../core/dns/wire/message';
import { readRrsig } from '../../../../../core/dns/wire/records';
import { TYPE } from '../../../../../core/dns/wire/types';
import { signSet, signingKey } from '../../../../fakes/dns/signed/keys';
import type { Edit } from '../../../../fakes/dns/signed/world';
import {
	ALWAYS,
	NOW,
	changed,
	eachRecord,
	example,
	isSignatureOf,
	link,
	look,
	spoilt,
	tell,
	told,
	worldOf,
} from './worlds';

const www = 'www.example.tld.';

describe('algorithms', () => {
	test.each([5, 7, 8, 10, 13, 14, 15, 16])(
		'%i is secure, and a changed record is bogus',
		async (algorithm) => {
			const world = worldOf(example({ keys: [{ algorithm }] }));
			expect(await tell(world, www, 'A')).toBe('secure');
			expect(await tell(world, 'none.example.tld.', 'A')).toBe('secure');
			expect(await tell(world, www, 'A', changed)).toBe(`bogus: ${link('signature wrong')}`);
		},
	);

	test.each([1, 2, 4])('DS records with digest %i are believed', async (digest) => {
		expect(await tell(worldOf(example({ ds: { digests: [digest] } })), www, 'A')).toBe('secure');
	});

	test.each([
		['an algorithm', { keys: [{ algorithm: 250 }] }],
		['a digest', { ds: { digests: [9] } }],
	])('%s that nobody knows makes a zone insecure, with a reason', async (_, spec) => {
		expect(await tell(worldOf(example(spec)), www, 'A')).toBe(`insecure: ${link('algorithm not supported')}`);
	});

	test('a signature of an algorithm that nobody knows is as good as none where the zone has another', async () => {
		const edit = eachRecord((record) =>
			isSignatureOf(record, TYPE.A)
				? { ...record, data: record.data.map((byte, index) => (index === 2 ? 250 : byte)) }
				: record,
		);
		expect(await tell(worldOf(example()), www, 'A', edit)).toBe(`bogus: ${link('signature missing')}`);
	});

	test('beside SHA-256 a SHA-1 digest counts for nothing', async () => {
		const [key] = worldOf(example()).zone('example.tld.').keys;
		const wrong = `${String(key!.tag)} 13 2 ${'00'.repeat(32)}`;
		const world = worldOf(example({ ds: { digests: [1], more: [wrong] } }));
		expect(await tell(world, www, 'A')).toBe(`bogus: ${link('no key fits the DS')}`);
	});

	test.each([
		['enough where it is tried first', 13, 'secure'],
		['for some resolvers too late where it is tried second', 8, `indeterminate: ${link('too much work')}`],
	])('one good signature of two algorithms is %s', async (_what, bad, expected) => {
		const world = worldOf(example({ keys: [{ algorithm: 8 }, { algorithm: 13 }] }));
		const edit = eachRecord((record) =>
			isSignatureOf(record, TYPE.A) && readRrsig(record).algorithm === bad ? spoilt(record) : record,
		);
		expect(await tell(world, www, 'A', edit)).toBe(expected);
		const turned: Edit = (message, question) => {
			const edited = edit(message, question);
			return edited && { ...edited, answer: [...edited.answer].reverse() };
		};
		expect(await tell(world, www, 'A', turned)).toBe(expected);
	});

	test('two keys with one tag are too much work for some resolvers, whichever of them signed', async () => {
		const world = worldOf(example({ keys: [{ algorithm: 8 }] }));
		const zone = world.zone('example.tld.');
		const key = zone.keys[0]!;
		// Two bytes at even places can be exchanged without another tag.
		const twin = key.record.data.map((byte, at, all) => (at === 60 ? all[62]! : at === 62 ? all[60]! : byte));
		const keys = [key.record, { ...key.record, data: twin }];
		const edit: Edit = (message, { name, type }) =>
			name === 'example.tld.' && type === TYPE.DNSKEY
				? { ...message, answer: [...keys, signSet(keys, 'example.tld.', key, ALWAYS)] }
				: message;
		expect(keyTag(twin)).toBe(key.tag);
		expect(await tell(world, www, 'A', edit)).toBe(`indeterminate: ${link('too much work')}`);
	});

	test('an algorithm change that is half done is secure', async () => {
		const world = worldOf(
			example({ keys: [{ algorithm: 13 }, { algorithm: 8, published: false, signs: 'nothing' }] }),
		);
		expect((await look(world, 'example.tld.', 'DS')).records).toHaveLength(2);
		expect(await tell(world, www, 'A')).toBe('secure');
	});

	test('a DS record in reserve is secure', async () => {
		const world = worldOf(example({ keys: [{}, { published: false, signs: 'nothing' }] }));
		expect(await tell(world, www, 'A')).toBe('secure');
	});
});

describe('keys that are not the zone’s', () => {
	test.each([
		[
			'DS records of another key',
			{ keys: [{ inDs: false }, { published: false, signs: 'nothing' }] },
			'no key fits the DS',
		],
		['a zone that is not signed', { keys: [{ published: false, signs: 'nothing' }] }, 'no key fits the DS'],
		[
			'keys that the vouched one did not sign',
			{ keys: [{ signs: 'data' }, { inDs: false, signs: 'keys' }] },
			'key set not signed',
		],
		[
			'data signed by a revoked key in the DS records',
			{ keys: [{ flags: 385, inDs: true }] },
			'signature wrong',
		],
		['a key that is no zone key', { keys: [{ flags: 1, inDs: true }] }, 'no key fits the DS'],
		['a key of another protocol', { keys: [{ protocol: 2 }] }, 'no key fits the DS'],
		[
			'data signed by a revoked key',
			{ keys: [{ signs: 'keys' }, { flags: 385, signs: 'data' }] },
			'signature wrong',
		],
		[
			'data signed by what is no zone key',
			{ keys: [{ signs: 'keys' }, { flags: 0, signs: 'data' }] },
			'signature wrong',
		],
		[
			'data signed by a key that is not listed',
			{ keys: [{ signs: 'keys' }, { flags: 256, signs: 'data', published: false }] },
			'signature wrong',
		],
	] as const)('%s: bogus', async (_, spec, reason) => {
		expect(await tell(worldOf(example(spec)), www, 'A')).toBe(`bogus: ${link(reason)}`);
	});

	test('a revoked key that the DS records name vouches for the others, as with BIND and unbound', async () => {
		const keys = [
			{ flags: 385, inDs: true, signs: 'keys' },
			{ inDs: false, signs: 'data' },
		] as const;
		expect(await tell(worldOf(example({ keys })), www, 'A')).toBe('secure');
	});

	test('a key set that a revoked key signs as well is secure', async () => {
		const world = worldOf(example({ keys: [{}, { flags: 385, signs: 'keys' }] }));
		expect(await tell(world, www, 'A')).toBe('secure');
	});

	test('a signature by the zone above: bogus', async () => {
		const world = worldOf(example());
		expect(await tell(world, www, 'A', resigned(world.zone('tld.'), 'tld.', TYPE.A))).toBe(
			'bogus: signature wrong at example.tld.',
		);
		expect(await tell(world, 'example.tld.', 'MX', resigned(world.zone('tld.'), 'tld.', TYPE.MX))).toBe(
			'bogus: signature wrong at example.tld.',
		);
		expect(
			await tell(world, 'example.tld.', 'SOA', resigned(world.zone('tld.'), 'tld.', TYPE.SOA)),
		).toContain('bogus');
	});

	test('a signature by a zone further up, where another begins: bogus', async () => {
		const world = worldOf(example(), {
			name: 'deep.example.tld.',
			records: ['www.deep.example.tld. A 192.0.2.1'],
		});
		const edit = resigned(world.zone('example.tld.'), 'example.tld.', TYPE.A);
		expect(await tell(world, 'www.deep.example.tld.', 'A', edit)).toBe(
			'bogus: signature wrong at deep.example.tld.',
		);
	});

	test('a signature by the zone above over what stands at a zone’s top: bogus, whatever is asked for first', async () => {
		const world = worldOf(example(), {
			name: 'deep.example.tld.',
			records: ['deep.example.tld. A 192.0.2.1', 'deep.example.tld. MX 10 mail.example.tld.'],
		});
		const edit = resigned(world.zone('example.tld.'), 'example.tld.', TYPE.A, TYPE.MX);
		for (const types of [
			[TYPE.SOA, TYPE.A, TYPE.MX],
			[TYPE.A, TYPE.MX, TYPE.DNSKEY],
		]) {
			const resolver = world.resolver(edit);
			const { look: ask } = openValidator(resolver, { now: NOW * 1000, anchors: world.anchors });
			const found = await Promise.all(types.map((type) => ask('deep.example.tld.', type)));
			const verdicts = found.map(({ type, verdict }) => `${String(type)} ${told(verdict)}`);
			for (const type of [TYPE.A, TYPE.MX])
				expect(verdicts).toContain(`${String(type)} bogus: signature wrong at deep.example.tld.`);
		}
	});

	test('a signature by another zone, or by a name that is no zone: bogus', async () => {
		const world = worldOf(example(), { name: 'other.tld.' });
		expect(await tell(world, www, 'A', resigned(world.zone('other.tld.'), 'other.tld.', TYPE.A))).toBe(
			`bogus: ${link('signature missing')}`,
		);
		expect(await tell(world, www, 'A', resigned(world.zone('other.tld.'), www, TYPE.A))).toBe(
			`bogus: ${link('signature wrong', www)}`,
		);
	});

	test('a signature by the right key in another name, beside a broken one: bogus', async () => {
		const world = worldOf(example());
		const zone = world.zone('example.tld.');
		const edit: Edit = (message, { type }) => {
			if (type !== TYPE.A) return message;
			const set = zone.get(www, TYPE.A);
			const elsewhere = signSet(set, 'tld.', zone.keys[0]!, ALWAYS);
			return {
				...message,
				answer: [
					...message.answer.map((each) => (each.type === TYPE.RRSIG ? spoilt(each) : each)),
					elsewhere,
				],
			};
		};
		expect(await tell(world, www, 'A', edit)).toBe(`bogus: ${link('signature wrong')}`);
	});

	test('a signature by the zone above beside the right one, in either order: the right one counts', async () => {
		const world = worldOf(example());
		const [key] = world.zone('tld.').keys;
		const set = world.zone('example.tld.').get(www, TYPE.A);
		const above = signSet(set, 'tld.', key!, ALWAYS);
		const beside =
			(order: (own: readonly DnsRecord[]) => readonly DnsRecord[]): Edit =>
			(message, { type }) =>
				type === TYPE.A ? { ...message, answer: order(message.answer) } : message;
		expect(
			await tell(
				world,
				www,
				'A',
				beside((own) => [above, ...own]),
			),
		).toBe('secure');
		expect(
			await tell(
				world,
				www,
				'A',
				beside((own) => [...own, above]),
			),
		).toBe('secure');
	});

	test('DS records that the zone itself signed: bogus', async () => {
		const world = worldOf(example());
		const edit = resigned(world.zone('example.tld.'), 'example.tld.', TYPE.DS);
		expect(await tell(world, www, 'A', edit)).toBe('bogus: signature missing at tld.');
	});
});

/** Signs the records of a type with the key of a zone, in whatever name. */
function resigned(
	{ keys }: { keys: readonly ReturnType<typeof signingKey>[] },
	signer: string,
	...types: readonly number[]
): Edit {
	return (message, question) => {
		if (!types.includes(question.type)) return message;
		const set = message.answer.filter((record) => record.type === question.type);
		if (set.length === 0 || question.name === 'tld.') return message;
		return { ...message, answer: [...set, signSet(set, signer, keys[0]!, ALWAYS)] };
	};
}
