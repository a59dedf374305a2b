import type { DnsRecord } from '../../../../../core/dns/wire/message';
import { concat } from '../../../../../core/dns/wire/bytes';
import { type Name, nameBytes } from '../../../../../core/dns/wire/name';
import { IN, TYPE } from '../../../../../core/dns/wire/types';
import { signSet } from '../../../../fakes/dns/signed/keys';
import type { Edit, World } from '../../../../fakes/dns/signed/world';
import { ALWAYS, DAY, NOW, example, isSignatureOf, link, spoilt, tell, without, worldOf } from './worlds';

/** What BIND or unbound refuses, and what both take, in zones that were made to have them disagree with us. */

const [www, none] = ['www.example.tld.', 'none.example.tld.'];
const ofAbsence: readonly number[] = [TYPE.NSEC, TYPE.NSEC3];
const worlds: readonly [string, World][] = [
	['NSEC', worldOf(example())],
	['NSEC3', worldOf(example({ denial: { iterations: 1, optOut: false } }))],
	['NSEC3 with opt-out', worldOf(example({ denial: { iterations: 0, optOut: true } }))],
];

test('a signature that ends before it begins, though now is between them in serial numbers', async () => {
	const to = (NOW + 0x7fff_ffff - DAY / 2) >>> 0;
	const asked = [
		await tell(worldOf(example({ validity: { from: NOW - DAY, to } })), www, 'A'),
		await tell(worldOf(example({ validity: { from: NOW - DAY / 2 + 1, to } })), www, 'A'),
	];
	expect(asked).toEqual([`bogus: ${link('signature wrong')}`, 'secure']);
});

test.each([
	['the good one first', 0],
	['the good one last', 12],
])('a dozen signatures by one key that do not fit: nobody knows, %s', async (_what, at) => {
	const edit: Edit = (message, { name, type }) => {
		if (name !== www || type !== TYPE.A) return message;
		const [good] = message.answer.filter((record) => isSignatureOf(record, TYPE.A));
		const junk = Array.from({ length: 12 }, (_, index) => {
			const data = spoilt(good!).data.slice();
			data[data.length - 12] = index;
			return { ...good!, data };
		});
		const set = message.answer.filter((record) => record.type === TYPE.A);
		return { ...message, answer: [...set, ...junk.slice(0, at), good!, ...junk.slice(at)] };
	};
	expect(await tell(worldOf(example()), www, 'A', edit)).toBe(`indeterminate: ${link('too much work')}`);
});

describe.each(worlds)('an answer that something is not there, by %s', (_, world) => {
	test.each([
		[none, 'A'],
		[www, 'MX'],
	] as const)('whose SOA record is not signed, or not well, is bogus: %s %s', async (name, type) => {
		const unsigned = without((record) => isSignatureOf(record, TYPE.SOA));
		expect(await tell(world, name, type, unsigned)).toMatch(/^bogus: signature missing/);
		const wrong: Edit = (message) => ({
			...message,
			authority: message.authority.map((record) =>
				isSignatureOf(record, TYPE.SOA) && record.name === 'example.tld.' ? spoilt(record) : record,
			),
		});
		expect(await tell(world, name, type, wrong)).toBe(`bogus: ${link('signature wrong')}`);
	});

	test('may have a proof twice, as BIND writes one that proves two things', async () => {
		const twice: Edit = (message) => ({
			...message,
			authority: [...message.authority, ...message.authority.filter(({ type }) => ofAbsence.includes(type))],
		});
		for (const [name, type] of [
			[none, 'A'],
			[www, 'MX'],
			['x.many.example.tld.', 'MX'],
		] as const)
			expect(await tell(world, name, type, twice)).toBe(await tell(world, name, type));
	});
});

describe('NSEC', () => {
	const world = worldOf(example());
	const { keys, withSignatures, get } = world.zone('example.tld.');
	const leading = (owner: Name, next: Name): DnsRecord[] => {
		const types = [0, 6, 0x40, 0, 0, 0, 0, 3];
		const data = concat(nameBytes(next), Uint8Array.from(types));
		const record = { name: owner, type: TYPE.NSEC, class: IN, ttl: 300, data };
		return [record, signSet([record], 'example.tld.', keys[0]!, ALWAYS)];
	};
	const deny =
		(...proofs: readonly (readonly DnsRecord[])[]): Edit =>
		(message, { name }) =>
			name === none
				? {
						...message,
						answer: [],
						rcode: 3,
						authority: [...withSignatures(get('example.tld.', TYPE.SOA)), ...proofs.flat()],
					}
				: message;

	test.each<[string, Name, string]>([
		['the next one', 'o.example.tld.', 'secure'],
		['the top, as the last does', 'example.tld.', 'secure'],
		['itself', 'm.example.tld.', `bogus: ${link('denial not proved')}`],
		['another before it', 'b.example.tld.', `bogus: ${link('denial not proved')}`],
	])('a record that leads to %s', async (_what, next, expected) => {
		const wildcard = leading('example.tld.', 'a.example.tld.');
		expect(await tell(world, none, 'A', deny(leading('m.example.tld.', next), wildcard))).toBe(expected);
	});
});

describe('a zone below without signatures', () => {
	const child = { name: 'plain.example.tld.', signed: false, records: ['plain.example.tld. A 192.0.2.9'] };
	test.each([
		['NSEC', worldOf(example(), child)],
		['NSEC3', worldOf(example({ denial: { iterations: 0, optOut: false } }), child)],
	])('that the server of the zone above denies a record of is insecure: %s', async (_what, world) => {
		const { chain, withSignatures, get } = world.zone('example.tld.');
		const authority = [
			...withSignatures(get('example.tld.', TYPE.SOA)),
			...chain.noData('plain.example.tld.').flatMap((record) => withSignatures([record])),
		];
		const edit: Edit = (message, { name, type }) =>
			name === 'plain.example.tld.' && type === TYPE.MX ? { ...message, answer: [], authority } : message;
		expect(await tell(world, 'plain.example.tld.', 'MX', edit)).toBe('insecure');
	});
});
