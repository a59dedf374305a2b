import { KeyturnError } from '../errors';
import { parsedJson } from '../parsed-json';
import { sealText, unsealText } from '../sealing/envelope';
import type { InstallationKeys } from '../sealing/installation-keys';
import type { StoredDocument } from '../vaults/vault';
import { documentSchema, type Document } from './document';

/** A document as text with its authentication. */
export function seal(document: Document, after: string | null, keys: InstallationKeys): string {
	// What could not be read back must never be written: it would lock the key out for good.
	const parsed = documentSchema.safeParse(document);
	if (!parsed.success)
		throw new KeyturnError(
			'BAD_INPUT',
			document.name,
			'a text is too long, or a number out of range, to be kept',
		);
	return sealText(document.name, after, JSON.stringify(parsed.data), keys);
}

/** The document in a stored text; FORGED when it is damaged or was not written by this installation. */
export function unseal(name: string, stored: StoredDocument, keys: InstallationKeys): Document {
	const where = `Document of ${name}`;
	const parsed = documentSchema.safeParse(parsedJson(unsealText(name, stored, keys, where)));
	if (!parsed.success || parsed.data.name !== name)
		throw new KeyturnError('FORGED', where, 'it has not the expected form');
	return parsed.data;
}
