import { ROOT_ANCHORS } from '../../../../../core/dns/dnssec/anchors';
import { openValidator } from '../../../../../core/dns/dnssec/validator';
import { TYPE } from '../../../../../core/dns/wire/types';
import { signedWorld } from '../../../../fakes/dns/signed/world';
import { NOW, example, isSignatureOf, look, tell, unsignedAnswers, without, worldOf } from './worlds';

const world = worldOf(
	example(),
	{ name: 'plain.tld.', signed: false, records: ['www.plain.tld. A 192.0.2.9'] },
	{ name: 'island.tld.', ds: { digests: [] }, records: ['www.island.tld. A 192.0.2.9'] },
	{ name: 'deep.example.tld.', records: ['www.deep.example.tld. A 192.0.2.9'] },
	{ name: 'plain.example.tld.', signed: false, records: ['a.b.plain.example.tld. A 192.0.2.9'] },
);

describe('the chain', () => {
	test('of a name in a zone costs five questions beside its own', async () => {
		const resolver = world.resolver();
		const { look: ask } = openValidator(resolver, { now: NOW * 1000, anchors: world.anchors });
		const found = await ask('www.example.tld.', TYPE.A);
		expect(found.verdict).toEqual({ security: 'secure', link: null });
		expect(found.records.map(({ data }) => data.at(-1))).toEqual([2, 3]);
		expect([...resolver.questions].sort()).toEqual(
			[
				`. ${TYPE.DNSKEY}`,
				`tld. ${TYPE.DS}`,
				`tld. ${TYPE.DNSKEY}`,
				`example.tld. ${TYPE.DS}`,
				`example.tld. ${TYPE.DNSKEY}`,
				`www.example.tld. ${TYPE.A}`,
			].sort(),
		);
		for (const name of ['example.tld.', '_dmarc.example.tld.', 'mail.example.tld.']) await ask(name, TYPE.MX);
		expect(resolver.sent).toBe(9);
		await ask('www.example.tld.', TYPE.A);
		expect(resolver.sent).toBe(9);
		// One more for the name at which a zone could begin, however deep it is.
		await ask('a.b.c.example.tld.', TYPE.A);
		expect(resolver.sent).toBe(11);
	});

	test.each([
		['example.tld.', 'SOA'],
		['example.tld.', 'NS'],
		['example.tld.', 'DNSKEY'],
		['example.tld.', 'DS'],
		['tld.', 'DS'],
		['tld.', 'NS'],
		['.', 'NS'],
		['a.b.c.example.tld.', 'A'],
		['www.deep.example.tld.', 'A'],
		['deep.example.tld.', 'DS'],
	] as const)('%s %s is secure', async (name, type) => {
		expect(await tell(world, name, type)).toBe('secure');
	});

	test.each([
		['www.plain.tld.', 'A'],
		['none.plain.tld.', 'A'],
		['plain.tld.', 'NS'],
		['www.island.tld.', 'A'],
		['a.b.plain.example.tld.', 'A'],
	] as const)('%s %s is insecure, and that is proved', async (name, type) => {
		expect(await tell(world, name, type)).toBe('insecure');
	});

	test('the absence of DS records is itself secure', async () => {
		expect(await tell(world, 'plain.tld.', 'DS')).toBe('secure');
	});

	test('an unsigned zone costs four questions beside its own', async () => {
		const resolver = world.resolver();
		await openValidator(resolver, { now: NOW * 1000, anchors: world.anchors }).look('www.plain.tld.', TYPE.A);
		expect(resolver.sent).toBe(5);
	});

	describe('looks below the signer for a zone of its own', () => {
		const names = ['a.b.example.tld.', 'a.b._tcp.example.tld.', '_dmarc.example.tld.'];
		const deep = signedWorld({
			zones: [
				{ name: '.' },
				{ name: 'tld.', records: ['leaf.tld. A 192.0.2.1'] },
				{ name: 'example.tld.', records: names.map((name) => `${name} A 192.0.2.1`) },
			],
		});

		test.each([
			['an address in a zone of the first two levels', 'leaf.tld.', ['leaf.tld.'], null],
			['at the first name', 'a.b.example.tld.', ['b.example.tld.'], null],
			['at the first that is no service', 'a.b._tcp.example.tld.', ['b._tcp.example.tld.'], null],
			['never right below it, deeper down', '_dmarc.example.tld.', [], null],
			[
				'at the name as well when it is taken for a top',
				'a.b.example.tld.',
				['a.b.example.tld.', 'b.example.tld.'],
				TYPE.NS,
			],
		] as const)('%s', async (_, name, expected, first) => {
			const resolver = deep.resolver();
			const { look: ask } = openValidator(resolver, { now: NOW * 1000, anchors: deep.anchors });
			if (first !== null) await ask(name, first);
			expect((await ask(name, TYPE.A)).verdict.security).toBe('secure');
			const asked = resolver.questions
				.filter((question) => question.endsWith(` ${TYPE.DS}`))
				.map((question) => question.split(' ')[0])
				.filter((each) => each !== 'tld.' && each !== 'example.tld.');
			expect(asked.sort()).toEqual(expected);
		});
	});

	test('the root is reached by the anchors alone', async () => {
		const others = signedWorld({ zones: [{ name: '.', keys: [{ algorithm: 15 }] }] });
		const { look: ask } = openValidator(others.resolver(), { now: NOW * 1000, anchors: world.anchors });
		const { verdict } = await ask('.', TYPE.NS);
		expect(verdict.link).toMatchObject({ zone: '.', reason: 'no key fits the DS' });
		const real = openValidator(world.resolver(), { now: NOW * 1000 });
		expect((await real.look('www.example.tld.', TYPE.A)).verdict).toMatchObject({ security: 'bogus' });
	});

	test('the anchors are the root keys of 2017 and 2024', () => {
		expect(ROOT_ANCHORS.map(({ zone, keyTag, algorithm }) => [zone, keyTag, algorithm])).toEqual([
			['.', 20326, 8],
			['.', 38696, 8],
		]);
	});
});

describe('what a resolver takes away', () => {
	test('all signatures: never secure, never insecure', async () => {
		expect(await tell(world, 'www.example.tld.', 'A', unsignedAnswers)).toBe(
			'bogus: key set not signed at .',
		);
	});

	test.each([
		['the signature of the answer', TYPE.A, 'bogus: signature missing at example.tld.'],
		['the signature of the keys', TYPE.DNSKEY, 'bogus: key set not signed at .'],
		['the signature of the DS records', TYPE.DS, 'bogus: signature missing at .'],
	])('%s', async (_, type, expected) => {
		const edit = without((record) => isSignatureOf(record, type));
		expect(await tell(world, 'www.example.tld.', 'A', edit)).toBe(expected);
	});

	test('the DS records, without a proof that there are none', async () => {
		const edit = without(
			(record) =>
				record.name === 'example.tld.' && (record.type === TYPE.DS || isSignatureOf(record, TYPE.DS)),
		);
		expect(await tell(world, 'www.example.tld.', 'A', edit)).toBe('bogus: denial not proved at tld.');
	});

	test('all of DNSSEC, in every answer', async () => {
		const dnssec: readonly number[] = [TYPE.RRSIG, TYPE.NSEC, TYPE.DS, TYPE.DNSKEY];
		const edit = without(({ type }) => dnssec.includes(type));
		for (const name of ['www.example.tld.', 'www.plain.tld.', 'none.example.tld.'])
			expect((await look(world, name, 'A', edit)).verdict.security).toBe('bogus');
	});

	test('the proof that a zone is unsigned', async () => {
		const edit = without(({ type }) => type === TYPE.NSEC);
		expect(await tell(world, 'www.plain.tld.', 'A', edit)).toBe('bogus: denial not proved at tld.');
	});

	test('answers', async () => {
		const nothing = (name: string, type: number) => ({
			edit: (message: never, question: { name: string; type: number }) =>
				question.name === name && question.type === type ? null : message,
		});
		for (const [name, type] of [
			['.', TYPE.DNSKEY],
			['tld.', TYPE.DS],
			['example.tld.', TYPE.DNSKEY],
		] as const)
			expect(await tell(world, 'www.example.tld.', 'A', nothing(name, type).edit as never)).toBe(
				`indeterminate: no answer at ${name}`,
			);
		const found = await look(
			world,
			'www.example.tld.',
			'A',
			nothing('www.example.tld.', TYPE.A).edit as never,
		);
		expect(found).toMatchObject({ failed: { kind: 'no answer' }, verdict: { security: 'indeterminate' } });
	});

	test('answers, and says so', async () => {
		const servfail = await look(world, 'www.example.tld.', 'A', (message, { type }) =>
			type === TYPE.A ? { ...message, rcode: 2, answer: [] } : message,
		);
		expect(servfail).toMatchObject({ failed: null, rcode: 2, verdict: { security: 'indeterminate' } });
		expect(servfail.verdict.link?.reason).toBe('no answer');
		expect(
			await tell(world, 'www.example.tld.', 'A', (message, { type }) =>
				type === TYPE.DS ? { ...message, rcode: 5 } : message,
			),
		).toBe('indeterminate: no answer at example.tld.');
	});
});
