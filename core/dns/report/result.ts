import type { Finding } from '../finding';
import type { Security } from '../lookup';

export type Light = 'green' | 'yellow' | 'red';

/** What a check of one domain says. Plain data, for people and for workflows. */
export interface DomainReport {
	readonly domain: string;
	readonly light: Light;
	readonly sentence: string;
	/** What to do first, ready to be sent to whoever can do it; '' when there is nothing to do. */
	readonly next: string;
	/** How many findings there are of each severity. */
	readonly counts: Readonly<Record<Finding['severity'], number>>;
	readonly findings: readonly Finding[];
	/** How many checks were made, and each one that could not be, with the reason. */
	readonly checked: number;
	readonly notChecked: readonly NotChecked[];
	readonly dnssec: { readonly verdict: Security; readonly why: string };
	/** When it was looked at, ISO 8601. */
	readonly checkedAt: string;
	/** How many questions went to whom, and how many were allowed. */
	readonly questions: ReadonlyArray<{
		readonly resolver: string;
		readonly purpose: string;
		readonly sent: number;
		readonly limit: number;
	}>;
}

export interface NotChecked {
	readonly id: string;
	readonly title: string;
	/** True where nobody could look; false where something has to be named or set up first. */
	readonly blind: boolean;
	readonly why: string;
}
