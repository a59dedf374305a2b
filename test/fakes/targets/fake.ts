import type { PlainHandler } from '../../../demo/http/plain';

/** What a target's fake is made with: a clock, the address that it answers at, and the admin credential that it takes. */
export interface FakeTargetOptions {
	readonly now: () => number;
	readonly origin: string;
	readonly admin: string;
}

/** One target in memory, and the settings that its driver reaches it with. */
export interface FakeTarget {
	readonly handle: PlainHandler;
	readonly settings: Readonly<Record<string, string>>;
	/** The value that it holds, for one that gets values; for others the fingerprint of what it runs. */
	readonly held: () => string | null;
	/** Somebody else changes it; absent where that could bring no old value back. */
	readonly meddle?: () => void;
	/** Somebody removes it; absent where nothing can be removed. */
	readonly remove?: () => void;
	/** Has its own test of what it holds pass or fail, or be none (null); absent where there never is one. */
	readonly setTest?: (passes: boolean | null) => void;
	/** The deployment that is under way ends; absent where an update is over with its answer. */
	readonly finish?: () => void;
}

export type OpenFakeTarget = (options: FakeTargetOptions) => FakeTarget;
