import { keptDomains } from '../../dns/watch/kept-domains';
import { shown } from '../../dns/wire/name';
import { hasCode } from '../../errors';
import type { Context } from '../../operations/context';

export interface ZonesNow {
	/** Domains of which anything is kept: `example.org`. */
	readonly names: readonly string[];
	/** Why they are not known, in a sentence. */
	readonly unread: readonly string[];
}

/** The watched domains. A login that only rotates keys is right without them; then no approval of a change is known. */
export async function zonesNow(context: Context): Promise<ZonesNow> {
	try {
		return { names: (await keptDomains(context)).map(shown), unread: [] };
	} catch (error) {
		if (!hasCode(error, 'LOGIN_REFUSED')) throw error;
		const why = 'this vault login may not list them, so that no approved change of DNS is known';
		return { names: [], unread: [`Watched domains: ${why}.`] };
	}
}
