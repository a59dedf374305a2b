import { CertificateRefused } from '../../../../../core/certificate-refused';
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
