import type { CertificateFacts } from './certificates/facts';
import type { ClockFault } from './clock';
import type { DanglingFacts } from './dangling/facts';
import type { Addressed } from './delegation/addresses';
import type { DelegationFacts } from './delegation/lookup';
import type { Looked } from './finding';
import type { Compared } from './gather/agreement';
import type { ApexFacts } from './gather/apex';
import type { DnssecFacts } from './gather/dnssec';
import type { MailFacts } from './mail/facts';
import type { RegistrarFacts } from './registrar/facts';
import type { ApprovedState } from './watch/approved-state';
import type { Wildcard } from './wildcard/lookup';
import type { Name } from './wire/name';

/** Everything that the checks of one domain look at. Each area is filled by one file of its own. */
export interface Facts {
	readonly domain: Name;
	/** The top of the zone that the domain lies in; mostly the domain itself. */
	readonly zone: Name;
	/** When it was looked at, in ms since 1970. */
	readonly now: number;
	/** Why nothing is to be said that depends on the time; null when the clock may be believed. */
	readonly clock: ClockFault | null;
	readonly apex: ApexFacts;
	readonly dnssec: DnssecFacts;
	/** What the second resolver says of the sensitive sets. */
	readonly agreement: readonly Compared[];
	readonly mail: MailFacts;
	readonly registrar: RegistrarFacts;
	readonly delegation: DelegationFacts;
	/** Addresses of the domain and of the names under it that were looked up. */
	readonly addresses: readonly Addressed[];
	readonly certificates: CertificateFacts;
	/** Null: made-up names lead nowhere. */
	readonly wildcard: Looked<Wildcard | null>;
	readonly dangling: DanglingFacts;
	/** How it compares with what was approved. Null: nobody has approved anything. */
	readonly approvedState: Looked<ApprovedState | null>;
}
