import { notSeen, seen } from '../finding';
import type { Lookups } from '../lookup';
import type { Host } from '../../ports';
import type { Name } from '../wire/name';
import type { MailFacts } from './facts';
import { remembering } from './limited';
import { gatherSpf } from './spf/gather';

export interface MailOptions {
	/** Names whose domain the registries call free; absent when they were not asked. */
	readonly free?: ReadonlySet<Name>;
}

/** Looks at the mail of a domain. */
export async function gatherMail(
	domain: Name,
	lookups: Lookups,
	_host: Host,
	{ free }: MailOptions = {},
): Promise<MailFacts> {
	const own = remembering(lookups);
	return {
		spf: await gatherSpf(domain, own),
		free: free === undefined ? notSeen('the registries were not asked') : seen(free),
	};
}
