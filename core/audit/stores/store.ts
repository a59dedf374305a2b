/**
 * Where the audit log lies: files that are created once and never changed. Paths are `/`-separated names made by Keyturn
 * (`[A-Za-z0-9._-]` in each). A file is at most 1 MiB.
 */
export interface LogStore {
	/** For people: what and where it is, e.g. `bucket audit at https://s3.example.org`. */
	readonly where: string;
	/**
	 * Stores `bytes` at `path` if nothing is there. True when they were stored by this call, false when something was
	 * there. Throws UNKNOWN_OUTCOME or NO_ANSWER when it cannot be said which: whoever asked reads then.
	 */
	createIfAbsent(path: string, bytes: Uint8Array): Promise<boolean>;
	/** Null when nothing is there. */
	read(path: string): Promise<Uint8Array | null>;
}

export interface StorePromises {
	/** Whether what is there can be kept from deletion by the store itself, and by what. */
	readonly lock: string | null;
}
