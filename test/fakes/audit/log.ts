import { canonicalJson } from '../../../core/canonical-json';
import type { AuditEntry } from '../../../core/audit/entry';
import { checkpointText } from '../../../core/audit/note/checkpoint';
import { signNote } from '../../../core/audit/note/note';
import { type NoteSigner, noteSigner } from '../../../core/audit/note/signer';
import { writeEntries } from '../../../core/audit/tiles/entry-bundle';
import { tilePath, tilesOf } from '../../../core/audit/tiles/path';
import { TileMaker } from '../../../core/audit/tiles/tile-maker';
import { leafHash } from '../../../core/audit/tree/hashes';
import { CompactRange } from '../../../core/audit/tree/range';

/** A log as whoever holds the store and the signing key can write it: in one go, with whatever entries he likes. */
export interface Draft {
	readonly origin: string;
	readonly entries: readonly Uint8Array[];
	/** The keys that ever signed it, oldest first; the last one signs the checkpoint. */
	readonly signers: readonly NoteSigner[];
	/** Sizes whose checkpoints are kept, and who signed them. */
	readonly kept: readonly { readonly size: number; readonly by: readonly NoteSigner[] }[];
	/** Which files of entries are there; all, if not said. */
	readonly hasBundle?: (index: number) => boolean;
}

export const ORIGIN = 'keyturn.example/log';
export const signerOf = (byte: number, name = ORIGIN): NoteSigner =>
	noteSigner(name, new Uint8Array(32).fill(byte));

export const entryOf = (index: number, more: Partial<AuditEntry> = {}): AuditEntry => ({
	id: `${(index % 3).toString(16).repeat(8)}/${1 + Math.floor(index / 30)}/${index}`,
	at: 1_790_000_000_000 + index * 1_000,
	kind: 'key rotated',
	key: `stripe/live-${index % 3}`,
	actor: 'workflow 7',
	facts: { version: index, isEmergency: false, note: null, to: 'active' },
	...more,
});

export const bytesOf = (entry: AuditEntry): Uint8Array => new TextEncoder().encode(canonicalJson(entry));

export const entries = (count: number): Uint8Array[] =>
	Array.from({ length: count }, (_, index) => bytesOf(entryOf(index)));

export const handover = (index: number, from: NoteSigner, to: NoteSigner): Uint8Array =>
	bytesOf(
		entryOf(index, {
			id: `log/${index}`,
			kind: 'log key rotated',
			key: '',
			facts: { oldKey: from.key.text, newKey: to.key.text },
		}),
	);

export const draftOf = (count: number): Draft => ({
	origin: ORIGIN,
	entries: entries(count),
	signers: [signerOf(1)],
	kept: [],
});

export function rootOf(all: readonly Uint8Array[], size = all.length): Uint8Array {
	const range = CompactRange.of(0, []);
	for (const entry of all.slice(0, size)) range.append(leafHash(entry));
	return range.root();
}

export const checkpointOf = (
	{ origin, entries: all }: Pick<Draft, 'origin' | 'entries'>,
	size: number,
	by: readonly NoteSigner[],
): Uint8Array => signNote(checkpointText({ origin, size, root: rootOf(all, size) }), by);

/** All files of the log, by path. */
export function filesOf(draft: Draft): Map<string, Uint8Array> {
	const { entries: all, signers, kept, hasBundle = () => true } = draft;
	const maker = new TileMaker();
	const made = [...all.flatMap((entry) => maker.append(leafHash(entry))), ...maker.partial()];
	const bundles = [...tilesOf('entries', all.length)].filter(({ index }) => hasBundle(index));
	return new Map<string, Uint8Array>([
		['checkpoint', checkpointOf(draft, all.length, signers.slice(-1))],
		['keys', new TextEncoder().encode(signers.map(({ key }) => `${key.text}\n`).join(''))],
		...kept.map(({ size, by }) => [`checkpoints/${size}`, checkpointOf(draft, size, by)] as const),
		...made.map(({ tile, bytes }) => [tilePath(tile), bytes] as const),
		...bundles.map(
			(tile) =>
				[tilePath(tile), writeEntries(all.slice(tile.index * 256, tile.index * 256 + tile.width))] as const,
		),
	]);
}

/** A log of 300 entries in which the signing key was handed over twice, with one more checkpoint kept. */
export function longDraft(): Draft {
	const [a, b, c] = [signerOf(1), signerOf(2), signerOf(3)];
	const all = entries(300);
	all[99] = handover(99, a, b);
	all[269] = handover(269, b, c);
	return {
		origin: ORIGIN,
		entries: all,
		signers: [a, b, c],
		kept: [
			{ size: 50, by: [a] },
			{ size: 100, by: [a, b] },
			{ size: 270, by: [b, c] },
		],
	};
}
