import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import {
	closeSync,
	existsSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readFileSync,
	renameSync,
	writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** Replaces a file so that a crash leaves the old text or the new one, never a part; mode 0600. */
export function writeAtomically(path: string, text: string): void {
	const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
	const file = openSync(temporary, 'wx', 0o600);
	try {
		writeSync(file, text);
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
	renameSync(temporary, path);
	const folder = openSync(dirname(path), 'r');
	try {
		fsyncSync(folder);
	} finally {
		closeSync(folder);
	}
}

/** The text of a file, or undefined when there is none. */
export function readIfPresent(path: string): string | undefined {
	return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** The text of a file with mode 0600, made by the function the first time. */
export function readOrCreate(path: string, make: () => string): string {
	const present = readIfPresent(path);
	if (present !== undefined) return present.trim();
	const text = make();
	writeAtomically(path, `${text}\n`);
	return text;
}

/** Makes a folder that only its owner may enter. */
export function makePrivateFolder(folder: string): void {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/** One JSON value in a file encrypted with AES-256-GCM; its key lies beside it in `<name>.key`, mode 0600. */
export class EncryptedFile<T> {
	readonly #path: string;
	readonly #key: Buffer;

	constructor(folder: string, name: string) {
		makePrivateFolder(folder);
		this.#path = join(folder, `${name}.json`);
		this.#key = Buffer.from(
			readOrCreate(join(folder, `${name}.key`), () => randomBytes(32).toString('hex')),
			'hex',
		);
		if (this.#key.length !== 32) throw new Error(`The key file of "${name}" does not hold 32 bytes.`);
	}

	/** The value last saved, or undefined; throws when the file was changed or the key is another one. */
	load(): T | undefined {
		const text = readIfPresent(this.#path);
		if (text === undefined) return undefined;
		const { iv, tag, data } = JSON.parse(text) as { iv: string; tag: string; data: string };
		const decipher = createDecipheriv('aes-256-gcm', this.#key, Buffer.from(iv, 'base64'), {
			authTagLength: 16,
		});
		decipher.setAuthTag(Buffer.from(tag, 'base64'));
		const clear = Buffer.concat([decipher.update(Buffer.from(data, 'base64')), decipher.final()]);
		return JSON.parse(clear.toString('utf8')) as T;
	}

	/** Returns after the value is on disk. */
	save(value: T): void {
		const iv = randomBytes(12);
		const cipher = createCipheriv('aes-256-gcm', this.#key, iv);
		const data = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
		const [ivText, tag, text] = [iv, cipher.getAuthTag(), data].map((bytes) => bytes.toString('base64'));
		writeAtomically(this.#path, JSON.stringify({ algorithm: 'AES-256-GCM', iv: ivText, tag, data: text }));
	}
}
