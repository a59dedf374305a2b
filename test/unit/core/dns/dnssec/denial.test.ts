import { hashName } from '../../../../../core/dns/dnssec/nsec3';
import { isAbsent } from '../../../../../core/dns/lookup';
import { type DnsRecord, decodeMessage } from '../../../../../core/dns/wire/message';
import { TYPE } from '../../../../../core/dns/wire/types';
import { signSet } from '../../../../fakes/dns/signed/keys';
import type { ZoneSpec } from '../../../../fakes/dns/signed/zone';
import type { Edit, World } from '../../../../fakes/dns/signed/world';
import { DAY, NOW, RECORDS, example, isSignatureOf, look, tell, without, worldOf } from './worlds';

const nsec3 = (more: Partial<Exclude<ZoneSpec['denial'], 'nsec' | undefined>> = {}) => ({
	denial: { iterations: 1, optOut: false, ...more },
});
const children: readonly ZoneSpec[] = [
	{ name: 'plain.example.tld.', signed: false, records: ['www.plain.example.tld. A 192.0.2.9'] },
	{ name: 'signed.example.tld.', records: ['www.signed.example.tld. A 192.0.2.9'] },
	{ name: 'below.empty.example.tld.', signed: false, records: ['www.below.empty.example.tld. A 192.0.2.9'] },
];
const worlds: readonly [string, World][] = [
	['NSEC', worldOf(example(), ...children)],
	['NSEC3', worldOf(example(nsec3()), ...children)],
	['NSEC3 without rounds and salt', worldOf(example(nsec3({ iterations: 0, salt: '' })), ...children)],
];
const optOut = worldOf(example(nsec3({ optOut: true })), ...children);

const proofs: readonly number[] = [TYPE.NSEC, TYPE.NSEC3];

const cases = [
	['no such name', 'none.example.tld.', 'A'],
	['no such name, far down', 'x.y.z.example.tld.', 'A'],
	['no such name below one that there is', 'x.www.example.tld.', 'A'],
	['no such name before the first', '!.example.tld.', 'A'],
	['no such name after the last', '~.example.tld.', 'A'],
	['no such type', 'www.example.tld.', 'MX'],
	['no such type at the top', 'example.tld.', 'CAA'],
	['no such type at a name that only has names below', 'b.c.example.tld.', 'A'],
	['no such type at an alias', 'alias.example.tld.', 'CNAME'],
	['a wildcard', 'x.wild.example.tld.', 'TXT'],
	['a wildcard, far down', 'x.y.z.wild.example.tld.', 'TXT'],
	['the wildcard itself', '*.wild.example.tld.', 'TXT'],
	['no such type at a wildcard', 'x.wild.example.tld.', 'A'],
	['no such type at the wildcard itself', '*.wild.example.tld.', 'A'],
	['an alias by wildcard', 'x.many.example.tld.', 'A'],
	['no DS records at a name that begins no zone', 'www.example.tld.', 'DS'],
	['no DS records where nothing is', 'none.example.tld.', 'DS'],
	['no DS records of an unsigned zone', 'plain.example.tld.', 'DS'],
] as const;

const decoded = (world: World, name: string, type: number) => decodeMessage(world.answer({ name, type }));

describe.each(worlds)('%s', (label, world) => {
	test.each(cases)('%s: %s %s is secure', async (_name, name, type) => {
		expect(await tell(world, name, type)).toBe('secure');
	});

	test.each(
		cases.filter(
			([, name, type]) => !(name === 'alias.example.tld.' || (name.startsWith('*') && type === 'TXT')),
		),
	)('%s: %s %s without its proof is bogus', async (_name, name, type) => {
		const edit = without((record) => proofs.includes(record.type) && record.name.endsWith('example.tld.'));
		expect(await tell(world, name, type, edit)).toMatch(/^bogus: denial not proved at example\.tld\.$/);
	});

	test.each([
		['plain.example.tld.', 'NS'],
		['www.plain.example.tld.', 'A'],
		['none.plain.example.tld.', 'MX'],
		['www.below.empty.example.tld.', 'A'],
	] as const)('%s %s is insecure', async (name, type) => {
		expect(await tell(world, name, type)).toBe('insecure');
	});

	test('absence is told', async () => {
		expect(isAbsent(await look(world, 'none.example.tld.', 'A'))).toBe(true);
		expect(await look(world, 'none.example.tld.', 'A')).toMatchObject({ rcode: 3, failed: null });
		expect(await look(world, 'www.example.tld.', 'MX')).toMatchObject({ rcode: 0, records: [] });
	});

	test.each([
		['www.example.tld.', 'A', 'none.example.tld.', 'A'],
		['www.example.tld.', 'A', 'www.example.tld.', 'MX'],
		['x.wild.example.tld.', 'TXT', 'none.example.tld.', 'TXT'],
		['none.example.tld.', 'A', 'x.wild.example.tld.', 'A'],
		['none.example.tld.', 'A', 'example.tld.', 'CAA'],
		['www.signed.example.tld.', 'A', 'signed.example.tld.', 'DS'],
		['www.signed.example.tld.', 'DS', 'plain.example.tld.', 'DS'],
		['signed.example.tld.', 'DS', 'plain.example.tld.', 'DS'],
	] as const)('%s %s denied with the answer for %s %s is bogus', async (name, type, other, otherType) => {
		const lie: Edit = (message, question) => {
			if (question.name !== name || question.type !== TYPE[type]) return message;
			const { rcode, authority } = decoded(world, other, TYPE[otherType]);
			return { ...message, rcode, answer: [], authority };
		};
		expect(await tell(world, name, type, lie)).toMatch(/^bogus/);
	});

	test.each([
		['none.example.tld.', 'A', 0],
		['www.example.tld.', 'MX', 3],
		['b.c.example.tld.', 'A', 3],
		['x.wild.example.tld.', 'A', 3],
	] as const)('%s %s with the other code is bogus', async (name, type, rcode) => {
		const edit: Edit = (message, question) => (question.name === name ? { ...message, rcode } : message);
		expect(await tell(world, name, type, edit)).toMatch(/^bogus/);
	});

	test('a wildcard in place of a name that there is: bogus', async () => {
		const records = [...RECORDS, 'real.wild.example.tld. TXT real'];
		const real = worldOf(example({ ...(label === 'NSEC' ? {} : nsec3()), records }));
		expect(await tell(real, 'real.wild.example.tld.', 'TXT')).toBe('secure');
		const lie = answerAs(real, 'x.wild.example.tld.', 'real.wild.example.tld.');
		expect(await tell(real, 'real.wild.example.tld.', 'TXT', lie)).toMatch(/^bogus/);
		const above = answerAs(real, 'x.wild.example.tld.', 'x.real.wild.example.tld.');
		expect(await tell(real, 'x.real.wild.example.tld.', 'TXT', above)).toMatch(/^bogus/);
	});
});

const THERE = [
	...['example.tld.', 'www.example.tld.', 'alias.example.tld.', 'old.example.tld.', '*.wild.example.tld.'],
	...[
		'a.b.c.example.tld.',
		'b.c.example.tld.',
		'c.example.tld.',
		'wild.example.tld.',
		'www.new.example.tld.',
	],
];

test.each(worlds)(
	'%s: nothing that there is is denied by all records of absence but one',
	async (_, world) => {
		const { chain, withSignatures } = world.zone('example.tld.');
		for (const name of THERE)
			for (const left of [null, ...chain.all]) {
				const authority = chain.all
					.filter((record) => record !== left)
					.flatMap((record) => withSignatures([record]));
				const lie: Edit = (message, question) =>
					question.name === name && question.type === TYPE.TXT
						? { ...message, rcode: 3, answer: [], authority }
						: message;
				expect([name, left?.name, await tell(world, name, 'TXT', lie)]).toEqual([
					name,
					left?.name,
					'bogus: denial not proved at example.tld.',
				]);
			}
	},
);

test.each([
	['first', 0],
	['last', -1],
])(
	'a wildcard that comes %s in the order of hashes is not denied by its own record',
	async (_what, place) => {
		const hashOf = (salt: string) =>
			hashName('*.wild.example.tld.', { iterations: 1, salt: Buffer.from(salt, 'hex') });
		const salts = Array.from({ length: 500 }, (_, index) => index.toString(16).padStart(4, '0'));
		const ofSalt = (salt: string) => worldOf(example(nsec3({ salt })));
		const isThere = (world: World, salt: string) =>
			world.zone('example.tld.').chain.all.at(place)?.name === `${hashOf(salt)}.example.tld.`;
		const world = ofSalt(salts.find((salt) => isThere(ofSalt(salt), salt))!);
		const { chain, withSignatures } = world.zone('example.tld.');
		const authority = chain.all.flatMap((record) => withSignatures([record]));
		const lie: Edit = (message, { type }) =>
			type === TYPE.TXT ? { ...message, rcode: 3, answer: [], authority } : message;
		expect(await tell(world, 'x.wild.example.tld.', 'TXT')).toBe('secure');
		expect(await tell(world, 'x.wild.example.tld.', 'TXT', lie)).toBe(
			'bogus: denial not proved at example.tld.',
		);
	},
);

test.each([
	['NSEC', {}],
	['NSEC3', nsec3()],
])(
	'%s: a wildcard that only has names below it answers nothing, and that is proved',
	async (_what, denial) => {
		const world = worldOf(example({ ...denial, records: [...RECORDS, 'x.*.ent.example.tld. A 192.0.2.9'] }));
		expect(await tell(world, 'y.ent.example.tld.', 'A')).toBe('secure');
		const name: Edit = (message, { type }) => (type === TYPE.A ? { ...message, rcode: 3 } : message);
		expect(await tell(world, 'y.ent.example.tld.', 'A', name)).toBe(
			'bogus: denial not proved at example.tld.',
		);
	},
);

test.each([
	['another salt', nsec3({ salt: '0bad' })],
	['more rounds', nsec3({ iterations: 2 })],
])('gaps of a second chain with %s are none of the first', async (_what, second) => {
	const [one, other] = [nsec3(), second].map((denial) => worldOf(example(denial)).zone('example.tld.'));
	const world = worldOf(example(nsec3()));
	const signed = [one!, other!].map(({ chain, withSignatures }) =>
		chain.all.map((record) => withSignatures([record])),
	);
	const given = async (...authority: readonly (readonly DnsRecord[])[]) =>
		await tell(world, 'www.example.tld.', 'TXT', (message, { type }) =>
			type === TYPE.TXT ? { ...message, rcode: 3, answer: [], authority: authority.flat() } : message,
		);
	// Which of the first is that of the top, is not known here: each of them is tried before all gaps of the second.
	for (const top of signed[0]!)
		expect(await given(top, ...signed[1]!)).toBe('bogus: denial not proved at example.tld.');
	// The control: signed they are by the same key.
	const none = await tell(world, 'none.example.tld.', 'A', (message, { name }) =>
		name === 'none.example.tld.' ? { ...message, authority: signed[1]!.flat() } : message,
	);
	expect(none).toBe('secure');
});

describe.each(worlds)('the other side of a cut: %s', (_, world) => {
	test('what the zone above says of the cut is no word on what is there', async () => {
		// The record of the parent lists NS and DS only: no address, as if there were none.
		const lie: Edit = (message, { name, type }) =>
			name === 'signed.example.tld.' && type === TYPE.MX
				? { ...message, answer: [], authority: allProofs('example.tld.') }
				: message;
		expect(await tell(world, 'signed.example.tld.', 'MX', lie)).toMatch(/^bogus/);
		const below: Edit = (message, { name, type }) =>
			name === 'www.signed.example.tld.' && type === TYPE.A
				? { ...message, rcode: 3, answer: [], authority: allProofs('example.tld.') }
				: message;
		expect(await tell(world, 'www.signed.example.tld.', 'A', below)).toMatch(/^bogus/);
	});

	test('what the zone says of itself is no word on its DS records', async () => {
		const lie: Edit = (message, { name, type }) =>
			name === 'signed.example.tld.' && type === TYPE.DS
				? { ...message, answer: [], authority: allProofs('signed.example.tld.') }
				: message;
		expect(await tell(world, 'www.signed.example.tld.', 'A', lie)).toMatch(/^bogus/);
	});

	test('the DS records of a signed zone cannot be denied away', async () => {
		const deny: Edit = (message, { name, type }) =>
			name === 'example.tld.' && type === TYPE.DS
				? { ...message, answer: [], authority: allProofs('tld.') }
				: message;
		const strip: Edit = (message, question) => {
			const denied = deny(message, question);
			return question.type === TYPE.A
				? without(({ type }) => type === TYPE.RRSIG)(denied!, question)
				: denied;
		};
		expect(await tell(world, 'www.example.tld.', 'A', strip)).toBe('bogus: denial not proved at tld.');
	});

	function allProofs(zone: string) {
		const { chain, withSignatures } = world.zone(zone);
		return chain.all.flatMap((record) => withSignatures([record]));
	}
});

describe.each(worlds)('absence: %s', (_, world) => {
	test('of forty names, so that every gap is looked into', async () => {
		for (let index = 0; index < 40; index++)
			expect(await tell(world, `n${String(index)}.example.tld.`, 'A')).toBe('secure');
	});

	test('of an address at an alias: bogus', async () => {
		const { chain, withSignatures } = world.zone('example.tld.');
		const authority = chain.all.flatMap((record) => withSignatures([record]));
		const lie: Edit = (message, { name }) =>
			name === 'alias.example.tld.' ? { ...message, answer: [], authority } : message;
		expect(await tell(world, 'alias.example.tld.', 'A', lie)).toMatch(/^bogus/);
	});

	test('in records whose signatures are wrong, or have run out: bogus, with that reason', async () => {
		const [key] = world.zone('example.tld.').keys;
		const resigned =
			(to: number, change: number): Edit =>
			(message, { name }) => {
				if (name !== 'none.example.tld.') return message;
				const set = message.authority.filter(({ type }) => proofs.includes(type));
				const signed = set.flatMap((record) => {
					const signature = signSet([record], 'example.tld.', key!, { from: 0, to });
					return [
						record,
						{ ...signature, data: signature.data.map((byte, at) => (at > 60 ? byte ^ change : byte)) },
					];
				});
				return { ...message, authority: signed };
			};
		expect(await tell(world, 'none.example.tld.', 'A', resigned(NOW + DAY, 0))).toBe('secure');
		expect(await tell(world, 'none.example.tld.', 'A', resigned(NOW + DAY, 1))).toBe(
			'bogus: signature wrong at example.tld.',
		);
		expect(await tell(world, 'none.example.tld.', 'A', resigned(NOW - DAY, 0))).toBe(
			'bogus: signature expired at example.tld.',
		);
	});
});

describe('opt-out', () => {
	test.each([
		['none.example.tld.', 'A', 'insecure'],
		['x.y.example.tld.', 'MX', 'insecure'],
		['x.wild.example.tld.', 'TXT', 'insecure'],
		['x.wild.example.tld.', 'A', 'insecure'],
		['www.plain.example.tld.', 'A', 'insecure'],
		['www.below.empty.example.tld.', 'A', 'insecure'],
		['plain.example.tld.', 'DS', 'insecure'],
		['www.example.tld.', 'A', 'secure'],
		['www.example.tld.', 'MX', 'secure'],
		['signed.example.tld.', 'DS', 'secure'],
		['www.signed.example.tld.', 'A', 'secure'],
		['www.example.tld.', 'DS', 'secure'],
	] as const)('%s %s is %s', async (name, type, expected) => {
		expect(await tell(optOut, name, type)).toBe(expected);
	});

	test('does not excuse a missing signature of what there is', async () => {
		const strip = without((record) => isSignatureOf(record, TYPE.A));
		expect(await tell(optOut, 'www.example.tld.', 'A', strip)).toBe(
			'bogus: signature missing at example.tld.',
		);
		expect(await tell(optOut, 'www.signed.example.tld.', 'A', strip)).toBe(
			'bogus: signature missing at signed.example.tld.',
		);
	});
});

describe('NSEC3', () => {
	test('with more than 150 rounds is insecure where it is needed, and says so', async () => {
		const world = worldOf(example(nsec3({ iterations: 151 })), children[0]!);
		expect(await tell(world, 'www.example.tld.', 'A')).toBe('secure');
		for (const [name, type] of [
			['none.example.tld.', 'A'],
			['www.example.tld.', 'MX'],
			['x.wild.example.tld.', 'TXT'],
			['www.plain.example.tld.', 'A'],
		] as const)
			expect(await tell(world, name, type)).toBe('insecure: too many NSEC3 iterations at example.tld.');
		expect(await tell(worldOf(example(nsec3({ iterations: 150 }))), 'none.example.tld.', 'A')).toBe('secure');
	});

	describe('a wildcard’s answer without a proof, of a zone that says of its rounds', () => {
		const saying = (rounds: number) =>
			worldOf(
				example({
					...nsec3({ iterations: rounds }),
					records: [
						...RECORDS,
						`example.tld. NSEC3PARAM \\# 5 0100${rounds.toString(16).padStart(4, '0')}00`,
					],
				}),
			);
		const bare: Edit = (message, { type }) => (type === TYPE.TXT ? { ...message, authority: [] } : message);
		const answer = (rounds: number, toParams: Edit = (message) => message) =>
			tell(saying(rounds), 'x.wild.example.tld.', 'TXT', (message, question) =>
				question.type === TYPE.NSEC3PARAM ? toParams(message, question) : bare(message, question),
			);
		const unproved = 'bogus: denial not proved at example.tld.';

		test('151: is insecure, as BIND leaves out the proofs of such a zone', async () => {
			expect(await answer(151)).toBe('insecure: too many NSEC3 iterations at example.tld.');
		});

		test.each<[string, number, Edit | undefined]>([
			['150, which are done', 150, undefined],
			['151, unsigned', 151, without(({ type }) => type === TYPE.RRSIG)],
			['nothing', 151, (message) => ({ ...message, answer: [] })],
			['nothing, as nobody answers', 151, () => null],
		])('%s: is bogus', async (_what, rounds, toParams) => {
			expect(await answer(rounds, toParams)).toBe(unproved);
		});
	});

	test.each([
		['hashes', 0],
		['flags', 1],
	])('with %s that nobody knows is passed over, though it is signed', async (_, at) => {
		const world = worlds[1]![1];
		const [key] = world.zone('example.tld.').keys;
		const edit: Edit = (message, { name }) => {
			if (name !== 'none.example.tld.') return message;
			const changed = message.authority
				.filter(({ type }) => type === TYPE.NSEC3)
				.map((record) => ({
					...record,
					data: record.data.map((byte, index) => byte | (index === at ? 2 : 0)),
				}));
			const signed = (record: DnsRecord) => [
				record,
				signSet([record], 'example.tld.', key!, { from: 0, to: 0x7fff_ffff }),
			];
			return { ...message, authority: changed.flatMap(signed) };
		};
		expect(await tell(world, 'none.example.tld.', 'A', edit)).toBe(
			'bogus: denial not proved at example.tld.',
		);
	});
});

/** The answer for a wildcard name, given for another. */
function answerAs(world: World, from: string, to: string): Edit {
	return (message, { name, type }) => {
		if (name !== to || type !== TYPE.TXT) return message;
		const { answer, authority } = decoded(world, from, TYPE.TXT);
		return { ...message, answer: answer.map((record) => ({ ...record, name: to })), authority };
	};
}
