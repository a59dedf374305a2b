import { readFile, rm, writeFile } from 'node:fs/promises';

import { isAlive } from './processes';

/** One installer of a folder at a time; the lock of a process that is gone is taken over. Waits at most `limitMs`. */
export async function withLock<T>(folder: string, limitMs: number, work: () => Promise<T>): Promise<T> {
	const lock = `${folder}.lock`;
	for (const start = Date.now(); ;) {
		try {
			await writeFile(lock, String(process.pid), { flag: 'wx' });
			break;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
			const holder = Number(await readFile(lock, 'utf8').catch(() => '0'));
			if (holder > 0 && !isAlive(holder)) await rm(lock, { force: true });
			else if (Date.now() - start > limitMs) throw new Error(`${lock} is held by process ${holder}`);
			else await new Promise((done) => setTimeout(done, 250));
		}
	}
	try {
		return await work();
	} finally {
		await rm(lock, { force: true });
	}
}
