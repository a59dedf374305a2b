import type { Keyturn } from '../../../../../core/keyturn';
import { LOGS, certspotter, entry } from '../../../../fakes/dns/certspotter';
import { DOMAIN, WatchedDomain } from '../../../../fakes/dns/watched-domain';

const MX = { without: ['example.com. MX'], more: ['example.com. MX 10 mx.evil.example.'] };
const NONE = {
	without: ['_dmarc'],
	more: ['_dmarc.example.com. TXT "v=DMARC1; p=none; rua=mailto:d@example.com"'],
};

async function check(domain: WatchedDomain, by: Keyturn = domain.keyturn) {
	const report = await by.checkZone(DOMAIN, domain.asked);
	const of = (id: string) => report.findings.filter((finding) => finding.id === id);
	return { report, of, why: (id: string) => report.notChecked.find((each) => each.id === id) };
}

test('without an approved state the checks say what is to be done first, and nothing is written', async () => {
	const domain = await WatchedDomain.begin();
	const { why } = await check(domain);
	expect(why('CHG-01')).toMatchObject({ blind: false, why: expect.stringContaining('approve the state') });
	expect(domain.stored('zones')).toEqual({});
});

test('what was changed without approval is a finding of the whole check, before and after a look', async () => {
	const domain = await WatchedDomain.approved();
	expect((await check(domain)).of('CHG-01')).toEqual([]);
	expect((await check(domain)).why('CHG-01')).toBeUndefined();
	domain.change(MX);
	const evidence = 'MX of example.com: 10 mail.example.net, now 10 mx.evil.example';
	expect((await check(domain)).of('CHG-01')).toEqual([
		expect.objectContaining({ severity: 'high', evidence }),
	]);
	const { digest } = await domain.compare();
	expect((await check(domain)).of('CHG-01')).toHaveLength(1);
	await domain.approve(digest);
	expect((await check(domain)).of('CHG-01')).toEqual([]);
});

test('a certificate that was issued amid a change is told, also when the change went back', async () => {
	const domain = await WatchedDomain.approved();
	const day = new Date(domain.scene.time.now).toISOString();
	const issued = [entry(1, ['example.com'], { not_before: day, not_after: '2030-04-01T00:00:00Z' })];
	domain.scene.host.services[LOGS] = certspotter(issued);
	expect((await check(domain)).of('CT-04')).toEqual([]);
	domain.change(MX);
	expect((await check(domain)).of('CT-04')).toHaveLength(1);
	await domain.compare();
	domain.change({});
	await domain.compare();
	domain.passDays(30);
	const { of } = await check(domain);
	expect(of('CT-04')).toEqual([expect.objectContaining({ severity: 'critical' })]);
});

test('addresses that rotate make no certificate suspicious', async () => {
	const domain = await WatchedDomain.approved();
	const day = new Date(domain.scene.time.now).toISOString();
	domain.scene.host.services[LOGS] = certspotter([
		entry(1, ['example.com'], { not_before: day, not_after: '2030-04-01T00:00:00Z' }),
	]);
	domain.change({ without: ['example.com. A'], more: ['example.com. A 198.51.100.1'] });
	await domain.compare();
	expect((await check(domain)).of('CT-04')).toEqual([]);
	expect((await check(domain)).of('CHG-01')).toHaveLength(1);
});

test('for how long DMARC has only watched is known from the looks', async () => {
	const domain = await WatchedDomain.approved();
	domain.change(NONE);
	await domain.compare();
	domain.passDays(91.5);
	expect((await check(domain)).of('DMARC-02')).toEqual([
		expect.objectContaining({ evidence: expect.stringContaining('p=none for 91 days') }),
	]);
	domain.change({});
	await domain.compare();
	domain.change(NONE);
	await domain.compare();
	expect((await check(domain)).of('DMARC-02')).toEqual([]);
});

test('one resolver that hides a change makes nothing green', async () => {
	const domain = await WatchedDomain.approved();
	domain.lies = { second: (message) => ({ ...message, answer: [] }) };
	const { report, why } = await check(domain);
	expect(why('CHG-01')).toMatchObject({ blind: true });
	expect(report.light).not.toBe('green');
});

test('that nobody could read the certificate logs for more than a day is told of a watched domain', async () => {
	const domain = await WatchedDomain.approved();
	domain.scene.host.services[LOGS] = certspotter([]);
	expect((await check(domain)).why('CT-05')).toBeUndefined();
	domain.scene.host.services[LOGS] = () => ({ status: 503, headers: {}, body: '' });
	expect((await check(domain)).why('CT-05')).toMatchObject({ blind: true });
	domain.passDays(0.9);
	expect((await check(domain)).of('CT-05')).toEqual([]);
	domain.passDays(0.2);
	expect((await check(domain)).of('CT-05')).toEqual([
		expect.objectContaining({ severity: 'high', evidence: expect.stringContaining('not read for 26 hours') }),
	]);
	domain.scene.host.services[LOGS] = certspotter([]);
	expect((await check(domain)).of('CT-05')).toEqual([]);
	domain.passDays(0.9);
	domain.scene.host.services[LOGS] = () => ({ status: 503, headers: {}, body: '' });
	expect((await check(domain)).of('CT-05')).toEqual([]);
});

test('of a domain that nobody approved nothing is noted, however the logs answer', async () => {
	const domain = await WatchedDomain.begin();
	domain.scene.host.services[LOGS] = certspotter([]);
	await check(domain);
	expect(domain.stored('zones')).toEqual({});
});

describe('an alias whose domain anybody could register', () => {
	const leading = { without: ['www'], more: ['www.example.com. CNAME x.gone.com.'] };
	const severities = async (domain: WatchedDomain) =>
		(await check(domain)).of('DANG-01').map(({ severity }) => severity);
	const begin = async () => {
		const domain = await WatchedDomain.approved();
		domain.scene.host.services[LOGS] = certspotter([]);
		domain.change(leading);
		return domain;
	};

	test('is critical when a check a day later finds it again', async () => {
		const domain = await begin();
		expect(await severities(domain)).toEqual(['high']);
		domain.passDays(0.5);
		expect(await severities(domain)).toEqual(['high']);
		domain.passDays(0.6);
		expect(await severities(domain)).toEqual(['critical']);
	});

	test('is a new one after somebody had it, and not after a check that could not look', async () => {
		const domain = await begin();
		await check(domain);
		domain.passDays(2);
		domain.scene.host.services[LOGS] = () => ({ status: 503, headers: {}, body: '' });
		domain.change({});
		await check(domain);
		domain.change(leading);
		expect(await severities(domain)).toEqual(['critical']);
		domain.scene.host.services[LOGS] = certspotter([]);
		domain.change({});
		await check(domain);
		domain.change(leading);
		expect(await severities(domain)).toEqual(['high']);
	});

	test('is not remembered of a domain that nobody approved', async () => {
		const domain = await WatchedDomain.begin();
		domain.change(leading);
		expect(await severities(domain)).toEqual(['high']);
		expect(domain.stored('zones')).toEqual({});
		domain.passDays(2);
		expect(await severities(domain)).toEqual(['high']);
	});
});
