import { CertificateRefused } from '../../core/certificate-refused';
import { certificates, serveWith } from '../fakes/refused-certificates';
import { send } from './send';

test.each(certificates)('n8n’s own request helper tells of $what', async (certificate) => {
	const server = await serveWith(certificate);
	try {
		const outcome = await send({ url: server.url, timeoutMs: 5_000 }).catch((error: unknown) => error);
		if (certificate.fault === null) {
			expect(outcome).toMatchObject({ status: 200, body: 'hello' });
			return;
		}
		expect(outcome).toBeInstanceOf(CertificateRefused);
		expect(outcome).toMatchObject({ code: 'NO_ANSWER', fault: certificate.fault });
		expect(Object.keys(outcome as object).sort()).toEqual(
			['code', 'fault', 'name', 'next', 'reason', 'retryAfter', 'status', 'where'].sort(),
		);
		expect(server.reached).toEqual([]);
	} finally {
		await server.close();
	}
});

test('nothing listens, and no answer in time, are no refusal', async () => {
	const server = await serveWith(certificates[0]!);
	await server.close();
	const gone = await send({ url: server.url }).catch((error: unknown) => error);
	expect(gone).toBeInstanceOf(Error);
	expect(gone).not.toBeInstanceOf(CertificateRefused);
});
