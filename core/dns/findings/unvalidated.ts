import type { DnssecFacts } from '../gather/dnssec';

/** Why nothing of the domain's own could be validated; null where something was. */
export function unvalidated({ own }: Pick<DnssecFacts, 'own'>): string | null {
	if (own.some(({ verdict }) => verdict.security !== 'indeterminate')) return null;
	return own[0]?.failed?.what ?? own[0]?.verdict.link?.what ?? 'nothing could be validated';
}
