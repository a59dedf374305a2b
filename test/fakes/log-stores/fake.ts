import type { PlainHandler } from '../../../demo/http/plain';

/** What a fake is made with. A test may change the files. */
export interface FakeStoreOptions {
	readonly origin: string;
	/** The time by the store's clock, in ms since 1970. */
	readonly now: () => number;
	/** Stands in members and texts that no error may repeat. */
	readonly mark: string;
	/** Files by their path below the folder, one character a byte. */
	readonly files: Map<string, string>;
	/** Takes the condition and ignores it, as some servers do. */
	readonly heedless?: boolean;
	/** Settings other than the usual ones; the fake answers to the usual ones. */
	readonly settings?: Readonly<Record<string, string>>;
}

/** One store in memory, and what its driver reaches it with. */
export interface FakeStore {
	readonly services: Readonly<Record<string, PlainHandler>>;
	readonly settings: Readonly<Record<string, string>>;
	/** The credential as it stands in the vault, or null. */
	readonly admin: string | null;
	/** Parts of it that must never be seen. */
	readonly secrets: readonly string[];
}

export type OpenFakeStore = (options: FakeStoreOptions) => FakeStore;

export const FOLDER = 'log/one';
