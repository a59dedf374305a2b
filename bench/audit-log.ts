import { hash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditEntry } from '../core/audit/entry';
import { sealEntries } from '../core/audit/inbox';
import { atItsEnd, type OpenLog } from '../core/audit/log/log';
import { setUpLog } from '../core/audit/log/set-up';
import { takeUp } from '../core/audit/log/take-up';
import type { AuditStore } from '../core/audit/store';
import type { InstallationKeys } from '../core/sealing/installation-keys';
import type { Context } from '../core/operations/context';
import { folderStore } from '../demo/audit/folder-store';
import { Scene } from '../test/fakes/scene';

const IN_ONE = 8;

/** An entry as a rotation writes them, 330 bytes. */
const entry = (uid: string, number: number): AuditEntry => ({
	id: `${uid}/${String(Math.ceil(number / 6))}/${String(number)}`,
	at: 1_893_456_000_000 + number * 1_000,
	kind: 'old key proved dead',
	key: `app-${uid.slice(0, 6)}.openai`,
	actor: 'n8n workflow 12, Rotate due keys every night',
	facts: { keyId: `key_${uid.slice(0, 12)}`, how: 'refused', status: 401, fingerprint: '0123456789abcdef' },
});

/** Entries that wait, made when they are asked for, so that a million of them need no memory. */
export function manyWaiting(entries: number, keys: InstallationKeys): AuditStore {
	const taken = new Set<string>();
	// As random as real ones, and the same each time.
	const uids = Array.from({ length: Math.ceil(entries / 8_000) }, (_, at) =>
		hash('sha256', String(at)).slice(0, 32),
	);
	const perUid = Math.ceil(entries / uids.length / IN_ONE) * IN_ONE;
	return {
		async createIfAbsent(id, text) {
			taken.add(id);
			return await Promise.resolve(text);
		},
		async read(id) {
			const [uid = '', first] = id.split('/');
			const numbers = Array.from({ length: IN_ONE }, (_, at) => Number(first) + at);
			return await Promise.resolve(
				sealEntries(
					id,
					numbers.map((number) => entry(uid, number)),
					keys,
				),
			);
		},
		async list(prefix) {
			if (prefix === '') return uids.map((uid) => `${uid}/`);
			const firsts = Array.from(
				{ length: perUid / IN_ONE },
				(_, at) => `${prefix}/${String(at * IN_ONE + 1)}`,
			);
			return await Promise.resolve(
				firsts.flatMap((id) => (taken.has(`${id}.taken`) ? [id, `${id}.taken`] : [id])),
			);
		},
	};
}

/** A log in a folder, with so many entries taken up. Gives the log, and how long that took in seconds. */
export async function logInFolder(
	entries: number,
	sync: boolean,
): Promise<{ log: OpenLog; seconds: number; folder: string }> {
	const folder = mkdtempSync(join(tmpdir(), 'keyturn-bench-log-'));
	const scene = await Scene.begin();
	const vault = await scene.connect();
	const context: Context = {
		host: scene.host,
		vault,
		drivers: { providers: {}, targets: {} },
		budgetMs: Infinity,
	};
	const { log: begun } = await setUpLog(context, { kind: 'in-vault', settings: {}, admin: null });
	const { kept } = begun;
	const store = folderStore(folder, { sync });
	const empty = await atItsEnd(context, kept, store);
	const inbox = manyWaiting(entries, await kept.keys());
	const began = performance.now();
	const { log } = await takeUp({ ...empty, inbox }, () => true);
	return { log, seconds: (performance.now() - began) / 1_000, folder };
}
