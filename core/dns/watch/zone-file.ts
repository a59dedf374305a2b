import type { Context } from '../../operations/context';
import { type KeptDocument, type Note, openKept } from '../../kept/document';
import { type Name, shown } from '../wire/name';
import { type ZoneDocument, documentSchema, emptyDocument } from './document';

export type { Note };

/** Opens what is kept of a watched domain; empty when nothing is. Throws FORGED when it is not what Keyturn wrote. */
export const openZoneFile = (context: Context, domain: Name): Promise<KeptDocument<ZoneDocument>> =>
	openKept(context, {
		folder: 'zones',
		id: `${shown(domain)}/watch`,
		where: `Watched state of ${shown(domain)}`,
		subject: shown(domain),
		schema: documentSchema,
		empty: (uid) => emptyDocument(domain, uid),
	});
