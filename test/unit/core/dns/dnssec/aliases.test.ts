import { openValidator } from '../../../../../core/dns/dnssec/validator';
import { nameBytes } from '../../../../../core/dns/wire/name';
import { TYPE } from '../../../../../core/dns/wire/types';
import type { Edit } from '../../../../fakes/dns/signed/world';
import { NOW, RECORDS, eachRecord, example, isSignatureOf, look, tell, without, worldOf } from './worlds';

const ring = Array.from(
	{ length: 20 },
	(_, index) => `r${index}.example.tld. CNAME r${index + 1}.example.tld.`,
);

const world = worldOf(
	example({
		records: [
			...RECORDS,
			...ring,
			'toplain.example.tld. CNAME www.plain.tld.',
			'tobogus.example.tld. CNAME www.broken.tld.',
			'toother.example.tld. CNAME www.other.tld.',
			'tonone.example.tld. CNAME none.example.tld.',
			'tonodata.example.tld. CNAME www.example.tld.',
			'loop.example.tld. CNAME loop2.example.tld.',
			'loop2.example.tld. CNAME loop.example.tld.',
			'self.example.tld. CNAME self.example.tld.',
			`long.example.tld. DNAME ${'a23456789.'.repeat(20)}tld.`,
			'*.many.example.tld. CNAME www.example.tld.',
		],
	}),
	{
		name: 'plain.tld.',
		signed: false,
		records: ['www.plain.tld. CNAME www.example.tld.', 'a.plain.tld. A 192.0.2.1'],
	},
	{ name: 'other.tld.', records: ['www.other.tld. A 192.0.2.7'] },
	{
		name: 'broken.tld.',
		keys: [{ signs: 'keys' }, { flags: 0, signs: 'data' }],
		records: ['www.broken.tld. A 192.0.2.8'],
	},
);

describe('aliases', () => {
	test('are followed and validated, in one answer', async () => {
		const found = await look(world, 'toother.example.tld.', 'A');
		expect(found.verdict.security).toBe('secure');
		expect(found.aliases).toEqual(['www.other.tld.']);
		expect(found.records.map(({ name }) => name)).toEqual(['www.other.tld.']);
	});

	test('are followed by further questions where an answer ends with them', async () => {
		const short: Edit = (message, { name }) =>
			name === 'toother.example.tld.'
				? { ...message, answer: message.answer.filter((record) => record.name === name) }
				: message;
		const resolver = world.resolver(short);
		const { look: ask } = openValidator(resolver, { now: NOW * 1000, anchors: world.anchors });
		const found = await ask('toother.example.tld.', TYPE.A);
		expect(found).toMatchObject({ verdict: { security: 'secure' }, aliases: ['www.other.tld.'] });
		expect(found.records).toHaveLength(1);
		expect(resolver.questions).toContain('www.other.tld. 1');
	});

	test.each([
		['toplain.example.tld.', 'A', 'insecure'],
		['tobogus.example.tld.', 'A', 'bogus: signature wrong at broken.tld.'],
		['www.plain.tld.', 'A', 'insecure'],
		['tonone.example.tld.', 'A', 'secure'],
		['tonodata.example.tld.', 'MX', 'secure'],
		['x.many.example.tld.', 'A', 'secure'],
		['alias.example.tld.', 'CNAME', 'secure'],
	] as const)('%s %s: the worst verdict counts: %s', async (name, type, expected) => {
		expect(await tell(world, name, type)).toBe(expected);
	});

	test('absence at their end is told', async () => {
		expect(await look(world, 'tonone.example.tld.', 'A')).toMatchObject({
			rcode: 3,
			records: [],
			aliases: ['none.example.tld.'],
		});
	});

	test.each([
		['the alias', TYPE.CNAME, 'bogus: signature missing at example.tld.'],
		['where it leads', TYPE.A, 'bogus: signature missing at other.tld.'],
	])('%s without a signature is bogus', async (_, type, expected) => {
		expect(
			await tell(
				world,
				'toother.example.tld.',
				'A',
				without((record) => isSignatureOf(record, type)),
			),
		).toBe(expected);
	});

	test('another target is bogus', async () => {
		const edit = eachRecord((record) =>
			record.type === TYPE.CNAME ? { ...record, data: nameBytes('a.plain.tld.') } : record,
		);
		const found = await look(world, 'toother.example.tld.', 'A', edit);
		expect(found.verdict).toMatchObject({
			security: 'bogus',
			link: { zone: 'example.tld.', reason: 'signature wrong' },
		});
	});

	test('of unsigned zones do not make what they lead to insecure by itself', async () => {
		expect(await tell(world, 'www.example.tld.', 'A')).toBe('secure');
	});

	test.each([
		['loop.example.tld.', /^the aliases of loop\.example\.tld lead in a circle$/],
		['self.example.tld.', /^the aliases of self\.example\.tld lead in a circle$/],
		['r0.example.tld.', /^r0\.example\.tld has too many aliases$/],
		[`${'b23456789.'.repeat(6)}long.example.tld.`, /is too long a name$/],
	])('%s ends, and nothing is claimed', async (name, what) => {
		const found = await look(world, name, 'A', (message) => ({ ...message, rcode: 0 }));
		expect(found).toMatchObject({ records: [], verdict: { security: 'indeterminate' } });
		expect(found.failed?.what).toMatch(what);
	});
});

test('twelve aliases are followed, and no more', async () => {
	const row = Array.from({ length: 13 }, (_, at) => `s${at}.example.tld. CNAME s${at + 1}.example.tld.`);
	const steps = worldOf(example({ records: [...row, 's13.example.tld. A 192.0.2.9'] }));
	expect(await look(steps, 's1.example.tld.', 'A')).toMatchObject({
		failed: null,
		records: [{ name: 's13.example.tld.' }],
		verdict: { security: 'secure' },
	});
	expect((await look(steps, 's0.example.tld.', 'A')).failed?.what).toBe(
		's0.example.tld has too many aliases',
	);
});

describe('DNAME', () => {
	test('moves what is below it', async () => {
		const found = await look(world, 'www.old.example.tld.', 'A');
		expect(found).toMatchObject({ verdict: { security: 'secure' }, aliases: ['www.new.example.tld.'] });
		expect(found.records).toHaveLength(1);
		expect(await tell(world, 'none.old.example.tld.', 'A')).toBe('secure');
	});

	test('needs its signature, and the alias made from it needs none', async () => {
		expect(
			await tell(
				world,
				'www.old.example.tld.',
				'A',
				without((record) => isSignatureOf(record, TYPE.DNAME)),
			),
		).toBe('bogus: signature missing at example.tld.');
		expect(
			await tell(
				world,
				'www.old.example.tld.',
				'A',
				without(({ type }) => type === TYPE.CNAME),
			),
		).toBe('secure');
		expect(
			await tell(
				world,
				'www.old.example.tld.',
				'A',
				without(({ type }) => type === TYPE.DNAME),
			),
		).toBe('bogus: signature missing at example.tld.');
	});

	test('is what counts when the alias made from it leads elsewhere', async () => {
		const edit = eachRecord((record) =>
			record.type === TYPE.CNAME ? { ...record, data: nameBytes('a.plain.tld.') } : record,
		);
		expect(await look(world, 'www.old.example.tld.', 'A', edit)).toMatchObject({
			verdict: { security: 'secure' },
			aliases: ['www.new.example.tld.'],
		});
	});

	test('denies nothing of what is below it', async () => {
		const { chain, withSignatures } = world.zone('example.tld.');
		const all = chain.all.flatMap((record) => withSignatures([record]));
		const lie: Edit = (message, { name }) =>
			name === 'www.old.example.tld.' ? { ...message, rcode: 3, answer: [], authority: all } : message;
		expect(await tell(world, 'www.old.example.tld.', 'A', lie)).toMatch(/^bogus/);
	});

	test('below it no zone begins, and asking does not hang', async () => {
		const strip: Edit = (message, { type }) =>
			type === TYPE.A
				? { ...message, answer: message.answer.filter((record) => record.type === TYPE.CNAME) }
				: message;
		expect(await tell(world, 'x.www.old.example.tld.', 'A', strip)).toBe(
			'bogus: signature missing at example.tld.',
		);
	});
});
