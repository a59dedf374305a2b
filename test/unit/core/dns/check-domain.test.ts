import { checkDomain } from '../../../../core/dns/check-domain';
import { RCODE, TYPE } from '../../../../core/dns/wire/types';
import type { Host, HttpResponse } from '../../../../core/ports';
import { dohAnswer, ENDPOINTS } from '../../../fakes/dns/internet';
import type { Edit, World } from '../../../fakes/dns/signed/world';
import { NOW, example, worldOf } from './dnssec/worlds';

const { RRSIG, NSEC } = TYPE as Readonly<Record<'RRSIG' | 'NSEC', number>>;

interface Lies {
	readonly first?: Edit | HttpResponse;
	readonly second?: Edit | HttpResponse;
}

/** Checks `example.tld` in a world, through two resolvers that may each have an answer of their own. */
async function check(world: World, lies: Lies = {}, domain = 'example.tld.') {
	const asked = { first: 0, second: 0, other: 0 };
	const host = {
		http: (request) => {
			const { hostname } = new URL(request.url);
			const who = hostname === 'first.test' ? 'first' : hostname === 'second.test' ? 'second' : 'other';
			asked[who]++;
			if (who === 'other') return Promise.reject(new Error('nobody is there'));
			const lie = lies[who];
			return Promise.resolve(
				lie === undefined || typeof lie === 'function' ? dohAnswer(world, request, lie) : lie,
			);
		},
		clock: { now: () => NOW * 1_000, monotonic: () => 0, sleep: () => Promise.resolve() },
		random: (bytes) => new Uint8Array(bytes).fill(7),
		actor: 'test',
	} satisfies Host;
	const report = await checkDomain(domain, host, { endpoints: ENDPOINTS, anchors: world.anchors });
	return { report, asked, ids: report.findings.map(({ id }) => id) };
}

const WRONG_DS = `1 13 2 ${'0'.repeat(64)}`;
const expired = { from: NOW - 90_000, to: NOW - 3_600 };

test('a signed domain is secure, within the questions that are allowed', async () => {
	const { report, asked } = await check(worldOf(example()));
	expect(report.dnssec.verdict).toBe('secure');
	expect(report.findings.filter(({ id }) => id.startsWith('DNSSEC'))).toEqual([]);
	for (const { sent, limit } of report.questions) expect(sent).toBeLessThanOrEqual(limit);
	expect(report.questions.find(({ purpose }) => purpose === 'own names')?.limit).toBe(18);
	expect(asked.first).toBe(
		report.questions.filter(({ resolver }) => resolver === 'first').reduce((sum, { sent }) => sum + sent, 0),
	);
});

test('a name without an answer from either resolver, whose parent still answers, is delegated to nowhere', async () => {
	const silent: Edit = (message, { name, type }) =>
		name === 'www.example.tld.' && type !== TYPE.DS
			? { ...message, rcode: RCODE.SERVFAIL, answer: [], authority: [] }
			: message;
	const world = worldOf(example());
	const told = async (lies: Lies) =>
		(await check(world, lies)).report.findings.filter(({ id }) => id === 'DANG-05');
	expect(await told({ first: silent, second: silent })).toMatchObject([{ severity: 'high' }]);
	expect(await told({ first: silent })).toEqual([]);
	const silentSecond = { status: 503, headers: {}, body: '' };
	expect(await told({ first: silent, second: silentSecond })).toMatchObject([{ severity: 'low' }]);
});

test.each<[string, World, string[]]>([
	['an unsigned domain', worldOf(example({ signed: false })), ['DNSSEC-01']],
	['signatures that ran out', worldOf(example({ validity: expired })), ['DNSSEC-02', 'DNSSEC-03']],
	[
		'a DS that fits no key',
		worldOf(example({ ds: { digests: [], more: [WRONG_DS] } })),
		['DNSSEC-02', 'DNSSEC-06'],
	],
])('%s', async (_what, world, wanted) => {
	const { ids } = await check(world);
	expect(ids).toEqual(expect.arrayContaining(wanted));
});

test.each([
	['algorithm 12', `4242 12 2 ${'0'.repeat(64)}`],
	['algorithm 17', `4242 17 2 ${'0'.repeat(64)}`],
	['algorithm 253', `4242 253 2 ${'0'.repeat(64)}`],
	['digest type 5', `4242 13 5 ${'0'.repeat(64)}`],
])(
	'a DS record of %s protects nothing, and that is said without calling the domain unsigned',
	async (_what, ds) => {
		const { report, ids } = await check(worldOf(example({ ds: { digests: [], more: [ds] } })));
		expect(ids).toContain('DNSSEC-01');
		expect(report.light).not.toBe('green');
		expect(report.dnssec.verdict).toBe('insecure');
		expect(report.dnssec.why).toMatch(
			/^Signed, but .*At example\.tld: the DS records of example\.tld are of a kind/,
		);
		expect(report.dnssec.why).not.toMatch(/not signed/i);
	},
);

test('a name that its ending does not know is red, and nothing else is said of it', async () => {
	const { report } = await check(worldOf(example()), {}, 'nobody.tld.');
	expect(report).toMatchObject({
		light: 'red',
		findings: [],
		sentence: expect.stringContaining('There is no domain nobody.tld'),
	});
});

describe('resolvers that cannot or will not tell the truth', () => {
	const broken = worldOf(example({ validity: expired }));

	test('one that answers nothing leads to no green light', async () => {
		for (const lies of [
			{ first: { status: 503, headers: {}, body: '' } },
			{ second: { status: 429, headers: {}, body: '' } },
		]) {
			const { report } = await check(worldOf(example()), lies);
			expect(report.light).not.toBe('green');
			expect(report.notChecked.filter(({ blind }) => blind).length).toBeGreaterThan(0);
		}
	});

	test('the first leaves out the DS record, and the keys too: nobody is told that the domain is not signed', async () => {
		const without =
			(...types: readonly (number | undefined)[]): Edit =>
			(message, { name, type }) =>
				name === 'example.tld.' && types.includes(type) ? { ...message, answer: [], authority: [] } : message;
		for (const first of [without(TYPE.DS), without(TYPE.DS, TYPE.DNSKEY)]) {
			const { report, ids } = await check(worldOf(example()), { first });
			expect(ids.filter((id) => ['DNSSEC-01', 'DNSSEC-07'].includes(id))).toEqual([]);
			const unseen = report.notChecked.map(({ id }) => id);
			expect(unseen).toEqual(expect.arrayContaining(['DNSSEC-01', 'DNSSEC-07']));
			expect(report.light).not.toBe('green');
		}
	});

	test('no such record from one and no such name from the other is a difference', async () => {
		const missing = '_dmarc.example.tld.';
		const renamed: Edit = (message, { name }) =>
			name === missing ? { ...message, rcode: RCODE.NOERROR } : message;
		const differing = async (lies: Lies) =>
			(await check(worldOf(example()), lies)).report.findings
				.filter(({ id }) => id === 'DNSSEC-18')
				.map(({ evidence }) => evidence);
		expect(await differing({})).toEqual([]);
		expect(await differing({ second: renamed })).toEqual(['_dmarc.example.tld TXT']);
	});

	test.each<[string, Edit]>([
		[
			'says that nothing is signed',
			(message) => ({ ...message, answer: message.answer.filter(({ type }) => type !== 46), authority: [] }),
		],
		['says that there is nothing', (message) => ({ ...message, answer: [], authority: [] })],
		[
			'says that there is no such name',
			(message) => ({ ...message, answer: [], authority: [], rcode: RCODE.NXDOMAIN }),
		],
		['fails', (message) => ({ ...message, answer: [], authority: [], rcode: RCODE.SERVFAIL })],
	])('a lie of the first or the second that %s turns no red light green', async (_what, lie) => {
		expect((await check(broken)).report.light).toBe('red');
		for (const lies of [{ first: lie }, { second: lie }])
			expect((await check(broken, lies)).report.light).not.toBe('green');
	});
});

describe('records that are not of their type’s form', () => {
	const plain = worldOf(
		example({
			signed: false,
			records: [
				'example.tld. A 192.0.2.1',
				'example.tld. AAAA 2001:db8::1',
				'example.tld. TXT "v=spf1 -all"',
				'example.tld. CAA 0 issue 61',
				'_dmarc.example.tld. TXT "v=DMARC1; p=none"',
			],
		}),
	);
	const spoiled =
		(data: Uint8Array): Edit =>
		(message) => ({
			...message,
			answer: message.answer.map((record) => ({ ...record, data })),
			authority: message.authority.map((record) =>
				[RRSIG, NSEC].includes(record.type) ? { ...record, data } : record,
			),
		});

	test.each([
		['empty', new Uint8Array(0)],
		['one byte', Uint8Array.of(255)],
		['a length beyond the end', Uint8Array.of(200, 1, 2)],
		['zeros', new Uint8Array(300)],
		['long', new Uint8Array(4_000).fill(0xff)],
	])('%s: there is a report, and it is not green', async (_what, data) => {
		for (const world of [plain, worldOf(example())]) {
			const { report } = await check(world, { first: spoiled(data), second: spoiled(data) });
			expect(report.light).not.toBe('green');
		}
	});
});
