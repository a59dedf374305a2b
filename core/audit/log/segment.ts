import { createHash } from 'node:crypto';
import { z } from 'zod';
import { concat } from '../../bytes';
import { canonicalJson } from '../../canonical-json';
import { KeyturnError } from '../../errors';
import { parsedJson } from '../../parsed-json';
import { reading } from './reading';
import { readEntries, writeEntries } from '../tiles/entry-bundle';
import { utf8 } from '../../utf8';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const header = z.object({
	v: z.literal(1),
	n: z.number().int().positive(),
	first: z.number().int().nonnegative(),
	count: z.number().int().positive(),
	range: z.array(hash).max(64),
	after: hash.nullable(),
	took: z.array(z.string().max(200)),
});

/**
 * Some entries of the log in one file that is created once: whoever creates the next number decides what comes next, so
 * that two writers at once neither lose nor fork anything.
 */
export interface Segment {
	/** The first is 1. */
	readonly n: number;
	/** How many entries come before it. */
	readonly first: number;
	/** The compact range of those, from left to right, in hex. */
	readonly range: readonly string[];
	/** SHA-256 of the file before, in hex; null for the first. */
	readonly after: string | null;
	/** The ids in the vault's audit folder whose entries these are. */
	readonly took: readonly string[];
	/** The entries as they are hashed. */
	readonly leaves: readonly Uint8Array[];
}

const NEW_LINE = 10;
const DIGITS = 12;

export const segmentPath = (n: number): string => `seg/${String(n).padStart(DIGITS, '0')}`;

/** A line of JSON, then the entries as in an entry bundle of tlog-tiles. */
export function segmentBytes({ leaves, ...rest }: Segment): Uint8Array {
	const head = utf8.encode(`${canonicalJson({ v: 1, count: leaves.length, ...rest })}\n`);
	return concat(head, writeEntries(leaves));
}

/** Throws FORGED, at `where`, when it is none. */
export function readSegment(bytes: Uint8Array, where: string): Segment {
	const end = bytes.indexOf(NEW_LINE);
	const parsed = header.safeParse(parsedJson(utf8.decode(bytes.subarray(0, Math.max(end, 0))) ?? ''));
	if (!parsed.success) throw new KeyturnError('FORGED', where, 'it is damaged');
	const { count, n, first, range, after, took } = parsed.data;
	return {
		n,
		first,
		range,
		after,
		took,
		leaves: reading(where, () => readEntries(bytes.subarray(end + 1), count)),
	};
}

export const fileHash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
