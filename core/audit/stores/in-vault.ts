import { base64, fromBase64 } from '../../base64';
import { KeyturnError } from '../../errors';
import { hex } from '../../hex';
import { checkedBytes, filePath } from './files';
import type { LogStoreDriver } from './store';

const WHERE = 'audit folder of the vault';
const MARK_BYTES = 12;
const STORED = /^([0-9a-f]{24})\.([A-Za-z0-9+/]+={0,2})$/;

/**
 * The log in the vault itself: each file is a text that is created once. Before the file's bytes, in base64, stands a
 * random mark, by which a writer tells his own text from the same file written by another.
 */
export const inVault: LogStoreDriver<never> = {
	id: 'in-vault',
	title: 'The Vault Itself',
	docs: 'https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2#create-update-secret',
	admin: null,
	rights:
		'Those that the vault login has already: `create` and `read` in the audit folder, neither `update` nor `delete`',
	policy: null,
	promises: {
		keepsApart: 'Check-and-set with version 0: the second writer is told that something is there',
		lock: null,
		// In base64 it stays below the mebibyte that a raft cluster takes as one entry.
		mostBytes: 700_000,
		provedOn: 'OpenBao',
	},
	fields: [],
	open(_settings, { host, vault }) {
		return {
			where: WHERE,
			async createIfAbsent(path, bytes) {
				const body = checkedBytes(bytes, inVault.promises.mostBytes, WHERE);
				const text = `${hex(host.random(MARK_BYTES))}.${base64(body)}`;
				return (await vault.createIfAbsent(filePath(path, WHERE), text)) === text;
			},
			async read(path) {
				const text = await vault.read(filePath(path, WHERE));
				if (text === null) return null;
				const bytes = fromBase64(STORED.exec(text)?.[2] ?? '-');
				if (bytes === null) throw new KeyturnError('FORGED', WHERE, `${path} is no file of the log`);
				return bytes;
			},
			lockOf: () => Promise.resolve({ verdict: 'none' }),
		};
	},
};
