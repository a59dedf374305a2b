/**
 * Immutable segments of the audit log. An id, once created, holds the same text for ever; ids are `/`-separated names
 * made by Keyturn: installation-unique key id, rotation number, number of the first entry in the segment.
 */
export interface AuditStore {
	/** Stores `text` under `id` if nothing is there. Gives what is there afterwards, ours or the earlier one. */
	createIfAbsent(id: string, text: string): Promise<string>;
	read(id: string): Promise<string | null>;
	/**
	 * The ids below a prefix, in order of their last number; the end of the list is the head. With no prefix, the first
	 * names of all ids, each with a slash at its end.
	 */
	list(prefix: string): Promise<string[]>;
}
