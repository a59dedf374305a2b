import { concat, u16 } from '../../../../../core/dns/wire/bytes';
import type { DnsRecord } from '../../../../../core/dns/wire/message';
import { readRrsig } from '../../../../../core/dns/wire/records';
import { TYPE } from '../../../../../core/dns/wire/types';
import { openValidator } from '../../../../../core/dns/dnssec/validator';
import { signSet, signingKey } from '../../../../fakes/dns/signed/keys';
import { type Edit, signedWorld } from '../../../../fakes/dns/signed/world';
import { DAY, NOW, eachRecord, example, isSignatureOf, link, look, tell, verdict, worldOf } from './worlds';

const www = 'www.example.tld.';
const ALWAYS = { from: 0, to: 0x7fff_ffff };

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

	test('beside SHA-256 a SHA-1 digest counts for nothing', async () => {
		const [key] = worldOf(example()).zone('example.tld.').keys;
		const wrong = `${String(key!.tag)} 13 2 ${'00'.repeat(32)}`;
		const world = worldOf(example({ ds: { digests: [1], more: [wrong] } }));
		expect(await tell(world, www, 'A')).toBe(`bogus: ${link('no key fits the DS')}`);
	});

	test('one good signature of two algorithms is enough', async () => {
		const world = worldOf(example({ keys: [{ algorithm: 8 }, { algorithm: 13 }] }));
		const edit = eachRecord((record) =>
			isSignatureOf(record, TYPE.A) && readRrsig(record).algorithm === 8 ? spoilt(record) : record,
		);
		expect(await tell(world, www, 'A', edit)).toBe('secure');
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

	test('DS records that the zone itself signed: bogus', async () => {
		const world = worldOf(example());
		const edit = resigned(world.zone('example.tld.'), 'example.tld.', TYPE.DS);
		expect(await tell(world, www, 'A', edit)).toBe('bogus: signature missing at tld.');
	});
});

describe('time', () => {
	test.each([
		['has run out', { from: NOW - 30 * DAY, to: NOW - 1 }, `bogus: ${link('key set not signed')}`],
		['has not begun', { from: NOW + 1, to: NOW + 30 * DAY }, 'bogus'],
		['ends now', { from: NOW - DAY, to: NOW }, 'secure'],
		['begins now', { from: NOW, to: NOW + DAY }, 'secure'],
		['goes over the end of 32 bits', { from: NOW - DAY, to: (NOW + 0x7000_0000) % 0x1_0000_0000 }, 'secure'],
		['ends before it begins', { from: NOW + DAY, to: NOW - DAY }, 'bogus'],
	] as const)('a signature that %s', async (_, validity, expected) => {
		const { security } = await verdict(worldOf(example({ validity })), www, 'A');
		expect(security).toBe(expected.split(':')[0]);
	});

	test('is counted modulo 2^32', async () => {
		const end = 0x1_0000_0000;
		const world = signedWorld({ zones: [{ name: '.', validity: { from: end - DAY, to: DAY } }] });
		for (const [now, expected] of [
			[end - 2 * DAY, 'bogus'],
			[end - 10, 'secure'],
			[end + 10, 'secure'],
			[end + 2 * DAY, 'bogus'],
		] as const) {
			const { look: ask } = openValidator(world.resolver(), { now: now * 1000, anchors: world.anchors });
			expect((await ask('.', TYPE.NS)).verdict.security).toBe(expected);
		}
	});

	test('the reason names day and key', async () => {
		const expired = await verdict(
			worldOf(example({ validity: { from: NOW - 30 * DAY, to: NOW - DAY } })),
			www,
			'A',
		);
		expect(expired.link).toMatchObject({ zone: 'example.tld.', reason: 'signature expired' });
		expect(expired.link!.what).toMatch(
			/^the signature of the DNSKEY records of example\.tld by key \d+ ran out on 2026-09-20$/,
		);
		const early = await verdict(
			worldOf(example({ validity: { from: NOW + DAY, to: NOW + 2 * DAY } })),
			www,
			'A',
		);
		expect(early.link).toMatchObject({ reason: 'signature not yet valid' });
	});

	test('one signature that has run out beside a good one is nothing', async () => {
		const world = worldOf(example());
		const zone = world.zone('example.tld.');
		const old = signSet(zone.get(www, TYPE.A), 'example.tld.', zone.keys[0]!, { from: 0, to: NOW - DAY });
		expect(
			await tell(world, www, 'A', (message, { type }) =>
				type === TYPE.A ? { ...message, answer: [old, ...message.answer] } : message,
			),
		).toBe('secure');
	});
});

describe('records', () => {
	const world = worldOf(example());

	test.each([
		['another address', changed],
		[
			'one record less',
			(message, { type }) => (type === TYPE.A ? { ...message, answer: message.answer.slice(1) } : message),
		],
		[
			'one record more',
			(message, { type }) =>
				type === TYPE.A
					? {
							...message,
							answer: [...message.answer, { ...message.answer[0]!, data: Uint8Array.of(6, 6, 6, 6) }],
						}
					: message,
		],
		[
			'fewer labels counted',
			eachRecord((record) => (isSignatureOf(record, TYPE.A) ? withLabels(record, 2) : record)),
		],
		[
			'more labels counted',
			eachRecord((record) => (isSignatureOf(record, TYPE.A) ? withLabels(record, 4) : record)),
		],
	] as [string, Edit][])('%s: bogus', async (_, edit) => {
		expect((await verdict(world, www, 'A', edit)).security).toBe('bogus');
	});

	test('more labels than there are, though signed so: bogus', async () => {
		const zone = world.zone('example.tld.');
		const set = zone.get(www, TYPE.A);
		const edit: Edit = (message, { type }) =>
			type === TYPE.A
				? { ...message, answer: [...set, signSet(set, 'example.tld.', zone.keys[0]!, ALWAYS, 4)] }
				: message;
		expect(await tell(world, www, 'A', edit)).toBe(`bogus: ${link('signature missing')}`);
	});

	test('another order, repetitions, more time to live, and what nobody asked for change nothing', async () => {
		const honest = await look(world, www, 'A');
		const edit: Edit = (message, { type }) =>
			type !== TYPE.A
				? message
				: {
						...message,
						answer: [...message.answer, ...message.answer, { ...message.answer[0]!, name: 'evil.tld.' }]
							.reverse()
							.map((record) => ({ ...record, ttl: 99_999 })),
					};
		const found = await look(world, www, 'A', edit);
		expect(found.verdict.security).toBe('secure');
		expect(new Set(found.records.map(({ data }) => data.join()))).toEqual(
			new Set(honest.records.map(({ data }) => data.join())),
		);
		expect(found.records.every(({ name, ttl }) => name === www && ttl === 3600)).toBe(true);
	});

	test('time to live is no longer than the signature', async () => {
		const short = worldOf(example({ validity: { from: NOW - DAY, to: NOW + 60 } }));
		expect((await look(short, www, 'A')).records[0]!.ttl).toBe(60);
	});
});

function changed(...[message, { type }]: Parameters<Edit>): ReturnType<Edit> {
	if (type !== TYPE.A) return message;
	const answer = message.answer.map((record) =>
		record.type === TYPE.A ? { ...record, data: Uint8Array.of(6, 6, 6, 6) } : record,
	);
	return { ...message, answer };
}

const spoilt = (record: DnsRecord): DnsRecord => ({
	...record,
	data: record.data.map((byte, index) => (index > record.data.length - 9 ? byte ^ 1 : byte)),
});

const withLabels = (record: DnsRecord, labels: number): DnsRecord => ({
	...record,
	data: concat(record.data.subarray(0, 3), u16(labels).subarray(1), record.data.subarray(4)),
});

/** Signs the records of a type with the key of a zone, in whatever name. */
function resigned(
	{ keys }: { keys: readonly ReturnType<typeof signingKey>[] },
	signer: string,
	type: number,
): Edit {
	return (message, question) => {
		if (question.type !== type) return message;
		const set = message.answer.filter((record) => record.type === type);
		if (set.length === 0 || question.name === 'tld.') return message;
		return { ...message, answer: [...set, signSet(set, signer, keys[0]!, ALWAYS)] };
	};
}
