import type { Looked } from '../finding';
import type { Name } from '../wire/name';
import type { IssuerRules } from './caa';
import type { Issued } from './issued';
import type { Served } from './served';

/** What is known of a domain's certificates. What is served and what was issued are two sources and never mixed. */
export interface CertificateFacts {
	/** What a verifying client was told by each name just now. */
	readonly served: readonly { readonly name: Name; readonly outcome: Looked<Served> }[];
	/** What the public logs hold for the domain and all names under it. */
	readonly issued: Looked<Issued>;
	/** When the logs could last be read, in ms since 1970; null when nobody remembers. */
	readonly issuedLastSeen: number | null;
	/** Who may issue, by the CAA records. */
	readonly rules: Looked<IssuerRules>;
	/** Names of the domain that lead somewhere now. */
	readonly live: readonly Name[];
	readonly approved: {
		/** Companies that may issue, by CAA domain or by name; null when nobody said. */
		readonly issuers: readonly string[] | null;
		/** Names that may be in certificates, `*.` for wildcards; null when nobody said. */
		readonly names: readonly Name[] | null;
	};
}
