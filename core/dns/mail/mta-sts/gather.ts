import { KeyturnError } from '../../../errors';
import type { Host, HttpResponse } from '../../../ports';
import { type Looked, notSeen, seen } from '../../finding';
import { type Lookups, answered } from '../../lookup';
import { type Name, labelsOf, nameOf, shown } from '../../wire/name';
import { TYPE } from '../../wire/types';
import { textsOf } from '../answer';
import { type MtaStsPolicy, parsePolicy } from './policy';

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
	const records = textsOf(answer.seen.records).filter((text) => /^v=STSv1[ \t]{0,9}(?:;|$)/.test(text));
	return {
		records: seen(records),
		policy: records.length === 0 ? seen(null) : await fetchPolicy(domain, lookups, host),
	};
}

async function fetchPolicy(domain: Name, lookups: Lookups, host: Host): Promise<MtaStsFacts['policy']> {
	const at = nameOf(['mta-sts', ...labelsOf(domain)]);
	if (!/^[a-z0-9_.-]+$/.test(at)) return notSeen(`${shown(at)} is no name that a web server can have`);
	try {
		const response = await host.http({
			method: 'GET',
			url: `https://${shown(at)}/.well-known/mta-sts.txt`,
			headers: { accept: 'text/plain' },
			timeoutMs: TIMEOUT_MS,
			maxBytes: MAX_BYTES,
		});
		return seen(policyIn(response, shown(at)));
	} catch (error) {
		// No answer may be our fault, and not to ask is; a name without an address is not.
		const isSilent = !(error instanceof KeyturnError) || error.code === 'NO_ANSWER';
		if (isSilent && (await hasNoAddress(at, lookups)))
			return seen({ missing: `${shown(at)} has no address` });
		return notSeen(
			error instanceof KeyturnError ? error.message : `no complete answer came from ${shown(at)}`,
		);
	}
}

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

async function hasNoAddress(name: Name, lookups: Lookups): Promise<boolean> {
	for (const type of [TYPE.A, TYPE.AAAA]) {
		const answer = answered(await lookups.look(name, type));
		if ('notSeen' in answer || answer.seen.records.length > 0) return false;
	}
	return true;
}
