import { loggedEntries } from '../audit/log/entries';
import { filesOf } from '../audit/log/files';
import { hashesOf } from '../audit/log/hashes';
import type { TakenUp } from '../audit/log/take-up';
import { writeProof } from '../audit/proof/proof';
import { inclusionPath } from '../audit/tree/paths';
import { KeyturnError } from '../errors';
import { utf8 } from '../utf8';
import { type LogReport, reported, updated } from './audit-log';
import type { Context } from './context';
import { type EntryRow, rowOf } from './export-log';

/** The proof that one entry is in the log, as a file that needs no other. */
export interface ProofReport extends LogReport {
	readonly entry: EntryRow;
	/** The entry as it is hashed. */
	readonly leaf: string;
	/** In the form of https://c2sp.org/tlog-proof, with the entry as its extra data. */
	readonly proof: string;
	readonly file: { readonly name: string; readonly bytes: Uint8Array; readonly mediaType: string };
}

/** Proves the entry at `index`. Throws BAD_INPUT when the log has none there. */
export async function proveEntry(context: Context, index: number): Promise<ProofReport> {
	return await proofOf(await updated(context), index);
}

/** The proof of an entry out of this state of the log. Throws BAD_INPUT when it has none at `index`. */
export async function proofOf(taken: TakenUp, index: number): Promise<ProofReport> {
	const { size } = taken.log.position.range;
	if (!Number.isSafeInteger(index) || index < 0 || index >= size)
		throw new KeyturnError('BAD_INPUT', 'Entry Number', `the log has the entries 0 to ${String(size - 1)}`);
	const files = filesOf(taken.log);
	const report = await reported(taken);
	const path = await inclusionPath(index, size, hashesOf(files, size));
	const checkpoint = utf8.encode(report.checkpoint);
	for await (const logged of loggedEntries(files, size, index)) {
		const bytes = writeProof({ extra: logged.bytes, index, path, checkpoint });
		return {
			...report,
			sentence: `Entry ${String(index)} is in the log of ${String(size)} entries: the proof shows it to whoever has the log’s public key.`,
			entry: rowOf(logged),
			leaf: utf8.decode(logged.bytes) ?? '',
			proof: utf8.decode(bytes) ?? '',
			file: { name: `entry-${String(index)}.tlog-proof`, bytes, mediaType: 'text/plain' },
		};
	}
	throw new KeyturnError('FORGED', 'Audit log', `entry ${String(index)} is gone`);
}
