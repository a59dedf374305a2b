import type { Field } from '../../fields';
import type { Host } from '../../ports';
import type { Secret } from '../../secret';

/**
 * Where the audit log lies: files that are created once and never changed. Paths are `/`-separated names made by Keyturn
 * (`[A-Za-z0-9._-]` in each). A file is at most 1 MiB, or what the store's promises say, and at least one byte.
 */
export interface LogStore {
	/** For people: what and where it is, e.g. `bucket audit at https://s3.example.org`. */
	readonly where: string;
	/**
	 * Stores `bytes` at `path` if nothing is there. True when they were stored by this call, false when something was
	 * there. Where it cannot be said which, it throws an error that `isUnknownOutcome` knows: whoever asked reads then.
	 */
	createIfAbsent(path: string, bytes: Uint8Array): Promise<boolean>;
	/** Null when nothing is there, and only when the store itself said so. */
	read(path: string): Promise<Uint8Array | null>;
	/** What the store says of the lock on a file that is there; no call that creates is told apart by it. Never throws. */
	lockOf(path: string): Promise<Lock>;
}

/** Whether the store itself keeps a file from being deleted. */
export type Lock =
	| { readonly verdict: 'none' }
	/** `until` in ms since 1970. */
	| { readonly verdict: 'verified'; readonly mode: string; readonly until: number }
	| { readonly verdict: 'could not be proved'; readonly why: string };

/** Texts that are written once: what of a vault's audit folder the log needs. */
export interface WriteOnceTexts {
	/** Stores `text` under `id` if nothing is there. Gives what is there afterwards. */
	createIfAbsent(id: string, text: string): Promise<string>;
	read(id: string): Promise<string | null>;
}

export interface StorePromises {
	/** What makes the second of two writers fail. */
	readonly keepsApart: string;
	/** Whether what is there can be kept from deletion by the store itself, and by what. */
	readonly lock: string | null;
	/** The longest file. */
	readonly mostBytes: number;
	/** On what the contract was seen to hold. */
	readonly provedOn: string;
}

/** What a store is opened with. */
export interface StoreMeans {
	readonly host: Host;
	/** The credential that a person put into the vault for this store; null where none was chosen. */
	readonly admin: Secret | null;
	/** Where a log in the vault itself lies. */
	readonly vault: WriteOnceTexts;
}

export interface LogStoreDriver<Setting extends string = string> {
	readonly id: string;
	readonly title: string;
	/** The page of its API. */
	readonly docs: string;
	/** What the admin credential is; null where the store needs none. */
	readonly admin: string | null;
	/** The smallest rights that are enough, in a sentence. */
	readonly rights: string;
	/** Those rights in the store's own language, with `BUCKET` for the name; null where a sentence says it all. */
	readonly policy: string | null;
	readonly promises: StorePromises;
	readonly fields: ReadonlyArray<Field<Setting>>;
	/** Throws BAD_INPUT or ADDRESS for a setting that cannot be right. Sends nothing. */
	open(settings: Readonly<Record<string, string>>, means: StoreMeans): LogStore;
}
