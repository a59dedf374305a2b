import { createHash, createPublicKey, verify } from 'node:crypto';
import { base64, base64url, fromBase64 } from '../../base64';
import { concat } from '../../bytes';
import { hex } from '../../hex';
import { utf8 } from '../../utf8';
import { Damage } from '../damage';

/** Verifier keys, `name+hash+base64(type‖key)` (https://c2sp.org/signed-note), of the type Ed25519 alone. */

/** The public half of a key that signs notes. */
export interface VerifierKey {
	/** As it is written and pinned. */
	readonly text: string;
	readonly name: string;
	/** The key's id, 8 hex digits: with the name it tells which key a signature claims to be of. It proves nothing. */
	readonly id: string;
	verifies(data: Uint8Array, signature: Uint8Array): boolean;
}

export const PUBLIC_KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;
export const ID_BYTES = 4;
const ED25519 = 1;

/** A name must say whose key it is in one word: it is followed by a space or a plus. */
export const isKeyName = (name: string): boolean => name !== '' && !/[\p{White_Space}\p{Cc}+]/u.test(name);

/** Throws KEY_FORM, KEY_TYPE or KEY_ID. */
export function readVerifierKey(text: string): VerifierKey {
	const [, name = '', id = '', encoded = ''] = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/s.exec(text) ?? [];
	const material = fromBase64(encoded);
	if (!isKeyName(name) || material === null) throw new Damage('KEY_FORM');
	if (material[0] !== ED25519 || material.length !== 1 + PUBLIC_KEY_BYTES) throw new Damage('KEY_TYPE');
	const key = verifierKey(name, material.subarray(1));
	if (key.id !== id) throw new Damage('KEY_ID');
	return key;
}

export function verifierKey(name: string, publicKey: Uint8Array): VerifierKey {
	const material = concat(Uint8Array.of(ED25519), publicKey);
	const hash = createHash('sha256')
		.update(concat(utf8.encode(`${name}\n`), material))
		.digest();
	const id = hex(hash.subarray(0, ID_BYTES));
	const key = createPublicKey({
		key: { kty: 'OKP', crv: 'Ed25519', x: base64url(publicKey) },
		format: 'jwk',
	});
	return {
		text: `${name}+${id}+${base64(material)}`,
		name,
		id,
		verifies: (data, signature) => signature.length === SIGNATURE_BYTES && verify(null, data, key, signature),
	};
}
