import { type CertificateFault, CertificateRefused } from '../../../certificate-refused';
import { KeyturnError } from '../../../errors';
import type { Host, HttpResponse } from '../../../ports';
import { leadsInside } from '../../delegation/addresses';
import { type Looked, notSeen, seen } from '../../finding';
import { type Lookups, answered } from '../../lookup';
import { type Name, labelsOf, nameOf, shown } from '../../wire/name';
import { TYPE } from '../../wire/types';
import { textsOf } from '../answer';
import { type MtaStsPolicy, parsePolicy } from './policy';
import { isMtaSts } from './record';

export interface MtaStsFacts {
	/** The TXT records that switch it on: none when the domain does not use it, one as it should be. */
	readonly records: Looked<readonly string[]>;
	/** The policy, or why senders get none; null when the domain does not use it. */
	readonly policy: Looked<MtaStsPolicy | { readonly missing: string } | null>;
}

const TIMEOUT_MS = 5_000;
/** RFC 8461, section 3.3, lets senders refuse what is longer. */
const MAX_BYTES = 64 * 1024;

/** Looks whether the domain asks senders for encryption, and fetches what it asks for. */
export async function gatherMtaSts(domain: Name, lookups: Lookups, host: Host): Promise<MtaStsFacts> {
	const answer = answered(await lookups.look(nameOf(['_mta-sts', ...labelsOf(domain)]), TYPE.TXT));
	if ('notSeen' in answer) return { records: answer, policy: answer };
	const records = textsOf(answer.seen.records).filter(isMtaSts);
	return {
		records: seen(records),
		policy: records.length === 0 ? seen(null) : await fetchPolicy(domain, lookups, host),
	};
}

async function fetchPolicy(domain: Name, lookups: Lookups, host: Host): Promise<MtaStsFacts['policy']> {
	const at = nameOf(['mta-sts', ...labelsOf(domain)]);
	const server = shown(at);
	if (!/^[a-z0-9_.-]+$/.test(at)) return notSeen(`${server} is no name that a web server can have`);
	const answers = (await Promise.all([TYPE.A, TYPE.AAAA].map((type) => lookups.look(at, type)))).map(
		answered,
	);
	const found = answers.flatMap((answer) => ('seen' in answer ? [answer.seen] : []));
	if (leadsInside(found)) return notSeen(`${server} leads to an address that is not public`);
	if (found.length === answers.length && found.every(({ records }) => records.length === 0))
		return seen({ missing: `${server} has no address` });
	try {
		const response = await host.http({
			method: 'GET',
			url: `https://${server}/.well-known/mta-sts.txt`,
			headers: { accept: 'text/plain' },
			timeoutMs: TIMEOUT_MS,
			maxBytes: MAX_BYTES,
		});
		return seen(policyIn(response, server));
	} catch (error) {
		// RFC 8461, section 3.3: senders then have no policy.
		if (error instanceof CertificateRefused) return seen({ missing: refusedAs(server, error) });
		return notSeen(error instanceof KeyturnError ? error.message : `no complete answer came from ${server}`);
	}
}

const faults: Readonly<Record<CertificateFault, string>> = {
	expired: 'has expired',
	'not valid yet': 'is not valid yet',
	'for another name': 'is for another name',
	'not trusted': 'is vouched for by no known authority, or a part of the chain is missing',
	unusable: 'must not be used for a web server',
};

const refusedAs = (server: string, { fault, reason }: CertificateRefused): string =>
	`the certificate of ${server} ${faults[fault]} (${reason}), so senders take no policy from it`;

function policyIn(
	{ status, headers, body }: HttpResponse,
	server: string,
): MtaStsPolicy | { missing: string } {
	if (status >= 300 && status < 400)
		return { missing: `${server} sends senders elsewhere (${status}), which they do not follow` };
	if (status !== 200) return { missing: `${server} answers ${status}` };
	const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
	return type === 'text/plain' ? parsePolicy(body) : { missing: `${server} does not answer with plain text` };
}
