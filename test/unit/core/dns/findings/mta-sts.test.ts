import { mtaSts } from '../../../../../core/dns/findings/mta-sts';
import { certificateRefused } from '../../../../../core/certificate-refused';
import { KeyturnError } from '../../../../../core/errors';
import type { HttpResponse } from '../../../../../core/ports';
import type { Zone, ZoneEntry } from '../../../../fakes/dns/zone';
import { type Scene, evidenceOf, judgeMail } from './judging';

const POLICY = [
	'version: STSv1',
	'mode: enforce',
	'mx: mx.example.test',
	'mx: *.mail.test',
	'max_age: 1209600',
];
const zone = (text = 'v=STSv1; id=20300101', more: Zone = {}): Zone => ({
	'_mta-sts.example.test.': { TXT: [text] },
	'example.test.': {
		MX: [
			[1, 'mx.example.test.'],
			[2, 'a.mail.test.'],
		],
	},
	'mx.example.test.': { A: ['192.0.2.1'] },
	'mta-sts.example.test.': { A: ['192.0.2.3'] },
	'a.mail.test.': { A: ['192.0.2.2'] },
	...more,
});

/** The domain with a server that answers so. */
function scene(answer: Partial<HttpResponse> | (() => HttpResponse), more: Partial<Scene> = {}): Scene {
	const headers = { 'content-type': 'text/plain; charset=utf-8' };
	const handler = () =>
		typeof answer === 'function' ? answer() : { status: 200, headers, body: POLICY.join('\r\n'), ...answer };
	return { zone: zone(), services: { 'https://mta-sts.example.test': handler }, ...more };
}
const policy = (change: (line: string) => string) => scene({ body: POLICY.map(change).join('\n') });

/** For a server that must not be asked. */
const refusing = (): HttpResponse => {
	throw new KeyturnError('NO_ANSWER', 'Request', 'it was opened');
};

describe('MTASTS-01', () => {
	it.each<[string, Scene]>([
		['a policy that holds', scene({})],
		['a domain that does not use it', { zone: {} }],
		['a policy that is switched off', scene({ body: 'version: STSv1\nmode: none\nmax_age: 86400\n' })],
		['a record with more than the id', scene({}, { zone: zone('v=STSv1; note=a b; id=20300101;') })],
		[
			'a domain that takes no mail',
			scene({}, { zone: zone(undefined, { 'example.test.': { MX: [[0, '.']] } }) }),
		],
		['a key that senders do not know', scene({ body: [...POLICY, 'colour: red', ''].join('\n') })],
	])('does not fire for %s', async (_what, given) => expect(await evidenceOf(mtaSts, given)).toEqual([]));

	it.each<[Scene, string]>([
		[scene({ status: 404 }), 'mta-sts.example.test answers 404'],
		[
			scene({ status: 301, headers: { location: 'https://example.test/' } }),
			'mta-sts.example.test sends senders elsewhere (301), which they do not follow',
		],
		[
			scene({ headers: { 'content-type': 'text/html' } }),
			'mta-sts.example.test does not answer with plain text',
		],
		[
			policy((line) => line.replace('STSv1', 'STSv2')),
			'the policy cannot be used: it does not say version: STSv1',
		],
		[
			policy((line) => line.replace('enforce', 'strict')),
			'the policy cannot be used: its mode is none of enforce, testing and none',
		],
		[
			policy((line) => line.replace('1209600', '31557601')),
			'the policy cannot be used: its max_age is no number of seconds up to 31557600',
		],
		[
			policy((line) => line.replace('*.mail', '*mail')),
			'the policy cannot be used: mx: “*mail.test” is no name of a mail server',
		],
		[
			policy((line) => line.replace('enforce', 'testing')),
			'the policy says mode: testing, so mail is still sent without encryption',
		],
		[policy((line) => line.replace('1209600', '3600')), 'the policy is forgotten after 3600 seconds'],
		[policy((line) => line.replace('*.mail.test', '*.test')), 'the policy does not list a.mail.test'],
		[
			policy((line) => line.replace('mx.example', '*.mx.example')),
			'the policy does not list mx.example.test',
		],
		[
			scene({}, { zone: zone('v=STSv1; xid=1; note=id=1') }),
			'_mta-sts.example.test has no valid id: “v=STSv1; xid=1; note=id=1”',
		],
		[scene({}, { zone: zone('v=STSv1; id=') }), '_mta-sts.example.test has no valid id: “v=STSv1; id=”'],
	])('fires, case %#: %s', async (given, evidence) => {
		expect(await evidenceOf(mtaSts, given)).toContain(evidence);
	});

	it('fires for two records', async () => {
		const two = { '_mta-sts.example.test.': { TXT: ['v=STSv1; id=1', 'v=STSv1; id=2'] } };
		expect(await evidenceOf(mtaSts, scene({}, { zone: zone(undefined, two) }))).toEqual([
			'_mta-sts.example.test has 2 records, so senders use none',
		]);
	});

	it('fires when the server has no address, and nothing is opened', async () => {
		const lost = scene(refusing, { zone: zone(undefined, { 'mta-sts.example.test.': {} }) });
		expect(await evidenceOf(mtaSts, lost)).toEqual(['mta-sts.example.test has no address']);
	});

	it.each<[string, ZoneEntry]>([
		['the machine’s own metadata', { A: ['169.254.169.254'] }],
		['a network inside, beside a public one', { A: ['192.0.2.3', '10.0.0.7'] }],
		['a network inside by IPv6 alone', { AAAA: ['fd00::7'] }],
		['a network inside by an alias', { CNAME: ['inside.example.test.'] }],
	])('is not checked, and nothing is opened, when the server leads to %s', async (_what, entry) => {
		const inside = { 'mta-sts.example.test.': entry, 'inside.example.test.': { A: ['192.168.0.7'] } };
		expect(await judgeMail(mtaSts, scene(refusing, { zone: zone(undefined, inside) }))).toEqual({
			notChecked: 'mta-sts.example.test leads to an address that is not public',
		});
	});

	it.each([
		['CERT_HAS_EXPIRED', 'has expired'],
		['CERT_NOT_YET_VALID', 'is not valid yet'],
		['ERR_TLS_CERT_ALTNAME_INVALID', 'is for another name'],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'is vouched for by no known authority'],
		['CERT_REVOKED', 'must not be used'],
	])('fires when the certificate of the server is refused: %s', async (code, words) => {
		const refused = scene(() => {
			throw certificateRefused('https://mta-sts.example.test/', { code })!;
		});
		const [evidence, ...more] = await evidenceOf(mtaSts, refused);
		expect(evidence).toContain(`the certificate of mta-sts.example.test ${words}`);
		expect(evidence).toContain(`(${code}), so senders take no policy from it`);
		expect(more).toEqual([]);
	});

	it('is not checked when nobody knows why no answer came', async () => {
		const lost = scene(() => {
			throw new Error('socket hang up, with a secret in it');
		});
		expect(await judgeMail(mtaSts, lost)).toEqual({
			notChecked: 'no complete answer came from mta-sts.example.test',
		});
	});

	it('tells what is wrong with the record although the policy was not seen', async () => {
		const lost = scene(refusing, { zone: zone('v=STSv1; id=') });
		expect(await evidenceOf(mtaSts, lost)).toEqual(['_mta-sts.example.test has no valid id: “v=STSv1; id=”']);
	});

	it('is not checked when the platform sends nothing there', async () => {
		const refused = scene(() => {
			throw new KeyturnError('BAD_INPUT', 'address', 'a private address');
		});
		expect(await judgeMail(mtaSts, refused)).toHaveProperty(
			'notChecked',
			expect.stringContaining('private address'),
		);
	});

	it.each(['_mta-sts.example.test.', 'example.test. MX'])(
		'is not checked when %s was not seen',
		async (failing) => {
			expect(await judgeMail(mtaSts, { ...scene({}), failing: [failing] })).toHaveProperty('notChecked');
		},
	);
});
