import { openKeyturn, type Keyturn } from '../../core/keyturn';
import { vaults } from '../../core/vaults';
import { n8nHost, type Context } from './host';
import { texts } from './texts';

/** The credential type of each vault. */
export const credentialOf = { hashicorp: 'keyturnHashicorpVaultApi' } as const satisfies Record<
	keyof typeof vaults,
	string
>;

/** Keyturn over the vault of the node's credential. Nothing is sent before the first question. */
export async function keyturnOf(context: Context): Promise<Keyturn> {
	const host = n8nHost(context);
	const credential = await context.getCredentials(credentialOf.hashicorp);
	return openKeyturn(host, vaults.hashicorp.open(texts(credential), host));
}
