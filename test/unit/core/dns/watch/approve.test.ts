import { digestOf } from '../../../../../core/dns/watch/snapshot';
import { canonicalValues } from '../../../../../core/dns/watch/values';
import { TYPE } from '../../../../../core/dns/wire/types';
import { sealText } from '../../../../../core/sealing/envelope';
import { installationKeys } from '../../../../../core/sealing/installation-keys';
import type { Edit } from '../../../../fakes/dns/signed/world';
import { sound } from '../../../../fakes/dns/rdap';
import { ADA, WatchedDomain } from '../../../../fakes/dns/watched-domain';

const MX = { without: ['example.com. MX'], more: ['example.com. MX 10 mx.new.example.'] };
const GRACE: typeof ADA = { name: 'Grace Hopper', how: 'platform' };

async function changed() {
	const domain = await WatchedDomain.approved();
	domain.change(MX);
	const { digest } = await domain.compare();
	if (digest === null) throw new Error('nothing waits');
	return { domain, digest };
}

/** Nothing of what is approved is different after it. */
async function refused(domain: WatchedDomain, attempt: () => Promise<unknown>, why: RegExp) {
	const before = { zones: domain.stored('zones'), audit: domain.audit() };
	await expect(attempt()).rejects.toMatchObject({ code: 'NOT_NOW', message: expect.stringMatching(why) });
	expect({ zones: domain.stored('zones'), audit: domain.audit() }).toEqual(before);
}

describe('an approval', () => {
	it('makes what was shown the approved state, and stands in the audit log with who and how', async () => {
		const { domain, digest } = await changed();
		const report = await domain.approve(digest, GRACE);
		expect(report).toMatchObject({
			status: 'as approved',
			light: 'green',
			approved: { by: 'Grace Hopper', how: 'platform' },
			auditWaiting: 0,
		});
		expect(domain.audit().at(-1)).toMatchObject({
			kind: 'zone change approved',
			key: 'example.com',
			facts: { digest, by: 'Grace Hopper', how: 'platform', what: expect.stringContaining('mx.new.example') },
		});
		expect(await domain.compare()).toMatchObject({ status: 'as approved', light: 'green' });
	});

	it('counts once', async () => {
		const { domain, digest } = await changed();
		await domain.approve(digest);
		await refused(
			domain,
			() => domain.approve(digest),
			/counts no more: it was approved on 2030-01-02 by Ada/,
		);
	});

	it('of an old message does not count when the domain is changed so once more', async () => {
		const { domain, digest } = await changed();
		await domain.approve(digest);
		domain.change({});
		await domain.approve((await domain.compare()).digest);
		domain.change(MX);
		expect((await domain.compare()).digest).not.toBe(digest);
		await refused(domain, () => domain.approve(digest), /counts no more/);
	});

	it('is refused after seven days, and a new look gives a new digest without telling anybody again', async () => {
		const { domain, digest } = await changed();
		domain.passDays(7);
		domain.scene.time.pass(1_000);
		await refused(domain, () => domain.approve(digest), /could be decided until 2030-01-09/);
		const again = await domain.compare();
		expect(again).toMatchObject({ alert: false, status: 'changed' });
		expect(again.digest).not.toBe(digest);
		await refused(domain, () => domain.approve(digest), /its time was over/);
		expect(await domain.approve(again.digest)).toMatchObject({ status: 'as approved' });
	});

	it('is taken until the last moment', async () => {
		const { domain, digest } = await changed();
		domain.passDays(6.99);
		expect(await domain.approve(digest)).toMatchObject({ status: 'as approved' });
	});

	it.each([
		['changed further', { without: MX.without, more: ['example.com. MX 10 mx.evil.example.'] }, 'MX'],
		['changed elsewhere', { ...MX, more: [...MX.more, 'example.com. NS ns.evil.example.'] }, 'NS'],
		['changed back', {}, 'MX'],
	])('is refused when the domain was %s since it was shown', async (_what, change, type) => {
		const { domain, digest } = await changed();
		domain.change(change);
		await refused(domain, () => domain.approve(digest), new RegExp(`no longer what was shown: ${type}`));
	});

	it('is refused when the registry cannot be asked and the change is there', async () => {
		const domain = await WatchedDomain.approved();
		domain.registration = sound('example.com', { status: ['active'] });
		const { digest } = await domain.compare();
		domain.registration = 'silent';
		await refused(domain, () => domain.approve(digest), /could not be seen: .*Registry/i);
	});

	it('is not refused because something else cannot be looked at: that stays as it was approved', async () => {
		const { domain, digest } = await changed();
		domain.registration = 'silent';
		expect(await domain.approve(digest)).toMatchObject({ status: 'not seen', light: 'yellow' });
		domain.registration = sound('example.com', { status: ['active'] });
		expect((await domain.compare()).changes).toHaveLength(1);
	});

	it('of another change, another domain or nobody’s is refused before anybody is asked', async () => {
		const { domain, digest } = await changed();
		const asked = domain.scene.host.sent.length;
		await refused(domain, () => domain.approve('0'.repeat(64)), /not the digest of what waits now/);
		await refused(domain, () => domain.approve(digest, ADA, 'example.net.'), /nothing waits/);
		expect(
			domain.scene.host.sent.slice(asked).filter(({ url }) => !url.startsWith('https://vault.test')),
		).toEqual([]);
	});

	it('of one domain is not that of another that is changed in the same way', async () => {
		const { domain, digest } = await changed();
		const { waiting } = documentOf(domain);
		expect(JSON.stringify(waiting)).not.toContain(digest);
		const base = { approved: documentOf(domain).approved.digest, decided: documentOf(domain).decided };
		expect(digestOf('example.com.', base, waiting.proposed)).toBe(digest);
		expect(digestOf('example.net.', base, waiting.proposed)).not.toBe(digest);
	});

	it('is refused after another run approved or rejected', async () => {
		const { domain, digest } = await changed();
		const other = await domain.another();
		await other.rejectZone({ domain: 'example.com.', digest, by: GRACE });
		await refused(domain, () => domain.approve(digest), /it was rejected on 2030-01-02 by Grace Hopper/);
	});

	it.each([
		['no digest', '', 'Ada', /no digest/],
		['a digest of another form', 'ABC', 'Ada', /no digest/],
		['nobody’s name', '0'.repeat(64), '  ', /the name of the person/],
		['a name without end', '0'.repeat(64), 'a'.repeat(201), /the name of the person/],
	])('with %s is bad input', async (_what, digest, name, why) => {
		const { domain } = await changed();
		const by = { name, how: 'typed' } as const;
		for (const decide of [domain.approve, domain.reject])
			await expect(decide(digest, by)).rejects.toMatchObject({
				code: 'BAD_INPUT',
				message: expect.stringMatching(why),
			});
	});
});

describe('a rejection', () => {
	it('is noted with who, the change stays a finding, and nobody is told again', async () => {
		const { domain, digest } = await changed();
		const report = await domain.reject(digest, GRACE);
		expect(report).toMatchObject({ status: 'changed', light: 'red', rejected: { by: 'Grace Hopper' } });
		expect(report.sentence).toContain('Grace Hopper rejected it on 2030-01-02');
		expect(report.next).toMatch(/^Put back what stood there before, /);
		domain.passDays(30);
		expect(await domain.compare()).toMatchObject({ status: 'changed', light: 'red', alert: false });
		expect(domain.kinds()).toContain('zone change rejected');
		await refused(domain, () => domain.reject(digest), /counts no more/);
	});

	it('can be followed by an approval of what is shown then', async () => {
		const { domain, digest } = await changed();
		const { digest: next } = await domain.reject(digest);
		await refused(domain, () => domain.approve(digest), /it was rejected/);
		expect(await domain.approve(next)).toMatchObject({ status: 'as approved' });
	});

	it('does not stand for a further change', async () => {
		const { domain, digest } = await changed();
		await domain.reject(digest);
		domain.change({ ...MX, more: [...MX.more, 'example.com. NS ns.evil.example.'] });
		expect(await domain.compare()).toMatchObject({ alert: true, rejected: null });
	});
});

interface Kept {
	approved: { digest: string; snapshot: Record<string, { name: string; values: string[] }> };
	waiting: { proposed: Record<string, { name: string; values: string[] }> };
	decided: number;
}
const textOf = (domain: WatchedDomain) => String(domain.stored('zones')['example.com/watch']?.['document']);
const documentOf = (domain: WatchedDomain) =>
	JSON.parse((JSON.parse(textOf(domain)) as { body: string }).body) as Kept;

/** A TXT record's data, in strings of at most 255 bytes. */
const textData = (text: string): Uint8Array =>
	Buffer.concat(
		(text.match(/[^]{1,255}/g) ?? []).map((part) =>
			Buffer.from([part.length, ...Buffer.from(part, 'latin1')]),
		),
	);

/** Every text in plain data. */
const textsIn = (value: unknown): string[] =>
	typeof value === 'string'
		? [value]
		: typeof value === 'object' && value !== null
			? Object.values(value).flatMap(textsIn)
			: [];

describe('what is kept', () => {
	const write = (domain: WatchedDomain, text: string) =>
		domain.scene.corner.write('zones/example.com/watch', { document: text });
	const forged: Readonly<Record<string, (text: string) => string>> = {
		'another state': (text) => text.replaceAll('mail.example.net', 'mx.evil.example'),
		'no seal': (text) => JSON.stringify({ body: (JSON.parse(text) as { body: string }).body }),
		'an earlier text once more': (text) => text,
		nothing: () => '',
		'something else': () => '{"body":"{}","mac":"00"}',
	};

	it.each(Object.entries(forged))('is refused when it is %s, and nobody is asked', async (_what, change) => {
		const { domain, digest } = await changed();
		await write(domain, change(textOf(domain)));
		const asked = domain.scene.host.sent.length;
		for (const act of [() => domain.compare(), () => domain.approve(digest), () => domain.reject(digest)])
			await expect(act()).rejects.toMatchObject({ code: 'FORGED' });
		expect(
			domain.scene.host.sent.slice(asked).filter(({ url }) => !url.startsWith('https://vault.test')),
		).toEqual([]);
	});

	it('of another domain is refused', async () => {
		const { domain } = await changed();
		const text = textOf(domain);
		await domain.scene.corner.write('zones/example.net/watch', { document: text });
		await expect(domain.keyturn.watchZone('example.net.', domain.asked)).rejects.toMatchObject({
			code: 'FORGED',
		});
	});

	it('is refused when it is a key’s document under the same seal', async () => {
		const domain = await WatchedDomain.approved();
		const vault = domain.scene.corner.open({ token: domain.scene.corner.server.rootToken });
		const keys = installationKeys((await vault.readInstallationKey())!, vault.origin);
		const stored = (await vault.zones.read('example.com/watch'))!;
		const body = (JSON.parse(stored.text) as { body: string }).body;
		await vault.zones.write('example.com/watch', stored.tag, sealText('example.com', stored.tag, body, keys));
		await expect(domain.compare()).rejects.toMatchObject({ code: 'FORGED' });
	});

	it('that a person deleted is not taken for a domain of which nothing was approved', async () => {
		const domain = await WatchedDomain.approved();
		await domain.scene.corner.root(
			'DELETE',
			`secret/data/${domain.scene.corner.prefix}/zones/example.com/watch`,
		);
		await expect(domain.compare()).rejects.toMatchObject({ code: 'ENTRY_DELETED' });
	});

	it.each([
		['controls', 'v=spf1 \u0000\b\u001b[31m\u007f\u0085 -all'],
		['markup', 'v=spf1 <script>alert(1)</script> =HYPERLINK(1) -all'],
		['a great length', `v=spf1 ${'b'.repeat(20_000)}`],
	])('holds %s of a hostile record in plain characters, within bounds', async (_what, text) => {
		const domain = await WatchedDomain.approved();
		const hostile: Edit = (message, { type }) => ({
			...message,
			answer: message.answer.map((record) =>
				type === TYPE.TXT && record.name === 'example.com.' ? { ...record, data: textData(text) } : record,
			),
		});
		domain.lies = { first: hostile, second: hostile };
		const report = await domain.compare();
		expect(report.changes.map(({ type }) => type)).toEqual(['TXT (SPF)']);
		const { body } = JSON.parse(textOf(domain)) as { body: string };
		const texts = [report, JSON.parse(body), domain.audit()].flatMap(textsIn);
		expect(texts.join(' ')).toContain('v=spf1');
		expect(
			texts.filter((each) => /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]/.test(each)),
		).toEqual([]);
		expect(body.length).toBeLessThan(20_000);
		expect(await domain.approve(report.digest)).toMatchObject({ status: 'as approved' });
		expect(await domain.compare()).toMatchObject({ status: 'as approved' });
	});

	it('two hostile records that look alike are two', () => {
		const texts = ['a\u0000b', 'a\u0001b', 'a\\u{0}b', 'a\u202eb', 'ab', 'a b'];
		expect(new Set(texts.map((text) => canonicalValues([text])[0])).size).toBe(texts.length);
		const long = (last: string) => canonicalValues(['x'.repeat(5_000) + last]);
		expect(long('a')).not.toEqual(long('b'));
		expect(long('a')[0]!.length).toBeLessThan(120);
	});
});
