import type { Looked } from '../finding';
import type { DkimLook } from './dkim/gather';
import type { DmarcFacts } from './dmarc/gather';
import type { FreeNames } from './free';
import type { MtaStsFacts } from './mta-sts/gather';
import type { MxFacts } from './mx/gather';
import type { SpfFacts } from './spf/gather';

/** What the checks of a domain's mail look at. */
export interface MailFacts {
	readonly mx: MxFacts;
	readonly spf: SpfFacts;
	readonly dkim: readonly DkimLook[];
	readonly dmarc: DmarcFacts;
	/** Since when the policy has been `none` without a break, in ms since 1970. */
	readonly dmarcNoneSince: Looked<number>;
	readonly mtaSts: MtaStsFacts;
	readonly free: FreeNames;
}
