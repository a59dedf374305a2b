import { createCipheriv } from 'node:crypto';
import { hex } from '../../hex';
import type { Context } from '../../operations/context';
import { bytesOf, concat } from '../wire/bytes';
import { type Name, shown } from '../wire/name';
import { fromHex } from '../zone-file/encodings';
import { offlineKey } from './offline-key';
import { asciiJson } from './parts';
import type { Stored, Texts } from './store';

/** A file for people to keep where no program reaches it. */
export interface OfflineFile {
	readonly name: string;
	readonly bytes: Uint8Array;
}

/** AES-GCM's own (NIST SP 800-38D, section 8.2.2: random, 96 bits). */
const NONCE_BYTES = 12;

/**
 * A backup in one encrypted file: a line that says what it is, a line of JSON (backup, zone, nonce), and behind it what
 * AES-256-GCM makes of JSON with both texts, with its tag of 16 bytes at the end. The two lines are authenticated as well.
 * docs/zone-backups.md has the script that opens it.
 */
export async function offlineFile(
	context: Context,
	domain: Name,
	{ id, backup }: Stored,
	{ file, native }: Texts,
): Promise<OfflineFile> {
	const key = await offlineKey(context);
	const nonce = context.host.random(NONCE_BYTES);
	const zone = shown(domain);
	const about = { cipher: 'AES-256-GCM', nonce: hex(nonce), zone, backup: id, host: backup.host };
	const head = bytesOf(`KEYTURN ZONE BACKUP 1\n${asciiJson(about)}\n`);
	const cipher = createCipheriv('aes-256-gcm', fromHex(key.reveal(context.vault.origin)), nonce).setAAD(head);
	const body = cipher.update(bytesOf(asciiJson({ zone: file, native: JSON.parse(native) as unknown })));
	return {
		name: `${zone}-${id}.keyturn-zone`,
		bytes: concat(head, body, cipher.final(), cipher.getAuthTag()),
	};
}
