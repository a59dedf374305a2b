import { Damage } from '../damage';
import { summary } from '../verify/summary';
import type { Verdict } from '../verify/verdict';
import { type Given, verifyLog } from '../verify/verify-log';
import { readBundle } from './bundle';
import { keptSize } from './layout';

/**
 * What can be said of an exported bundle, whatever its bytes are: as `verifyLog`, and every file in it must have been
 * looked at. Throws BAD_INPUT for what is wrong with `given` only.
 */
export async function verifyBundle(bytes: Uint8Array, given: Given): Promise<Verdict> {
	try {
		const files = readBundle(bytes);
		const verdict = await verifyFiles(files, given);
		if (given.entries === 'some' || !lacksEntries(verdict)) return verdict;
		const asPeriod = await verifyFiles(files, { ...given, entries: 'some' });
		// Whoever left a handover out with the entries did not make a period: then it is a file that is missing.
		return asPeriod.files.state === 'agree' && asPeriod.signature.state !== 'refused'
			? damaged(asPeriod, new Damage('ENTRIES_LEFT_OUT', '', verdict.files.where))
			: verdict;
	} catch (error) {
		if (!(error instanceof Damage)) throw error;
		const blind = await verifyLog({ read: async () => null }, given);
		return damaged(blind, error);
	}
}

type DamagedVerdict = Verdict & { readonly files: { readonly state: 'damaged' } };

const lacksEntries = (verdict: Verdict): verdict is DamagedVerdict =>
	verdict.files.state === 'damaged' &&
	verdict.files.code === 'FILE_MISSING' &&
	verdict.files.where.startsWith('tile/entries/');

async function verifyFiles(files: ReadonlyMap<string, Uint8Array>, given: Given): Promise<Verdict> {
	const seen = new Set<string>();
	const kept = [...files.keys()].map(keptSize).filter((size) => size !== null);
	const read = async (path: string) => {
		seen.add(path);
		return files.get(path) ?? null;
	};
	const verdict = await verifyLog({ read, kept }, given);
	const unseen = [...files.keys()].find((path) => !seen.has(path));
	return verdict.files.state === 'agree' && unseen !== undefined
		? damaged(verdict, new Damage('FILE_UNCHECKED', '', unseen))
		: verdict;
}

/** A verdict as it is with damage that was found outside the log's own files. */
function damaged({ log, signature, anchor }: Verdict, { code, where, message }: Damage): Verdict {
	const parts = {
		log,
		files: { state: 'damaged', code, where: where ?? 'the archive', what: message } as const,
		signature,
		anchor,
	};
	return { ...parts, ...summary(parts) };
}
