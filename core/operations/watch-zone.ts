import type { Asked } from '../dns/gather/open';
import { lookAtZone } from '../dns/watch/look';
import { zoneReport, type ZoneReport } from '../dns/watch/report';
import { takeIn } from '../dns/watch/take-in';
import { openZoneFile } from '../dns/watch/zone-file';
import type { Name } from '../dns/wire/name';
import type { Context } from './context';

/**
 * Compares what stands at a domain now with what was approved, and notes what differs. Throws FORGED when what is kept
 * of it is not Keyturn's, and the vault's own errors; never for what it finds or cannot see.
 */
export async function watchZone(context: Context, domain: Name, asked: Asked): Promise<ZoneReport> {
	const file = await openZoneFile(context, domain);
	const began = context.vault.time();
	const read = await lookAtZone(domain, context.host, asked);
	const alert = await file.change((draft, note) =>
		takeIn(draft, { read, began, ended: context.vault.time().latest }, note),
	);
	const unwritten = await file.settle();
	const { unseen } = read(file.document.approved?.snapshot ?? {});
	return zoneReport(file.document, { unseen, alert, unwritten });
}
