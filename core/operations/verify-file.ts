import { verifyBundle } from '../audit/bundle/verify-bundle';
import { isProof } from '../audit/proof/proof';
import { proofVerdict, type ProofVerdict } from '../audit/proof/proof-verdict';
import type { Verdict } from '../audit/verify/verdict';
import type { Given } from '../audit/verify/verify-log';
import { canonicalJson } from '../canonical-json';
import { KeyturnError } from '../errors';
import { utf8 } from '../utf8';

/** What can be said of a file: an exported log, or the proof of one entry. Throws BAD_INPUT for what is wrong with `given`. */
export const verifyFile = async (
	bytes: Uint8Array,
	given: Given,
	entry: unknown = '',
): Promise<Verdict | ProofVerdict> =>
	isProof(bytes)
		? proofVerdict(bytes, { ...given, entry: pastedEntry(entry) })
		: await verifyBundle(bytes, given);

/** The same of a proof as a text that somebody pasted, with the entry beside it or in it. */
export function verifyPastedProof(
	proof: unknown,
	entry: unknown,
	given: Pick<Given, 'pinned' | 'outside'>,
): ProofVerdict {
	if (typeof proof !== 'string' || proof.trim() === '')
		throw new KeyturnError('BAD_INPUT', 'Proof', 'it is empty: paste the text of the proof');
	const bytes = utf8.encode(`${proof.replaceAll('\r\n', '\n').trim()}\n`);
	return proofVerdict(bytes, { ...given, entry: pastedEntry(entry) });
}

/** Null when none was given. The entry may come as the text that was hashed, or as what a platform read from it. */
function pastedEntry(entry: unknown): Uint8Array | null {
	if (entry === null || entry === undefined) return null;
	if (typeof entry !== 'string') return utf8.encode(canonicalJson(entry));
	return entry.trim() === '' ? null : utf8.encode(entry.trim());
}
