import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { runs } from './packages';
import type { Algorithm } from './zones';

export interface Key {
	/** Path of its two files, without their endings. */
	readonly file: string;
	/** The data of its DNSKEY record. */
	readonly data: Uint8Array;
}

export type Role = 'key-signing' | 'zone-signing';

const RSA_BITS = ['-b', '2048'];

/** Makes a fresh key in the folder. */
export async function makeKey(folder: string, zone: string, algorithm: Algorithm, role: Role): Promise<Key> {
	await mkdir(folder, { recursive: true });
	const bits = algorithm.startsWith('RSA') ? RSA_BITS : [];
	const flag = role === 'key-signing' ? ['-f', 'KSK'] : [];
	const argv = ['-q', '-K', folder, '-a', algorithm, ...bits, ...flag, '-n', 'ZONE', zone];
	return await readKey(join(folder, (await runs('dnssec-keygen', argv, folder)).trim()));
}

/** Revokes the key and signs it out; its tag is another one then (RFC 5011, section 2.1). */
export async function revokeKey(folder: string, { file }: Key): Promise<Key> {
	const printed = await runs('dnssec-revoke', ['-r', '-K', folder, basename(file)], folder);
	return await readKey(join(folder, basename(printed.trim())));
}

async function readKey(file: string): Promise<Key> {
	const text = await readFile(`${file}.key`, 'utf8');
	const [, flags, protocol, algorithm, key] = /^[^;].* DNSKEY (\d+) (\d+) (\d+) (.+)$/m.exec(text) ?? [];
	if (key === undefined) throw new Error(`${file}.key holds no key`);
	const head = Buffer.from([Number(flags) >> 8, Number(flags) & 255, Number(protocol), Number(algorithm)]);
	return { file, data: Buffer.concat([head, Buffer.from(key.replaceAll(' ', ''), 'base64')]) };
}
