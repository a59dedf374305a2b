import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { CertificateFault } from '../../core/certificate-refused';
import { certificateFor } from '../zapier/certificate';

const DAY_MS = 86_400_000;
const NAME = 'localhost';

interface Certificate {
	readonly what: string;
	readonly names: readonly string[];
	readonly life?: readonly [from: number, until: number];
	/** Whether this process is told to trust it. */
	readonly trusted: boolean;
	/** Null: it is accepted. */
	readonly fault: CertificateFault | null;
}

export const certificates: readonly Certificate[] = [
	{ what: 'a sound one', names: [NAME], trusted: true, fault: null },
	{ what: 'one that nobody vouches for', names: [NAME], trusted: false, fault: 'not trusted' },
	{ what: 'one for another name', names: ['other.example'], trusted: true, fault: 'for another name' },
	{ what: 'an expired one', names: [NAME], life: [-9 * DAY_MS, -DAY_MS], trusted: true, fault: 'expired' },
	{
		what: 'one of tomorrow',
		names: [NAME],
		life: [DAY_MS, 9 * DAY_MS],
		trusted: true,
		fault: 'not valid yet',
	},
];

/** A server on loopback with such a certificate. Verification is never switched off: the process learns to trust its issuer. */
export async function serveWith({ names, life, trusted }: Certificate) {
	const { key, cert } = certificateFor(names, life);
	const before = getCACertificates('default');
	if (trusted) setDefaultCACertificates([...before, cert]);
	const reached: string[] = [];
	const server = createServer({ key, cert }, (request, response) => {
		reached.push(request.url ?? '');
		response.end('hello');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `https://${NAME}:${String((server.address() as AddressInfo).port)}/`,
		reached,
		close: () => {
			setDefaultCACertificates(before);
			server.closeAllConnections();
			return new Promise((resolve) => server.close(resolve));
		},
	};
}
