import { type CertificateFault, CertificateRefused } from '../../certificate-refused';
import { KeyturnError } from '../../errors';
import type { Host } from '../../ports';
import { type Looked, notSeen, seen } from '../finding';
import { type Name, shown } from '../wire/name';

const TIMEOUT_MS = 10_000;
/** The page itself is of no interest: one byte of it is asked for, but not every server heeds that. */
const MAX_BYTES = 4 * 1024 * 1024;

/** Whether a client that verifies certificates accepts the one that is served now; null when it does, else why not. */
export interface Served {
	/** In ms since 1970. */
	readonly at: number;
	readonly refused: CertificateFault | null;
	/** The client's own code for the refusal, for people who want to look it up. */
	readonly reason: string | null;
}

/**
 * Opens https://name/ once and looks whether the certificate was accepted. A server that does not listen or gives no
 * answer tells nothing about its certificate. The date of the certificate cannot be seen in this way.
 */
export async function lookServed(name: Name, host: Host): Promise<Looked<Served>> {
	const where = shown(name);
	try {
		await host.http({
			method: 'GET',
			url: `https://${where}/`,
			headers: { accept: '*/*', range: 'bytes=0-0' },
			timeoutMs: TIMEOUT_MS,
			maxBytes: MAX_BYTES,
		});
		return seen({ at: host.clock.now(), refused: null, reason: null });
	} catch (error) {
		if (error instanceof CertificateRefused)
			return seen({ at: host.clock.now(), refused: error.fault, reason: error.reason });
		if (error instanceof KeyturnError) return notSeen(error.message);
		return notSeen(`https://${where}/: no complete answer came`);
	}
}
