import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkedBytes, filePath, MEBIBYTE } from '../../core/audit/stores/files';
import type { LogStore } from '../../core/audit/stores/store';

export interface FolderOptions {
	/** False leaves it to the system when a file is on disk: quicker, and a power cut may lose the newest. True when absent. */
	readonly sync?: boolean;
}

/**
 * The log as files in a folder. A file is written under a name of its own and then gets its real name by a hard link,
 * which fails when something has that name: so nobody overwrites, and a crash leaves a whole file or none.
 */
export function folderStore(folder: string, { sync = true }: FolderOptions = {}): LogStore {
	const where = `folder ${folder}`;
	const made = new Map<string, Promise<unknown>>();
	/** Each folder is made once: a log has many files in few of them. */
	const makeFolder = (path: string) => {
		const known = made.get(path) ?? mkdir(path, { recursive: true });
		made.set(path, known);
		return known.catch((error: unknown) => {
			made.delete(path);
			throw error;
		});
	};
	return {
		where,
		async createIfAbsent(path, bytes) {
			const target = join(folder, filePath(path, where));
			const body = checkedBytes(bytes, MEBIBYTE, where);
			await makeFolder(dirname(target));
			const temporary = `${target}.${randomBytes(8).toString('hex')}.tmp`;
			try {
				await writeNew(temporary, body, sync);
				await link(temporary, target);
			} catch (error) {
				if (codeOf(error) === 'EEXIST') return false;
				throw error;
			} finally {
				await rm(temporary, { force: true });
			}
			if (sync) await syncFolder(dirname(target));
			return true;
		},
		// Small files, mostly in the system's memory: waiting for each takes several times as long as reading it.

		async read(path) {
			try {
				return readFileSync(join(folder, filePath(path, where)));
			} catch (error) {
				// A name that goes on where a file stands is not there either.
				if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return null;
				throw error;
			}
		},
		lockOf: () => Promise.resolve({ verdict: 'none' }),
	};
}

async function writeNew(path: string, bytes: Uint8Array, sync: boolean): Promise<void> {
	const file = await open(path, 'wx', 0o600);
	try {
		await file.writeFile(bytes);
		if (sync) await file.sync();
	} finally {
		await file.close();
	}
}

async function syncFolder(path: string): Promise<void> {
	const folder = await open(path, 'r');
	try {
		await folder.sync();
	} finally {
		await folder.close();
	}
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';
