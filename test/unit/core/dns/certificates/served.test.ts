import { CertificateRefused, certificateRefused } from '../../../../../core/certificate-refused';
import { lookServed } from '../../../../../core/dns/certificates/served';
import { KeyturnError } from '../../../../../core/errors';
import type { Http } from '../../../../../core/ports';
import { nodeHost } from '../../../../../demo/play/host';
import { fakeHost } from '../../../../fakes/host';
import { certificates, serveWith } from '../../../../fakes/refused-certificates';

const NAME = 'www.example.com.';
const rejecting = (error: unknown): Http => jest.fn().mockRejectedValue(error);
const look = (http: Http) => lookServed(NAME, { ...fakeHost(), http });

it.each([200, 204, 301, 403, 404, 500, 503])(
	'an answer of any status means that it is accepted: %i',
	async (status) => {
		const host = fakeHost({
			services: { 'https://www.example.com': () => ({ status, headers: {}, body: '' }) },
		});
		expect(await lookServed(NAME, host)).toEqual({
			seen: { at: host.time.now, refused: null, reason: null },
		});
		expect(host.sent).toMatchObject([{ method: 'GET', url: 'https://www.example.com/' }]);
	},
);

it('a refusal is told with its fault and code', async () => {
	expect(await look(rejecting(new CertificateRefused('x', 'CERT_HAS_EXPIRED', 'expired')))).toMatchObject({
		seen: { refused: 'expired', reason: 'CERT_HAS_EXPIRED' },
	});
});

it.each([
	[
		'nothing listens',
		new KeyturnError('NO_ANSWER', 'Request to x', 'nothing listens there'),
		/nothing listens/,
	],
	[
		'an address that is not asked',
		new KeyturnError('ADDRESS', 'Request to x', 'a private network'),
		/private/,
	],
	['no answer in time', new Error('timeout'), /no complete answer/],
	[
		'a client’s error that holds a login',
		Object.assign(new Error('hvs.secret'), { code: 'X' }),
		/no complete answer came$/,
	],
	['no error at all', 'text', /no complete answer/],
])('%s is not seen', async (_what, error, why) => {
	expect(await look(rejecting(error))).toEqual({ notSeen: expect.stringMatching(why) });
});

describe('a client’s error', () => {
	const fault = (error: unknown) => certificateRefused('https://x.example/', error)?.fault ?? null;

	it('is a refusal by its code, or by that of its cause', () => {
		expect(fault({ code: 'CERT_HAS_EXPIRED' })).toBe('expired');
		expect(fault(Object.assign(new Error('fetch failed'), { cause: { code: 'CERT_HAS_EXPIRED' } }))).toBe(
			'expired',
		);
	});

	it.each(['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EPROTO', 'ECONNRESET', 'constructor', '__proto__', ''])(
		'is no refusal by the code %s',
		(code) => expect(fault({ code, cause: null })).toBeNull(),
	);

	it('is no refusal when it is nothing, or its own cause', () => {
		const ring: { cause?: unknown } = {};
		ring.cause = ring;
		for (const error of [null, undefined, 'CERT_HAS_EXPIRED', 7, ring, { code: 7 }])
			expect(fault(error)).toBeNull();
	});
});

describe.each(certificates)('with $what, on a real server', (certificate) => {
	it('Node’s fetch is told apart', async () => {
		const server = await serveWith(certificate);
		const http: Http = (request) => nodeHost.http({ ...request, url: server.url });
		try {
			expect(await look(http)).toMatchObject({ seen: { refused: certificate.fault } });
			expect(server.reached).toHaveLength(certificate.fault === null ? 1 : 0);
		} finally {
			await server.close();
		}
	});
});

it('a server that is gone is no refusal', async () => {
	const server = await serveWith(certificates[0]!);
	await server.close();
	expect(await look((request) => nodeHost.http({ ...request, url: server.url }))).toHaveProperty('notSeen');
});
