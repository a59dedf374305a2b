import type { PlainHandler } from '../../../../demo/http/plain';

export interface FakeSourceOptions {
	/** What the server's clock says, in ms since 1970. */
	readonly now: () => number;
	readonly admin: string;
	/** A text that stands wherever a value could stand, and must not come out. */
	readonly mark: string;
}

/** A source in memory that is asked. */
export interface FakeReadSource {
	readonly origin: string;
	readonly handle: PlainHandler;
	readonly settings: Readonly<Record<string, string>>;
	/** Something happens at `at`, and can be read `lateMs` later. Gives what its event will be recognised by. */
	happen(at: number, lateMs?: number): string;
}
