import type { PlainHandler } from '../../../demo/http/plain';

/** What a fake is made with: a clock, chance, the address that it answers at, and the admin credential that it takes. */
export interface FakeOptions {
	readonly now: () => number;
	readonly random: (bytes: number) => Uint8Array;
	readonly origin: string;
	readonly admin: string;
}

/** One provider in memory, and the settings that its driver reaches it with. */
export interface Fake {
	readonly handle: PlainHandler;
	readonly settings: Readonly<Record<string, string>>;
	/** What a person sees of a key's scopes at the provider (null: no limits), for one that does not tell them to programs. */
	readonly scopesOf?: (id: string) => readonly string[] | null;
	/** What only a person can do at the provider, for one whose keys a person makes. */
	readonly person?: { make(value: string): void; end(value: string): void };
}

export type OpenFake = (options: FakeOptions) => Fake;
