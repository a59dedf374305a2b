import { concat, u16 } from '../../../../../core/dns/wire/bytes';
import type { DnsRecord } from '../../../../../core/dns/wire/message';
import { keyTag } from '../../../../../core/dns/dnssec/keys';
import { openValidator } from '../../../../../core/dns/dnssec/validator';
import { TYPE } from '../../../../../core/dns/wire/types';
import { signSet, signingKey } from '../../../../fakes/dns/signed/keys';
import type { Edit } from '../../../../fakes/dns/signed/world';
import { NOW, example, link, look, tell, worldOf } from './worlds';

let verified = 0;
let hashed = 0;
let refuse: string | null = null;
jest.mock('node:crypto', () => {
	const real = jest.requireActual<typeof import('node:crypto')>('node:crypto');
	return {
		...real,
		verify: (...args: Parameters<typeof real.verify>) => {
			verified++;
			if (args[0] === refuse) throw new Error('refused by policy');
			const verify: (...given: typeof args) => unknown = real.verify;
			return verify(...args);
		},
		createHash: (algorithm: string) => {
			if (algorithm === 'sha1') hashed++;
			if (algorithm === refuse) throw new Error('refused by policy');
			return real.createHash(algorithm);
		},
	};
});

beforeEach(() => {
	verified = hashed = 0;
	refuse = null;
});

const www = 'www.example.tld.';

describe('work', () => {
	test('an honest chain verifies six signatures', async () => {
		expect(await tell(worldOf(example()), www, 'A')).toBe('secure');
		expect(verified).toBe(6);
	});

	test('many keys with one tag and many signatures (CVE-2023-50387)', async () => {
		const world = worldOf(example({ keys: [{ algorithm: 8, signs: 'all' }] }));
		const zone = world.zone('example.tld.');
		const [key] = zone.keys;
		const others = Array.from({ length: 60 }, (_, index) => sameTag(key!.record, key!.tag, index));
		const keys = [key!.record, ...others];
		const set = zone.get(www, TYPE.A);
		const good = signSet(set, 'example.tld.', key!, { from: 0, to: 0x7fff_ffff });
		const bad = Array.from({ length: 60 }, (_, index) => ({
			...good,
			data: good.data.map((byte, at) => (at === good.data.length - 1 - index ? byte ^ 1 : byte)),
		}));
		const edit: Edit = (message, { name, type }) => {
			if (name === 'example.tld.' && type === TYPE.DNSKEY)
				return {
					...message,
					answer: [...keys, signSet(keys, 'example.tld.', key!, { from: 0, to: 0x7fff_ffff })],
				};
			return name === www && type === TYPE.A ? { ...message, answer: [...set, ...bad, good] } : message;
		};
		expect(others.every((each) => keyTag(each.data) === key!.tag)).toBe(true);
		const found = await look(world, www, 'A', edit);
		expect(found.verdict.security).toBe('indeterminate');
		expect(found.verdict.link).toMatchObject({ zone: 'example.tld.', reason: 'too much work' });
		expect(verified).toBeLessThanOrEqual(5 + 16);
	});

	test('signatures by keys that the zone does not have cost nothing, and hide none that it has', async () => {
		const world = worldOf(example());
		const edit: Edit = (message, { name, type }) => {
			if (name !== www || type !== TYPE.A) return message;
			const isSignature = (record: DnsRecord) => record.type === TYPE.RRSIG;
			// The tag is in the 17th and 18th byte.
			const strange = message.answer.filter(isSignature).flatMap((record) =>
				Array.from({ length: 40 }, (_, index) => ({
					...record,
					data: record.data.map((byte, at) => (at === 16 ? byte ^ (index + 1) : byte)),
				})),
			);
			return { ...message, answer: [...strange, ...message.answer] };
		};
		expect(await tell(world, www, 'A', edit)).toBe('secure');
		expect(verified).toBe(6);
	});

	test.each([
		[8, 'secure'],
		[9, 'indeterminate'],
	])('%i good signatures by a key of the zone: %s', async (count, security) => {
		const world = worldOf(example());
		const zone = world.zone('example.tld.');
		const set = zone.get(www, TYPE.A);
		const signatures = Array.from({ length: count }, (_, index) =>
			signSet(set, 'example.tld.', zone.keys[0]!, { from: 0, to: 0x7fff_ffff - index }),
		);
		const edit: Edit = (message, { name, type }) =>
			name === www && type === TYPE.A ? { ...message, answer: [...set, ...signatures] } : message;
		expect((await look(world, www, 'A', edit)).verdict.security).toBe(security);
	});

	test('how many rounds a zone hashes is only asked where a wildcard comes without a proof', async () => {
		const world = worldOf(example({ denial: { iterations: 1, optOut: false } }));
		const resolver = world.resolver();
		const { look: ask } = openValidator(resolver, { now: NOW * 1000, anchors: world.anchors });
		expect((await ask('x.wild.example.tld.', TYPE.TXT)).verdict.security).toBe('secure');
		expect(resolver.questions.filter((each) => each.endsWith(` ${TYPE.NSEC3PARAM}`))).toEqual([]);
	});

	test('many signatures that fail, over many records of absence', async () => {
		const world = worldOf(example());
		const { chain, withSignatures } = world.zone('example.tld.');
		const nsec = withSignatures(chain.noData(www).slice(0, 1));
		const authority = Array.from({ length: 200 }, (_, index) =>
			nsec.map((record) => ({ ...record, name: `n${String(index)}.example.tld.` })),
		).flat();
		const edit: Edit = (message, { name }) =>
			name === 'none.example.tld.' ? { ...message, authority } : message;
		expect((await look(world, 'none.example.tld.', 'A', edit)).verdict.security).not.toBe('secure');
		expect(verified).toBe(5 + 16);
	});

	test('names of very many labels with many rounds of hashing (CVE-2023-50868)', async () => {
		const world = worldOf(example({ denial: { iterations: 150, optOut: false } }));
		const deep = `${'x.'.repeat(110)}example.tld.`;
		const found = await look(world, deep, 'A');
		expect(found.verdict).toMatchObject({ security: 'indeterminate', link: { reason: 'too much work' } });
		hashed = 0;
		// What the world itself hashes for its answer was done above.
		await look(world, deep, 'A');
		expect(hashed).toBeLessThanOrEqual(4_096);
		expect(await tell(worldOf(example({ denial: { iterations: 0, optOut: false } })), deep, 'A')).toBe(
			'secure',
		);
	});

	test('many DS records and keys with one tag are not all compared', async () => {
		const world = worldOf(example());
		const [key] = world.zone('example.tld.').keys;
		const keys = [
			...Array.from({ length: 300 }, (_, index) => sameTag(key!.record, key!.tag, index)),
			key!.record,
		];
		const edit: Edit = (message, { name, type }) =>
			name === 'example.tld.' && type === TYPE.DNSKEY ? { ...message, answer: keys } : message;
		expect(await tell(world, www, 'A', edit)).toBe(`bogus: ${link('no key fits the DS')}`);
	});
});

describe('a platform that refuses SHA-1', () => {
	test.each([5, 7])('makes a zone with algorithm %i insecure, with a reason', async (algorithm) => {
		const world = worldOf(example({ keys: [{ algorithm }] }));
		await look(world, www, 'A');
		refuse = 'sha1';
		expect(await tell(world, www, 'A')).toBe(`insecure: ${link('algorithm not supported')}`);
	});

	test('makes a zone with SHA-1 DS records alone insecure', async () => {
		const world = worldOf(example({ ds: { digests: [1] } }));
		expect(await tell(world, www, 'A')).toBe('secure');
		refuse = 'sha1';
		expect(await tell(world, www, 'A')).toBe(`insecure: ${link('algorithm not supported')}`);
	});

	test('leaves NSEC3 unproved, and does not throw', async () => {
		const world = worldOf(example({ denial: { iterations: 1, optOut: false } }));
		expect(await tell(world, 'none.example.tld.', 'A')).toBe('secure');
		refuse = 'sha1';
		expect((await look(world, 'none.example.tld.', 'A')).verdict.security).toBe('indeterminate');
	});
});

/** A key of RSA made of nothing, with the tag. */
function sameTag(record: DnsRecord, tag: number, index: number): DnsRecord {
	const body = signingKey('filler.', 0, { algorithm: 8 }).record.data.slice();
	body[3] = record.data[3]!;
	body[60] = index & 0xff;
	body[61] = index >> 8;
	const withEnd = (end: number) => concat(body.subarray(0, 100), u16(end & 0xffff), body.subarray(102));
	const near = tag - keyTag(withEnd(0));
	const end = [-1, 0, 1].map((more) => near + more).find((each) => keyTag(withEnd(each)) === tag);
	return { ...record, data: withEnd(end!) };
}
