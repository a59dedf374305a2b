import { KeyturnError, hasCode } from '../../errors';
import { hex } from '../../hex';
import type { Context } from '../../operations/context';
import { Secret } from '../../secret';
import { openSealedTexts } from '../../kept/sealed-texts';

const WHERE = 'Key of the off-line copies';
/** Below the zones; no zone has a name without a dot. */
const ID = 'backup-key';
const KEY_BYTES = 32;

/**
 * The key that off-line copies are encrypted with: 256 random bits, one for the installation, in a vault entry of its own
 * where a person can read it. It is not made from the installation's key, which would have to be handed out for one file.
 */
export async function offlineKey(context: Context): Promise<Secret> {
	const texts = openSealedTexts(context, 'zones');
	let kept = await texts.read(ID, WHERE);
	if (kept === null) {
		try {
			await texts.write(ID, null, hex(context.host.random(KEY_BYTES)));
		} catch (error) {
			// Another run was quicker: there is one key, and it is read.
			if (!hasCode(error, 'CONFLICT')) throw error;
		}
		kept = await texts.read(ID, WHERE);
	}
	if (kept === null || !/^[0-9a-f]{64}$/.test(kept.text))
		throw new KeyturnError('FORGED', WHERE, 'it is no key');
	return new Secret(kept.text, WHERE, [context.vault.origin]);
}
