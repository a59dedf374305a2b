import { KeyturnError } from '../errors';
import type { Document } from '../rotation/document';
import type { Session } from '../rotation/session';
import type { Context } from './context';

/** One key per entry. What a run that ended before its document was written has claimed is free again. */
export async function claim({ vault }: Context, { name, record }: Document): Promise<void> {
	let owner = await vault.claim(record.place, name, null);
	if (owner !== name && (await vault.readDocument(owner)) === null)
		owner = await vault.claim(record.place, name, owner);
	if (owner !== name)
		throw new KeyturnError('KEY_EXISTS', record.place.path, 'another key is registered at this entry');
}

/** Publishing must not be what destroys the old value: it is gone back to, and at last shown to be dead. */
export async function checkVersions({ vault, document }: Pick<Session, 'vault' | 'document'>): Promise<void> {
	const { place } = document.record;
	if ((await vault.versionsKept(place)) !== 1) return;
	throw new KeyturnError('BAD_INPUT', place.path, 'the vault keeps one version of it only', {
		next: 'Set Maximum Versions of the entry, or of its mount, to 10 in the vault’s own page, then run again.',
	});
}
