import { bytesOf, concat, u8 } from '../../../../core/dns/wire/bytes';
import type { DnsRecord } from '../../../../core/dns/wire/message';
import { type Name, isUnder, nameBytes } from '../../../../core/dns/wire/name';
import { RCODE, TYPE } from '../../../../core/dns/wire/types';
import type { Edit, World } from '../../../fakes/dns/signed/world';
import { type Circumstances, NOW, checked, kept, worldWith } from '../../../fakes/dns/whole-check';
import { eachRecord, isSignatureOf, spoilt } from './dnssec/worlds';

const record = (name: Name, type: number, data: Uint8Array): DnsRecord => ({
	name,
	type,
	class: 1,
	ttl: 300,
	data,
});
const address = (name: Name) => record(name, TYPE.A, Uint8Array.of(198, 51, 100, 9));
const text = (name: Name, words: string) => record(name, TYPE.TXT, concat(u8(words.length), bytesOf(words)));

/** Says of a name, and of all under it, that these records stand there and nothing else. */
const saysOf =
	(at: Name, records: (name: Name) => readonly DnsRecord[]): Edit =>
	(message, { name, type }) =>
		isUnder(name, at)
			? {
					...message,
					rcode: RCODE.NOERROR,
					authority: [],
					answer: records(name).filter((each) => each.type === type || each.type === TYPE.CNAME),
				}
			: message;

const unansweredBy =
	(rcode: number): Edit =>
	(message, { name, type }) =>
		name === 'app.example.tld.' && type !== TYPE.DS
			? { ...message, rcode, answer: [], authority: [] }
			: message;
const unanswered = unansweredBy(RCODE.SERVFAIL);

const unsigned = (more: readonly string[], spf?: string): World =>
	worldWith({ signed: false, records: kept(spf, more) });
const signed = (more: readonly string[], spf?: string): World => worldWith({ records: kept(spf, more) });

const server = 'ns.gone.tld';
const servers = ['ns.example.tld', 'ns2.example.tld', server];

interface Row {
	readonly world: World;
	/** What is found when nobody lies. */
	readonly id: string;
	readonly lie: Edit;
	readonly given?: Circumstances;
}

const noSite: Circumstances['site'] = () => ({
	status: 404,
	headers: {},
	body: "There isn't a GitHub Pages site here",
});
const www = ['www.example.tld. CNAME shop.gone.tld.'];
const withoutWww = (records: readonly string[]) => records.filter((each) => !each.startsWith('www.'));

const rows: Readonly<Record<string, Row>> = {
	'a mail server that does not exist': {
		world: signed(['example.tld. MX 20 mx.gone.tld.']),
		id: 'MX-02',
		lie: saysOf('gone.tld.', (name) => [address(name)]),
	},
	'an include that does not exist': {
		world: signed([], 'v=spf1 include:spf.gone.tld -all'),
		id: 'SPF-05',
		lie: saysOf('gone.tld.', (name) => [text(name, 'v=spf1 -all')]),
	},
	'an include that lets everybody send': {
		world: worldWith(
			{ records: kept('v=spf1 include:spf.open.tld -all') },
			{ name: 'open.tld.', records: ['spf.open.tld. TXT "v=spf1 +all"'] },
		),
		id: 'SPF-04',
		lie: saysOf('spf.open.tld.', (name) => [text(name, 'v=spf1 -all')]),
	},
	'a name server that does not exist': {
		world: signed([`example.tld. NS ${server}.`]),
		id: 'DEL-04',
		lie: saysOf('gone.tld.', (name) => [address(name)]),
		given: { servers },
	},
	'a name server that one of them leaves out': {
		world: worldWith({ signed: false, records: kept('v=spf1 -all', [`example.tld. NS ${server}.`]) }),
		id: 'DEL-04',
		lie: (message, { name, type }) =>
			name === 'example.tld.' && type === TYPE.NS
				? { ...message, answer: message.answer.filter((each) => !Buffer.from(each.data).includes('gone')) }
				: message,
		given: { signed: false, servers },
	},
	'an alias of www whose domain is free': {
		world: worldWith({ signed: false, records: withoutWww(kept()).concat(www) }),
		id: 'DANG-01',
		lie: saysOf('www.example.tld.', (name) => [address(name)]),
		given: { signed: false },
	},
	'an alias of another name whose domain is free': {
		world: signed(['app.example.tld. CNAME app.gone.tld.']),
		id: 'DANG-01',
		lie: saysOf('app.example.tld.', (name) => [address(name)]),
		given: { certified: ['app.example.tld'] },
	},
	'the domain of an alias that is free': {
		world: signed(['app.example.tld. CNAME app.gone.tld.']),
		id: 'DANG-01',
		lie: saysOf('gone.tld.', (name) => [address(name)]),
		given: { certified: ['app.example.tld'] },
	},
	'every name leading to a third party': {
		world: unsigned(['*.example.tld. CNAME pages.other.tld.']),
		id: 'WILD-02',
		lie: (message, { name }) =>
			/^[0-9a-f]{16}\./.test(name) ? { ...message, rcode: RCODE.NXDOMAIN, answer: [] } : message,
		given: { signed: false },
	},
	'a page of a service behind the alias of a third party': {
		world: worldWith(
			{ records: kept('v=spf1 -all', ['app.example.tld. CNAME app.other.tld.']) },
			{ name: 'other.tld.', records: ['app.other.tld. CNAME nobody.github.io.'] },
			{ name: 'io.', records: ['nobody.github.io. A 198.51.100.20'] },
		),
		id: 'DANG-03',
		lie: saysOf('app.example.tld.', (name) => [
			record(name, TYPE.CNAME, nameBytes('app.other.tld.')),
			address('app.other.tld.'),
		]),
		given: {
			certified: ['app.example.tld'],
			site: (url) => (url.hostname.startsWith('app.') ? noSite(url) : { status: 200, headers: {}, body: '' }),
		},
	},
	'a page that a service shows for a name that nobody holds': {
		world: worldWith(
			{ records: kept('v=spf1 -all', ['app.example.tld. CNAME nobody.github.io.']) },
			{ name: 'io.', records: ['nobody.github.io. A 198.51.100.20'] },
		),
		id: 'DANG-03',
		lie: saysOf('app.example.tld.', (name) => [
			record(name, TYPE.CNAME, nameBytes('shop.other.tld.')),
			address('shop.other.tld.'),
		]),
		given: {
			certified: ['app.example.tld'],
			site: (url) => (url.hostname.startsWith('app.') ? noSite(url) : { status: 200, headers: {}, body: '' }),
		},
	},
};

describe.each(Object.entries(rows))('%s', (_what, { world, id, lie, given = {} }) => {
	test('is told when nobody lies', async () => {
		const { found, report } = await checked(world, given);
		expect(found.map((each) => each.split(' ')[0])).toContain(id);
		expect(report.light).toBe('red');
	});

	test.each(['first', 'second'] as const)('the %s resolver alone cannot hide it', async (who) => {
		const { found, blind, report } = await checked(world, { ...given, [who]: lie });
		const told = [...found.map((each) => each.split(' ')[0]), ...blind];
		expect(told).toContain(id);
		expect(report.light).not.toBe('green');
	});
});

describe('a part of the domain that is handed to servers which do not answer', () => {
	const world = signed(['app.example.tld. A 198.51.100.9']);
	const given = { certified: ['app.example.tld'] };
	test('is told when neither resolver gets an answer', async () => {
		const { found } = await checked(world, { ...given, first: unanswered, second: unanswered });
		expect(found).toContain('DANG-05 high');
	});
	test.each([
		[RCODE.SERVFAIL, RCODE.REFUSED],
		[RCODE.REFUSED, RCODE.SERVFAIL],
	])('is told when one says code %i of it and the other %i', async (one, other) => {
		const edits = { first: unansweredBy(one), second: unansweredBy(other) };
		expect((await checked(world, { ...given, ...edits })).found).toContain('DANG-05 high');
	});
	test.each(['first', 'second'] as const)('is not seen when the %s resolver has an answer', async (who) => {
		const other = who === 'first' ? 'second' : 'first';
		const { blind, report } = await checked(world, { ...given, [other]: unanswered });
		expect(blind).toContain('DANG-05');
		expect(report.light).toBe('yellow');
	});
});

test('a domain at which nothing is wrong is green, within the questions that are allowed', async () => {
	const { report, found, blind } = await checked(worldWith());
	expect([found.filter((each) => !/ (?:low|info)$/.test(each)), blind, report.light]).toEqual([
		[],
		[],
		'green',
	]);
	for (const { sent, limit } of report.questions) expect(sent).toBeLessThanOrEqual(limit);
	const asked = report.questions.filter(({ resolver }) => resolver === 'second');
	expect(asked.map(({ purpose, sent }) => [purpose, sent])).toEqual([
		['zone', 0],
		['made-up names', 0],
		['sensitive sets', 9],
		['names above', 0],
		['dangling names', 1],
		['name servers', 2],
		['mail', 5],
	]);
});

test('an address that one resolver has and the other has not is more than a content network’s choice', async () => {
	const none: Edit = (message, { name, type }) =>
		name === 'example.tld.' && type === TYPE.A ? { ...message, answer: [], authority: [] } : message;
	const { found } = await checked(worldWith({ signed: false }), { signed: false, first: none });
	expect(found).toContain('DNSSEC-18 medium');
});

describe('the verdict on signatures', () => {
	const noSoa: Edit = (message, { name, type }) =>
		name === 'example.tld.' && type === TYPE.SOA ? { ...message, answer: [], authority: [] } : message;
	const expired = { from: NOW - 90_000, to: NOW - 3_600 };

	test.each([
		['a domain whose signatures ran out', worldWith({ validity: expired }), 'bogus', 'red'],
		['an unsigned domain', worldWith({ signed: false }), 'insecure', 'yellow'],
	])(
		'%s is not secure for a resolver that leaves out its SOA record',
		async (_what, world, verdict, light) => {
			const signed = verdict === 'bogus';
			for (const lies of [{}, { first: noSoa }, { second: noSoa }]) {
				const { report } = await checked(world, { signed, ...lies });
				expect(report.dnssec.verdict).toBe(verdict);
				expect(report.light).toBe(light);
			}
		},
	);

	test('a name inside a zone, of which both say so, is told by that zone', async () => {
		for (const signed of [true, false]) {
			const world = worldWith({ signed });
			const { report } = await checked(world, { signed, domain: 'www.example.tld.' });
			expect(report.dnssec.verdict).toBe(signed ? 'secure' : 'insecure');
			// Where signatures prove it, nobody else is asked.
			expect(report.questions.find(({ purpose }) => purpose === 'zone')?.sent).toBe(signed ? 0 : 1);
		}
	});

	test.each([TYPE.MX, TYPE.CAA, TYPE.A, TYPE.TXT])(
		'records of type %i that are broken break it',
		async (type) => {
			const edit = eachRecord((each) => (isSignatureOf(each, type) ? spoilt(each) : each));
			const { report } = await checked(worldWith(), { first: edit, second: edit });
			expect(report.dnssec).toMatchObject({
				verdict: 'bogus',
				why: expect.stringMatching(/^Signed, and the signatures do not hold\. At example\.tld: /),
			});
		},
	);

	test('where www leads to an unsigned domain the domain itself stays secure', async () => {
		const records = withoutWww(kept()).concat('www.example.tld. CNAME shop.other.tld.');
		const other = { name: 'other.tld.', signed: false, records: ['shop.other.tld. A 198.51.100.9'] };
		const { report } = await checked(worldWith({ records }, other));
		expect(report.dnssec.verdict).toBe('secure');
	});
});
