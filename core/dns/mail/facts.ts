import type { Looked } from '../finding';
import type { Name } from '../wire/name';
import type { SpfFacts } from './spf/gather';

/** What the checks of a domain's mail look at. */
export interface MailFacts {
	readonly spf: SpfFacts;
	/** Names whose domain nobody has registered, by what the registries say. */
	readonly free: Looked<ReadonlySet<Name>>;
}
