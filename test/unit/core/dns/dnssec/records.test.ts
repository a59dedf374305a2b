import { openValidator } from '../../../../../core/dns/dnssec/validator';
import { concat, u16 } from '../../../../../core/dns/wire/bytes';
import type { DnsRecord } from '../../../../../core/dns/wire/message';
import { TYPE } from '../../../../../core/dns/wire/types';
import { signSet } from '../../../../fakes/dns/signed/keys';
import { type Edit, signedWorld } from '../../../../fakes/dns/signed/world';
import {
	ALWAYS,
	DAY,
	NOW,
	changed,
	eachRecord,
	example,
	isSignatureOf,
	link,
	look,
	tell,
	verdict,
	worldOf,
} from './worlds';

const www = 'www.example.tld.';

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
			[end - 2 * DAY, 'indeterminate'],
			[end - 10, 'secure'],
			[end + 10, 'secure'],
			[end + 2 * DAY, 'indeterminate'],
		] as const) {
			const { look: ask } = openValidator(world.resolver(), { now: now * 1000, anchors: world.anchors });
			expect((await ask('.', TYPE.NS)).verdict.security).toBe(expected);
		}
	});

	test.each([
		['ran out', { from: NOW - 30 * DAY, to: NOW - DAY }, 'signature expired'],
		['not valid yet', { from: NOW + DAY, to: NOW + 30 * DAY }, 'signature not yet valid'],
	])(
		'of the root zone’s signatures that are %s is a matter of the clock',
		async (_what, validity, reason) => {
			const zones = [{ name: '.', validity }, { name: 'tld.' }, example()];
			for (const [name, type] of [
				['.', 'NS'],
				['tld.', 'NS'],
				[www, 'A'],
				['nobody.tld.', 'A'],
			] as const)
				expect(await verdict(signedWorld({ zones }), name, type)).toMatchObject({
					security: 'indeterminate',
					link: { zone: '.', reason, what: expect.stringContaining('the clock of this machine is wrong') },
				});
		},
	);

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

const withLabels = (record: DnsRecord, labels: number): DnsRecord => ({
	...record,
	data: concat(record.data.subarray(0, 3), u16(labels).subarray(1), record.data.subarray(4)),
});
