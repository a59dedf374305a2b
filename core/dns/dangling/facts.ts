import type { Looked } from '../finding';
import type { Name } from '../wire/name';
import type { CloudAddress } from './addresses';
import type { LameDelegation } from './delegations';
import type { Dangling } from './lookup';

/** Names of a domain that may lead to where a stranger speaks: `www` and those known from certificates, as far as they were looked at. */
export interface DanglingFacts {
	/** The alias of each name: null when nothing speaks against it. */
	readonly candidates: readonly Looked<Dangling | null>[];
	/** The delegation above each name: null when somebody answers. */
	readonly delegations: readonly Looked<LameDelegation | null>[];
	/** Each address of the domain and of such names: null when no cloud is known to give it on. */
	readonly addresses: readonly Looked<CloudAddress | null>[];
	/** When a domain was first found free, in ms since 1970, as far as somebody remembers. */
	readonly firstSeenFree: ReadonlyMap<Name, number>;
}
