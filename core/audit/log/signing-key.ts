import { KeyturnError } from '../../errors';
import { hex, unhex } from '../../hex';
import type { Context } from '../../operations/context';
import { Secret } from '../../secret';
import { noteSigner, type NoteSigner } from '../note/signer';

/** A key that signs checkpoints, as the log's state names it: its number, and its verifier key for others to pin. */
export interface NamedKey {
	readonly id: number;
	readonly vkey: string;
}

const SEED_BYTES = 32;

type Needs = Pick<Context, 'host' | 'vault'>;

/** Makes key `id`, unless it is there already, and gives the one that is there. */
export async function makeKey({ host, vault }: Needs, id: number): Promise<Secret> {
	const candidate = new Secret(hex(host.random(SEED_BYTES)), 'signing key of the audit log', [vault.origin]);
	return await vault.createSigningKey(id, candidate);
}

/** Key `id`. Throws NO_SUCH_ENTRY when it is gone, FORGED when it is another than the one that was named. */
export async function signerFor(
	{ vault }: Needs,
	origin: string,
	{ id, vkey }: NamedKey,
): Promise<NoteSigner> {
	const seed = await vault.readSigningKey(id);
	if (seed === null)
		throw new KeyturnError('NO_SUCH_ENTRY', 'Audit log', 'its signing key is gone from the vault', {
			next: 'Restore the entry in the vault’s own page. If it is lost for good, replace the signing key: docs/audit-log.md says under “If the key is lost” what whoever pinned it must do then.',
		});
	const signer = signerOf(origin, seed, vault.origin);
	if (signer.key.text !== vkey)
		throw new KeyturnError('FORGED', 'Audit log', 'its signing key in the vault is another than before');
	return signer;
}

/** The seed stays in this process and the vault. */
export const signerOf = (origin: string, seed: Secret, vaultOrigin: string): NoteSigner =>
	noteSigner(origin, unhex(seed.reveal(vaultOrigin)));
