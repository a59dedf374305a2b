import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { concat } from '../../bytes';
import { KeyturnError } from '../../errors';
import { type VerifierKey, PUBLIC_KEY_BYTES, isKeyName, verifierKey } from './key';

/** A key that signs notes. The private half is nowhere to be seen in it. */
export interface NoteSigner {
	readonly key: VerifierKey;
	/** The Ed25519 signature (RFC 8032), 64 bytes. */
	sign(data: Uint8Array): Uint8Array;
}

const SEED_BYTES = 32;

/** What stands before the seed in the form that Node.js reads (RFC 8410, section 7). */
const PKCS8 = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);

/** `seed` is the private key of RFC 8032, 32 random bytes. Throws BAD_INPUT for another length or an unfit name. */
export function noteSigner(name: string, seed: Uint8Array): NoteSigner {
	if (seed.length !== SEED_BYTES)
		throw new KeyturnError('BAD_INPUT', 'log signing key', 'it has not 32 bytes');
	if (!isKeyName(name))
		throw new KeyturnError('BAD_INPUT', 'log signing key', 'its name is empty or holds a space or a plus');
	const key = createPrivateKey({ key: concat(PKCS8, seed), format: 'der', type: 'pkcs8' });
	const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
	return {
		key: verifierKey(name, spki.subarray(-PUBLIC_KEY_BYTES)),
		sign: (data) => sign(null, data, key),
	};
}
