import { KeyturnError } from '../errors';
import { S, T } from '../rotation/bounds';
import type { Document } from '../rotation/document';
import type { Session } from '../rotation/session';
import { create, type Context } from './context';

/** A document that is on its way while a claim is looked at has arrived after this time. */
const ARRIVED_MS = T + S;

/**
 * One key per entry. What a run that ended before its document was written has claimed is free again. Whether it has
 * ended is seen after a while only: it may be about to write, and what it looks at before it does is this claim.
 */
export async function claim({ vault, host }: Context, { name, record: { place } }: Document): Promise<void> {
	const owner = await vault.claim(place, name, null);
	if (owner === name) return;
	const isLeft = async () => (await vault.readDocument(owner)) === null;
	if (!(await isLeft())) throw taken(place.path);
	if ((await vault.claim(place, name, owner)) !== name) throw taken(place.path);
	await host.clock.sleep(ARRIVED_MS);
	if (await isLeft()) return;
	await vault.claim(place, owner, name);
	throw taken(place.path);
}

/** Writes a key's first document, if the entry is still this key's. */
export async function createClaimed(context: Context, session: Session, document: Document): Promise<void> {
	const { name, record } = document;
	if ((await context.vault.claim(record.place, name, null)) !== name) throw taken(record.place.path);
	await create(context, session, document);
}

const taken = (path: string) =>
	new KeyturnError('KEY_EXISTS', path, 'another key is registered at this entry');

/** Publishing must not be what destroys the old value: it is gone back to, and at last shown to be dead. */
export async function checkVersions({ vault, document }: Pick<Session, 'vault' | 'document'>): Promise<void> {
	const { place } = document.record;
	if ((await vault.versionsKept(place)) !== 1) return;
	throw new KeyturnError('BAD_INPUT', place.path, 'the vault keeps one version of it only', {
		next: 'Set Maximum Versions of the entry, or of its mount, to 10 in the vault’s own page, then run again.',
	});
}
