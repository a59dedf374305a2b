import { CertificateRefused } from '../../../../../core/certificate-refused';
import { nameBytes } from '../../../../../core/dns/wire/name';
import { TYPE } from '../../../../../core/dns/wire/types';
import type { Edit } from '../../../../fakes/dns/signed/world';
import { checked, kept, worldWith } from '../../../../fakes/dns/whole-check';

const withoutWww = kept().filter((each) => !each.startsWith('www.'));
const expired = (url: URL) => {
	if (url.hostname === 'www.example.tld')
		throw new CertificateRefused(url.hostname, 'CERT_HAS_EXPIRED', 'expired');
	return { status: 200, headers: {}, body: 'a page' };
};

test('a www that has only an IPv6 address is opened for its certificate', async () => {
	const world = worldWith({ records: [...withoutWww, 'www.example.tld. AAAA 2620:fe::2'] });
	const { found, opened, report } = await checked(world, { site: expired });
	expect(opened).toContain('https://www.example.tld/');
	expect(found).toContain('TLS-01 critical');
	expect(report.light).toBe('red');
});

test('without a www nothing is opened there, and with an IPv4 address nothing more is asked', async () => {
	const none = await checked(worldWith({ records: withoutWww }), { site: expired });
	expect(none.opened).not.toContain('https://www.example.tld/');
	expect(none.found.filter((each) => each.startsWith('TLS-01'))).toEqual([]);
	const asked: string[] = [];
	const listen: Edit = (message, { name, type }) => {
		asked.push(`${name} ${String(type)}`);
		return message;
	};
	await checked(worldWith(), { first: listen, second: listen });
	expect(asked).not.toContain(`www.example.tld. ${String(TYPE.AAAA)}`);
});

test('where nobody can tell where www leads, its certificate is not checked', async () => {
	const silent: Edit = (message, { name }) => (name === 'www.example.tld.' ? null : message);
	const { blind } = await checked(worldWith(), { first: silent });
	expect(blind).toContain('TLS-01');
});

test('a www behind which each resolver is led to another network is opened, and nothing of it is blind', async () => {
	const records = [...withoutWww, 'www.example.tld. CNAME x.cdn.tld.'];
	const world = worldWith(
		{ records },
		{ name: 'cdn.tld.', signed: false, records: ['x.cdn.tld. CNAME site.github.io.'] },
		{ name: 'io.', signed: false, records: ['site.github.io. A 198.51.100.20'] },
	);
	const elsewhere: Edit = (message) => ({
		...message,
		answer: message.answer.map((each) => {
			if (each.name === 'site.github.io.')
				return { ...each, name: 'b.cdn.tld.', data: Uint8Array.of(198, 51, 100, 21) };
			return each.name === 'x.cdn.tld.' ? { ...each, data: nameBytes('b.cdn.tld.') } : each;
		}),
	});
	for (const lies of [{ first: elsewhere }, { second: elsewhere }]) {
		const { found, blind, opened } = await checked(world, { ...lies, site: expired });
		expect(opened).toContain('https://www.example.tld/');
		expect(found).toContain('TLS-01 critical');
		const fine = await checked(world, lies);
		expect(fine.blind.filter((id) => /^(TLS|DANG)-/.test(id))).toEqual([]);
		expect(blind).not.toContain('TLS-01');
	}
});

test('a www that the domain’s own servers lead elsewhere for each who asks is opened', async () => {
	const records = [...withoutWww, 'www.example.tld. CNAME a.cdn.tld.'];
	const cdn = { name: 'cdn.tld.', signed: false, records: ['a.cdn.tld. A 198.51.100.20'] };
	const world = worldWith({ signed: false, records }, cdn);
	const elsewhere: Edit = (message) => ({
		...message,
		answer: message.answer.map((each) => {
			if (each.name === 'a.cdn.tld.') return { ...each, name: 'b.cdn.tld.' };
			return each.name === 'www.example.tld.' ? { ...each, data: nameBytes('b.cdn.tld.') } : each;
		}),
	});
	const { found, opened } = await checked(world, { signed: false, second: elsewhere, site: expired });
	expect(opened).toContain('https://www.example.tld/');
	expect(found).toContain('TLS-01 critical');
});
