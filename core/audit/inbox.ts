import { z } from 'zod';
import { KeyturnError } from '../errors';
import { parsedJson } from '../parsed-json';
import { sealText, unsealText } from '../sealing/envelope';
import type { InstallationKeys } from '../sealing/installation-keys';
import { auditEntry, type AuditEntry } from './entry';

const segment = z.array(auditEntry).min(1);

/** Entries as they stand under an id of the vault's audit folder, with their authentication, until the log takes them up. */
export const sealEntries = (id: string, entries: readonly AuditEntry[], keys: InstallationKeys): string =>
	sealText(sealedName(id), null, JSON.stringify(entries), keys);

/** The entries under an id. Throws FORGED, at `where`, when they are damaged or were not written by this installation. */
export function unsealEntries(id: string, text: string, keys: InstallationKeys, where: string): AuditEntry[] {
	const body = unsealText(sealedName(id), { tag: '', after: null, text }, keys, where);
	const parsed = segment.safeParse(parsedJson(body));
	if (!parsed.success) throw new KeyturnError('FORGED', where, 'it has not the expected form');
	return parsed.data;
}

/** No key has a name with a slash, so a key's document never passes for one of these. */
const sealedName = (id: string) => `audit/${id}`;
