import type { Lookup } from '../lookup';

/** Why what an answer says of the DS records counts for nothing, or null: whoever changes answers can leave them out. */
export const unprovedDs = ({ verdict: { security, link } }: Lookup): string | null =>
	security === 'bogus' || security === 'indeterminate'
		? `what came about the DS records is not proved: ${link?.what ?? 'nobody could look'}`
		: null;
