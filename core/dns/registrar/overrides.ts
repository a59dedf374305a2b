/**
 * Registries that answer but are not in IANA's list. Each was seen to answer by others:
 * - ac, ag, bz, io, lc, me, mn, pr, sc, sh, vc: https://github.com/meeb/whoisit/pull/25, and for io, sh, ac, me as well
 *   https://github.com/caarlos0/domain_exporter/pull/409
 * - co: https://github.com/meeb/whoisit/pull/31
 * - de: https://www.denic.de/en/rdap/
 */
export const OVERRIDES: Readonly<Record<string, string>> = {
	...Object.fromEntries(
		['ac', 'ag', 'bz', 'io', 'lc', 'me', 'mn', 'pr', 'sc', 'sh', 'vc'].map((ending) => [
			ending,
			'https://rdap.identitydigital.services/rdap/',
		]),
	),
	de: 'https://rdap.denic.de/',
};
