import { type Edit, signedWorld } from '../../../../fakes/dns/signed/world';
import { sound } from '../../../../fakes/dns/rdap';
import { ADA, RECORDS, WatchedDomain, worldWith } from '../../../../fakes/dns/watched-domain';
import { nameBytes } from '../../../../../core/dns/wire/name';
import { TYPE } from '../../../../../core/dns/wire/types';

const MX = { without: ['example.com. MX'], more: ['example.com. MX 10 mx.evil.example.'] };
const mxChange = {
	name: 'example.com',
	type: 'MX',
	before: ['10 mail.example.net'],
	after: ['10 mx.evil.example'],
	severity: 'high',
};

describe('a domain of which nothing was approved', () => {
	it('is shown once, with everything that waits', async () => {
		const domain = await WatchedDomain.begin();
		const first = await domain.compare();
		expect(first).toMatchObject({ status: 'no approved state', light: 'yellow', alert: true, notSeen: [] });
		expect(first.changes.map(({ type, name, before }) => `${type} ${name} ${String(before)}`)).toContain(
			'MX example.com null',
		);
		expect(first.changes).toHaveLength(17);
		expect(await domain.compare()).toEqual({ ...first, alert: false });
		expect(domain.kinds()).toEqual(['zone change seen']);
	});

	it('is never green when nothing could be looked at, and offers nothing to approve', async () => {
		const domain = await WatchedDomain.begin();
		domain.lies = { first: () => null };
		expect(await domain.compare()).toMatchObject({
			status: 'not seen',
			light: 'yellow',
			digest: null,
			alert: false,
			changes: [],
		});
	});
});

describe('a domain that was approved', () => {
	it('is green, and looking writes nothing', async () => {
		const domain = await WatchedDomain.approved();
		const report = await domain.compare();
		expect(report).toMatchObject({ status: 'as approved', light: 'green', alert: false, digest: null });
		expect(report.sentence).toBe('example.com is as Ada Lovelace approved it on 2030-01-01.');
		const before = JSON.stringify(domain.stored('zones'));
		await domain.compare();
		expect(JSON.stringify(domain.stored('zones'))).toBe(before);
	});

	it('tells a change once, and as long as it is there that it is there', async () => {
		const domain = await WatchedDomain.approved();
		domain.change(MX);
		const first = await domain.compare();
		expect(first).toMatchObject({ status: 'changed', light: 'red', alert: true, changes: [mxChange] });
		expect(first.sentence).toBe('example.com was changed without approval: MX of example.com.');
		domain.passDays(1);
		expect(await domain.compare()).toMatchObject({ status: 'changed', light: 'red', alert: false });
		expect(domain.kinds()).toEqual(['zone change seen', 'zone change approved', 'zone change seen']);
	});

	it('tells a second change by itself, and not the first one again', async () => {
		const domain = await WatchedDomain.approved();
		domain.change(MX);
		await domain.compare();
		const spf = { without: [...MX.without, 'example.com. TXT "v=spf1'], more: MX.more };
		domain.change(spf);
		const second = await domain.compare();
		expect(second.alert).toBe(true);
		expect(second.changes.map(({ type }) => type)).toEqual(['MX', 'TXT (SPF)']);
		domain.change(MX);
		expect(await domain.compare()).toMatchObject({ alert: false, changes: [mxChange] });
		expect(domain.kinds().at(-1)).toBe('zone change went back');
	});

	it.each([
		['a TXT record of a service that is tried out', 'example.com. TXT "other-service=2"'],
		['the address of a mail server', 'mail.example.com. A 192.0.2.99'],
	])('%s is no change', async (_what, line) => {
		const domain = await WatchedDomain.approved();
		domain.change({ more: [line] });
		expect(await domain.compare()).toMatchObject({ status: 'as approved', light: 'green' });
	});

	it('neither order nor TTL is a change, nor where an alias leads on from the third party', async () => {
		const domain = await WatchedDomain.begin();
		const records = [...RECORDS, 'example.com. MX 20 other.example.net.'];
		domain.world = worldWith(records);
		await domain.approve((await domain.compare()).digest);
		domain.world = worldWith(records, [
			'app.hosting.example. CNAME edge.example.',
			'edge.example. A 192.0.2.7',
		]);
		const otherwise: Edit = (message) => ({
			...message,
			answer: message.answer
				.map((record) => (record.type === TYPE.MX ? { ...record, ttl: 7 } : record))
				.reverse(),
		});
		domain.lies = { first: otherwise };
		expect(await domain.compare()).toMatchObject({ status: 'as approved', light: 'green' });
	});

	it.each([
		['a name server', { more: ['example.com. NS ns.evil.example.'] }, 'NS', 'critical'],
		[
			'an alias to a third party',
			{ without: ['www'], more: ['www.example.com. CNAME evil.example.'] },
			'CNAME',
			'high',
		],
		['DMARC', { without: ['_dmarc'] }, 'TXT (DMARC)', 'high'],
		['MTA-STS', { more: ['_mta-sts.example.com. TXT "v=STSv1; id=1"'] }, 'TXT (MTA-STS)', 'high'],
		['MTA-STS without an id', { more: ['_mta-sts.example.com. TXT "v=STSv1"'] }, 'TXT (MTA-STS)', 'high'],
		['who may issue', { more: ['example.com. CAA 0 issue 6361'] }, 'CAA', 'high'],
	])('%s is told at once', async (_what, change, type, severity) => {
		const domain = await WatchedDomain.approved();
		domain.change(change);
		const { alert, changes } = await domain.compare();
		expect(alert).toBe(true);
		expect(changes).toEqual([expect.objectContaining({ type, severity })]);
	});

	describe('a third party behind an alias of the domain’s own', () => {
		const leadingTo = (target: string, address: string) =>
			worldWith(
				[
					...RECORDS.filter((line) => !line.startsWith('www')),
					'www.example.com. CNAME web.example.com.',
					`web.example.com. CNAME ${target}`,
				],
				[`${target} A ${address}`],
			);
		const approved = async () => {
			const domain = await WatchedDomain.begin();
			domain.world = leadingTo('shop.example.', '198.51.100.80');
			await domain.approve((await domain.compare()).digest);
			return domain;
		};

		it.each(['198.51.100.80', '203.0.113.66'])(
			'that is another one is told at once, at %s',
			async (address) => {
				const domain = await approved();
				domain.world = leadingTo('evil.example.', address);
				const { alert, changes } = await domain.compare();
				expect(alert).toBe(true);
				expect(changes).toEqual([
					{
						type: 'CNAME',
						name: 'www.example.com',
						before: ['shop.example'],
						after: ['evil.example'],
						severity: 'high',
					},
				]);
			},
		);

		it('may have other addresses, and is not seen when one resolver alone says that it is another', async () => {
			const domain = await approved();
			domain.world = leadingTo('shop.example.', '203.0.113.66');
			expect(await domain.compare()).toMatchObject({ status: 'as approved', light: 'green' });
			const evil: Edit = (message) => ({
				...message,
				answer: message.answer.map((record) =>
					record.name === 'web.example.com.' && record.type === TYPE.CNAME
						? { ...record, data: nameBytes('evil.example.') }
						: record,
				),
			});
			for (const lies of [{ first: evil }, { second: evil }]) {
				domain.lies = lies;
				const { status, notSeen } = await domain.compare();
				expect([status, notSeen.map(({ type }) => type)]).toEqual(['not seen', ['CNAME', 'address']]);
			}
		});
	});

	it('tells what the registry says otherwise, but not what comes and goes there by itself', async () => {
		const domain = await WatchedDomain.approved();
		const status = ['client transfer prohibited', 'client update prohibited', 'client delete prohibited'];
		domain.registration = sound('example.com', { status: [...status, 'auto renew period'].reverse() });
		expect(await domain.compare()).toMatchObject({ status: 'as approved' });
		domain.registration = sound('example.com', {
			nameservers: [{ ldhName: 'ns.evil.example' }],
			status: ['active'],
		});
		const { alert, changes } = await domain.compare();
		expect(alert).toBe(true);
		expect(changes.map(({ type, after }) => [type, after])).toEqual([
			['name servers at the registry', ['ns.evil.example']],
			['status at the registry', ['active']],
		]);
	});

	it('closes by itself what went back, and tells it anew when it comes again', async () => {
		const domain = await WatchedDomain.approved();
		domain.change(MX);
		const { digest } = await domain.compare();
		domain.change({});
		expect(await domain.compare()).toMatchObject({ status: 'as approved', light: 'green', digest: null });
		expect(domain.audit().at(-1)).toMatchObject({
			kind: 'zone change went back',
			facts: { digest, what: 'MX of example.com: 10 mx.evil.example, now 10 mail.example.net' },
		});
		domain.change(MX);
		const again = await domain.compare();
		expect(again.alert).toBe(true);
		expect(again.digest).not.toBe(digest);
		await expect(domain.approve(digest)).rejects.toMatchObject({ code: 'NOT_NOW' });
	});
});

describe('what could not be looked at', () => {
	const silentAbout =
		(type: number): Edit =>
		(message, question) =>
			question.type === type ? null : message;

	it('is neither changed nor as approved', async () => {
		const domain = await WatchedDomain.approved();
		domain.lies = { second: silentAbout(TYPE.MX) };
		domain.registration = 'silent';
		const report = await domain.compare();
		expect(report).toMatchObject({ status: 'not seen', light: 'yellow', alert: false, changes: [] });
		expect(report.notSeen.map(({ type }) => type)).toEqual([
			'registrar',
			'name servers at the registry',
			'status at the registry',
			'MX',
		]);
	});

	it('does not make a change that was seen before go back', async () => {
		const domain = await WatchedDomain.approved();
		domain.change(MX);
		const { digest } = await domain.compare();
		domain.lies = { first: silentAbout(TYPE.MX) };
		expect(await domain.compare()).toMatchObject({ status: 'changed', light: 'red', digest, alert: false });
		await expect(domain.approve(digest)).rejects.toMatchObject({
			message: expect.stringContaining('could not be seen'),
		});
		domain.lies = {};
		expect(await domain.approve(digest)).toMatchObject({ status: 'as approved' });
	});

	it('waits beside the rest once it is seen, before anything was approved', async () => {
		const domain = await WatchedDomain.begin();
		const { registration } = domain;
		domain.registration = 'silent';
		const first = await domain.compare();
		expect(first.changes.map(({ type }) => type)).not.toContain('registrar');
		domain.registration = registration;
		const then = await domain.compare();
		expect(then).toMatchObject({ status: 'no approved state', notSeen: [] });
		expect(then.changes.map(({ type }) => type)).toContain('registrar');
		expect(then.digest).not.toBe(first.digest);
		expect(await domain.approve(then.digest)).toMatchObject({ status: 'as approved', light: 'green' });
	});

	const lie: Edit = (message, question) => ({
		...message,
		answer: question.type === TYPE.MX || question.type === TYPE.NS ? [] : message.answer,
	});
	it.each([['first'], ['second']] as const)(
		'the %s resolver alone makes no change, and hides none',
		async (who) => {
			const domain = await WatchedDomain.approved();
			domain.lies = { [who]: lie };
			const lied = await domain.compare();
			expect(lied).toMatchObject({ status: 'not seen', light: 'yellow', changes: [] });
			expect(lied.notSeen.map(({ type }) => type)).toEqual(expect.arrayContaining(['NS', 'MX']));
			domain.change({ more: ['example.com. NS ns.evil.example.'] });
			domain.lies = {
				[who]: (message: Parameters<Edit>[0]) => ({
					...message,
					answer: message.answer.filter(({ data }) => !Buffer.from(data).includes('evil')),
				}),
			};
			expect((await domain.compare()).light).not.toBe('green');
		},
	);

	it.each([['first'], ['second']] as const)('the %s resolver alone leads no name elsewhere', async (who) => {
		const domain = await WatchedDomain.approved();
		domain.lies = {
			[who]: (message: Parameters<Edit>[0]) => ({
				...message,
				answer: message.answer.map((record) =>
					record.type === TYPE.CNAME ? { ...record, data: nameBytes('app.evil.example.') } : record,
				),
			}),
		};
		const report = await domain.compare();
		expect(report).toMatchObject({ status: 'not seen', changes: [] });
		expect(report.notSeen.map(({ type, name }) => `${type} ${name}`)).toContain('CNAME www.example.com');
	});

	it('a broken signature makes no change', async () => {
		const domain = await WatchedDomain.approved();
		domain.lies = {
			first: (message) => ({
				...message,
				authority: message.authority.filter(({ type }) => type !== TYPE.RRSIG),
				answer: message.answer.filter(({ type }) => type !== TYPE.RRSIG),
			}),
		};
		domain.change(MX);
		const report = await domain.compare();
		expect(report).toMatchObject({ changes: [], alert: false });
		expect(report.light).not.toBe('green');
	});
});

describe('a domain', () => {
	it('that does not exist any more lost everything', async () => {
		const domain = await WatchedDomain.approved();
		domain.world = signedWorld({ zones: [{ name: '.' }, { name: 'com.' }] });
		const { alert, light, changes } = await domain.compare();
		expect({ alert, light }).toEqual({ alert: true, light: 'red' });
		expect(changes[0]).toMatchObject({
			type: 'NS',
			before: ['ns.example.com'],
			after: [],
			severity: 'critical',
		});
	});

	it('within a zone lost none of the zone’s records because its zone could not be found', async () => {
		const domain = await WatchedDomain.begin();
		domain.change({ more: ['app.example.com. A 192.0.2.9'] });
		const watch = () => domain.keyturn.watchZone('app.example.com.', domain.asked);
		const { digest, changes } = await watch();
		expect(changes[0]).toMatchObject({ type: 'NS', name: 'example.com' });
		await domain.approve(digest, ADA, 'app.example.com.');
		expect(await watch()).toMatchObject({ status: 'as approved', light: 'green' });
		domain.lies = { first: (message, { type }) => (type === TYPE.SOA ? null : message) };
		expect(await watch()).toMatchObject({ status: 'not seen', light: 'yellow', changes: [], alert: false });
	});
});

describe('addresses', () => {
	const at = (...addresses: string[]) => ({
		without: ['example.com. A'],
		more: addresses.map((address) => `example.com. A ${address}`),
	});
	const MINUTES = 60_000;

	it('that are others are told when they stand still', async () => {
		const domain = await WatchedDomain.approved();
		domain.change(at('198.51.100.7'));
		expect(await domain.compare()).toMatchObject({ status: 'changed', light: 'yellow', alert: false });
		domain.scene.time.pass(9 * MINUTES);
		expect((await domain.compare()).alert).toBe(false);
		domain.scene.time.pass(2 * MINUTES);
		expect((await domain.compare()).alert).toBe(true);
		expect((await domain.compare()).alert).toBe(false);
	});

	it('that rotate are never told, until they are told as what they are', async () => {
		const domain = await WatchedDomain.approved();
		const alerts: boolean[] = [];
		for (let look = 1; look <= 8; look++) {
			domain.passDays(1);
			domain.change(at(`198.51.100.${look}`));
			alerts.push((await domain.compare()).alert);
		}
		expect(alerts.filter((each) => each)).toHaveLength(1);
		const { changes, digest } = await domain.compare();
		expect(changes).toEqual([
			expect.objectContaining({ type: 'address', after: ['other addresses for each who asks'] }),
		]);
		await domain.approve(digest);
		for (let look = 20; look <= 24; look++) {
			domain.passDays(1);
			domain.change(at(`198.51.100.${look}`));
			expect(await domain.compare()).toMatchObject({ status: 'as approved', light: 'green' });
		}
		domain.change({ without: ['example.com. A'] });
		expect((await domain.compare()).status).toBe('changed');
	});

	it('that were approved are counted anew: a later move is no pool', async () => {
		const domain = await WatchedDomain.approved();
		for (const address of ['198.51.100.1', '198.51.100.2']) {
			domain.change(at(address));
			await domain.approve((await domain.compare()).digest);
			await domain.compare();
		}
		domain.change(at('198.51.100.3'));
		expect((await domain.compare()).changes).toEqual([expect.objectContaining({ after: ['198.51.100.3'] })]);
		domain.change(at('198.51.100.4'));
		expect((await domain.compare()).changes).toEqual([expect.objectContaining({ after: ['198.51.100.4'] })]);
	});

	it('that two resolvers see differently are a pool: that it is one is approved', async () => {
		const domain = await WatchedDomain.begin();
		let turn = 0;
		const rotating: Edit = (message, { type }) => ({
			...message,
			answer: message.answer.map((record) =>
				type === TYPE.A && record.type === TYPE.A
					? { ...record, data: Uint8Array.of(192, 0, 2, ++turn) }
					: record,
			),
		});
		domain.lies = { first: rotating, second: rotating };
		const { digest } = await domain.compare();
		await domain.approve(digest);
		for (let look = 0; look < 5; look++)
			expect(await domain.compare()).toMatchObject({ status: 'as approved' });
	});

	it('that rotate beside another change do not tell that one again', async () => {
		const domain = await WatchedDomain.approved();
		const alerts: boolean[] = [];
		for (let look = 1; look <= 3; look++) {
			domain.change({
				without: [...MX.without, 'example.com. A'],
				more: [...MX.more, `example.com. A 198.51.100.${look}`],
			});
			alerts.push((await domain.compare()).alert);
			domain.scene.time.pass(MINUTES);
		}
		expect(alerts).toEqual([true, false, false]);
	});
});
