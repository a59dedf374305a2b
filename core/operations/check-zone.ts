import { type CheckOptions, type DomainLook, lookAtDomain } from '../dns/check-domain';
import type { DomainReport } from '../dns/report/result';
import { knownOf } from '../dns/watch/approved-state';
import type { ZoneDocument } from '../dns/watch/document';
import { sinceWhenFree } from '../dns/watch/free-since';
import { openZoneFile } from '../dns/watch/zone-file';
import type { Name } from '../dns/wire/name';
import { KeyturnError } from '../errors';
import type { KeptDocument } from '../kept/document';
import type { Context } from './context';

/**
 * The whole check of a domain, with what is kept of its earlier looks. Of a domain that is watched it notes when the
 * certificate logs were read and since when a domain is free, and nothing else is written. Throws what opening that throws.
 */
export async function checkZone(
	context: Context,
	domain: Name,
	options: CheckOptions,
): Promise<DomainReport> {
	const file = await openZoneFile(context, domain);
	const known = knownOf(file.document);
	const { dmarcNoneSince, issuedReadAt, freeSince } = file.document;
	const look = await lookAtDomain(domain, context.host, {
		...options,
		...(known === null ? {} : { known }),
		...(issuedReadAt === null ? {} : { issuedLastSeen: issuedReadAt }),
		freeSince: new Map(Object.entries(freeSince)),
		mail: { ...options.mail, ...(dmarcNoneSince === null ? {} : { dmarcNoneSince }) },
	});
	if (known !== null) await note(file, look, context.vault.time().latest);
	return look.report;
}

/** CT-05 says something unless the certificate logs were read in full. */
const logsWereRead = ({ checked, findings, notChecked }: DomainReport): boolean =>
	checked > 0 && ![...findings, ...notChecked].some(({ id }) => id === 'CT-05');

/** That they were not read is told by the day: noting each reading would write for nothing. */
const NOTED_EACH_MS = 3_600_000;

async function note(file: KeptDocument<ZoneDocument>, look: DomainLook, now: number): Promise<void> {
	try {
		await file.change((draft) => {
			if (logsWereRead(look.report) && now - (draft.issuedReadAt ?? 0) >= NOTED_EACH_MS)
				draft.issuedReadAt = now;
			draft.freeSince = sinceWhenFree(draft.freeSince, look, now);
		});
	} catch (error) {
		// The report is what was asked for. Without the note CT-05 is `not checked` later, DANG-01 high: neither is fine.
		if (!(error instanceof KeyturnError)) throw error;
	}
}
