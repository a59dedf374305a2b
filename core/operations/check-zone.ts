import { type CheckOptions, checkDomain } from '../dns/check-domain';
import type { DomainReport } from '../dns/report/result';
import { knownOf } from '../dns/watch/approved-state';
import { openZoneFile } from '../dns/watch/zone-file';
import type { Name } from '../dns/wire/name';
import type { Context } from './context';

/** The whole check of a domain, with what is kept of its earlier looks. Writes nothing. Throws what opening that throws. */
export async function checkZone(
	context: Context,
	domain: Name,
	options: CheckOptions,
): Promise<DomainReport> {
	const { document } = await openZoneFile(context, domain);
	const known = knownOf(document);
	const { dmarcNoneSince } = document;
	return await checkDomain(domain, context.host, {
		...options,
		...(known === null ? {} : { known }),
		mail: { ...options.mail, ...(dmarcNoneSince === null ? {} : { dmarcNoneSince }) },
	});
}
