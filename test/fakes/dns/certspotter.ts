import type { PlainHandler } from '../../../demo/http/plain';

export const LOGS = 'https://api.certspotter.com';

/** One issuance as https://sslmate.com/help/reference/ct_search_api_v1 shows it, with the expanded fields. */
export const entry = (id: number, names: readonly string[], more: object = {}) => ({
	id: String(id),
	tbs_sha256: 'aa'.repeat(32),
	cert_sha256: 'bb'.repeat(32),
	dns_names: names,
	pubkey_sha256: 'cc'.repeat(32),
	issuer: {
		friendly_name: 'Let’s Encrypt',
		website: 'https://letsencrypt.org/',
		caa_domains: ['letsencrypt.org'],
		operator: { name: 'Internet Security Research Group', website: 'https://www.abetterinternet.org/' },
		pubkey_sha256: 'dd'.repeat(32),
		name: 'C=US, O=Let’s Encrypt, CN=E5',
	},
	not_before: '2029-12-20T00:00:00Z',
	not_after: '2030-02-04T00:00:00Z',
	revoked: false,
	...more,
});

/** The logs' index: pages of a size that clients do not know, after the issuance that they name; the last page is empty. */
export const certspotter =
	(entries: readonly ReturnType<typeof entry>[], pageSize = 2): PlainHandler =>
	({ path, query }) => {
		if (path !== '/v1/issuances' || query['domain'] === undefined)
			return { status: 404, headers: {}, body: '{"code":"not_found","message":"Not found."}' };
		const start = query['after'] === undefined ? 0 : entries.findIndex(({ id }) => id === query['after']) + 1;
		const page = entries.slice(start, start + pageSize);
		return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(page) };
	};
