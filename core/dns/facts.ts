import type { CertificateFacts } from './certificates/facts';
import type { DanglingFacts } from './dangling/lookup';
import type { Addressed } from './delegation/addresses';
import type { DelegationFacts } from './delegation/lookup';
import type { Looked } from './finding';
import type { Lookup } from './lookup';
import type { RegistrarFacts } from './registrar/facts';
import type { Wildcard } from './wildcard/lookup';
import type { Name } from './wire/name';

/** Everything that the checks of one domain look at. Each area is filled by one file in `gather/`. */
export interface Facts {
	readonly domain: Name;
	/** When it was looked at, in ms since 1970. */
	readonly now: number;
	/** What stands at the domain itself. */
	readonly apex: {
		readonly ns: Looked<Lookup>;
		readonly soa: Looked<Lookup>;
		readonly ds: Looked<Lookup>;
	};
	readonly registrar: RegistrarFacts;
	readonly delegation: DelegationFacts;
	/** Addresses of the domain and of the names under it that were looked up. */
	readonly addresses: readonly Addressed[];
	readonly certificates: CertificateFacts;
	/** Null: made-up names lead nowhere. */
	readonly wildcard: Looked<Wildcard | null>;
	readonly dangling: DanglingFacts;
}
