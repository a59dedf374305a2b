import type { FreeDomain } from '../delegation/lookup';
import { notSeen, seen } from '../finding';
import type { Lookups } from '../lookup';
import type { Host } from '../../ports';
import type { Name } from '../wire/name';
import { lookDkim } from './dkim/gather';
import { gatherDmarc } from './dmarc/gather';
import type { MailFacts } from './facts';
import { lookFreeNames } from './free';
import { remembering } from './limited';
import { gatherMtaSts } from './mta-sts/gather';
import { gatherMx } from './mx/gather';
import { gatherSpf } from './spf/gather';

export interface MailOptions {
	/** DKIM selectors that the user knows to be in use. */
	readonly selectors?: readonly string[];
	/** Since when DMARC has said `none`, in ms since 1970; absent when nobody has kept that. */
	readonly dmarcNoneSince?: number;
}

interface Tools {
	readonly host: Host;
	/** Asks a registry about a name that is missing. */
	readonly free: FreeDomain;
}

/** Looks at the mail of a domain. */
export async function gatherMail(
	domain: Name,
	lookups: Lookups,
	{ host, free }: Tools,
	{ selectors = [], dmarcNoneSince }: MailOptions = {},
): Promise<MailFacts> {
	const own = remembering(lookups);
	const [[mx, spf], dkim, dmarc, mtaSts] = await Promise.all([
		// What is known of the mail servers is not asked again out of SPF's budget.
		gatherMx(domain, own).then(async (servers) => [servers, await gatherSpf(domain, own)] as const),
		lookDkim(domain, selectors, own),
		gatherDmarc(domain, own),
		gatherMtaSts(domain, own, host),
	]);
	return {
		mx,
		spf,
		dkim,
		dmarc,
		dmarcNoneSince:
			dmarcNoneSince === undefined ? notSeen('no earlier look is on record') : seen(dmarcNoneSince),
		mtaSts,
		free: await lookFreeNames(domain, mx, spf.audit, own, free),
	};
}
