import type { AuditEntry } from '../entry';

/** One leaf of the log, with what stands in it. */
export interface ViewedEntry {
	/** Its place in the log, from 0. */
	readonly index: number;
	/** The leaf as it is stored: what was hashed. */
	readonly bytes: Uint8Array;
	readonly entry: AuditEntry;
}

export interface ViewMeta {
	/** The log's name, the first line of its checkpoints. */
	readonly origin: string;
	/** Of the product that makes the view. */
	readonly version: string;
}

/** What a file in a format is made of: the head, then a line for each entry, in any order and number. */
export interface View {
	/** Empty where the format has none. */
	readonly head: string;
	/** One record with its line break. Throws FORGED for a leaf that Keyturn cannot have written. */
	line(viewed: ViewedEntry): string;
}

/** A way to write entries down for a reader or a machine. */
export interface AuditFormat {
	readonly title: string;
	/** What a file in it is called. */
	readonly fileName: string;
	readonly mediaType: string;
	/** Whether the leaves themselves can be had back from it: then a file in it can be verified, else it is only a view. */
	readonly exact: boolean;
	open(meta: ViewMeta): View;
}
