import { gatherCertificates } from '../../../../../core/dns/gather/outside';
import { type Answers, fakeLookups } from '../../../../fakes/dns/answers';
import { DOMAIN, answer, sound } from '../../../../fakes/dns/facts';
import { fakeHost } from '../../../../fakes/host';

const WWW = `www.${DOMAIN}`;
const [PLAIN, WITH_WWW] = ['https://example.com', 'https://www.example.com'];

/** What is opened of the domain, and what is said of each of its names. */
async function opened(apex: Partial<typeof sound.apex>, www: Answers = { [`${WWW} A`]: ['192.0.2.1'] }) {
	const page = () => ({ status: 200, headers: {}, body: '' });
	const host = fakeHost({ services: { [PLAIN]: page, [WITH_WWW]: page } });
	const lookups = fakeLookups(www);
	const facts = { ...sound.apex, ...apex, domain: DOMAIN };
	const { served } = await gatherCertificates(facts, host, { above: lookups, sites: lookups });
	const urls = host.sent.map(({ url }) => url.replace(/\/$/, ''));
	return {
		sites: urls.filter((url) => [PLAIN, WITH_WWW].includes(url)).sort(),
		blind: served.filter(({ outcome }) => 'notSeen' in outcome).map(({ name }) => name),
	};
}

describe('a name that leads into a network of somebody’s own', () => {
	test('the control: public ones are opened', async () => {
		expect(await opened({})).toEqual({ sites: [PLAIN, WITH_WWW], blind: [] });
	});

	test.each([
		['an address inside', { a: answer('A', ['169.254.169.254']) }],
		['one inside beside a public one', { a: answer('A', ['192.0.2.1', '10.0.0.7']) }],
		['one inside by IPv6', { aaaa: answer('AAAA', ['fd00:0:0:0:0:0:0:7']) }],
		['IPv6 that wraps one inside', { aaaa: answer('AAAA', ['0:0:0:0:0:ffff:7f00:1']) }],
	])('%s: is not opened, and told as not seen', async (_what, apex) => {
		expect(await opened(apex)).toEqual({ sites: [WITH_WWW], blind: [DOMAIN] });
	});

	test('www is not opened either', async () => {
		const www = { [`${WWW} CNAME`]: ['inside.example.net.'], 'inside.example.net. A': ['192.168.0.7'] };
		expect(await opened({}, www)).toEqual({ sites: [PLAIN], blind: [WWW] });
	});
});
