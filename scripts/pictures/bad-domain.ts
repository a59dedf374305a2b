import { CertificateRefused } from '../../core/certificate-refused';
import { KeyturnError } from '../../core/errors';
import type { Host, HttpRequest, HttpResponse } from '../../core/ports';
import { entry } from '../../test/fakes/dns/certspotter';
import { ENDPOINTS, dohAnswer } from '../../test/fakes/dns/internet';
import { sound } from '../../test/fakes/dns/rdap';
import { type World, signedWorld } from '../../test/fakes/dns/signed/world';

export const DOMAIN = 'paperplane.example';

const DAY_MS = 86_400_000;
const day = (ms: number) => `${new Date(ms).toISOString().slice(0, 10)}T00:00:00Z`;

/** A root with one ending and one domain in which much is wrong. All of it is made up. */
export const badWorld = (): World =>
	signedWorld({
		zones: [
			{ name: '.' },
			{ name: 'example.' },
			{
				name: `${DOMAIN}.`,
				signed: false,
				records: [
					`${DOMAIN}. NS ns2.${DOMAIN}.`,
					`ns.${DOMAIN}. A 192.0.2.53`,
					`ns2.${DOMAIN}. A 198.51.100.53`,
					`${DOMAIN}. A 192.0.2.10`,
					`www.${DOMAIN}. A 192.0.2.10`,
					`${DOMAIN}. MX 10 mail.${DOMAIN}.`,
					`mail.${DOMAIN}. A 192.0.2.25`,
					`${DOMAIN}. TXT "v=spf1 mx +all"`,
					`_dmarc.${DOMAIN}. TXT "v=DMARC1; p=none"`,
					`shop.${DOMAIN}. CNAME paperplane-shop.azurewebsites.net.`,
				],
			},
			{ name: 'net.', signed: false, records: ['azurewebsites.net. A 192.0.2.80'] },
		],
	});

/** The whole of what a check asks, out of these: resolvers, registry, logs, and a server with an old certificate. */
export function badHost(world: World, now: number): Host {
	const answers: Readonly<Record<string, (request: HttpRequest) => HttpResponse>> = {
		...Object.fromEntries(ENDPOINTS.map(({ url }) => [url, (request) => dohAnswer(world, request)])),
		'https://data.iana.org/rdap/dns.json': () =>
			json({
				version: '1.0',
				publication: day(now),
				services: [[['example'], ['https://rdap.registry.example/']]],
			}),
		[`https://rdap.registry.example/domain/${DOMAIN}`]: () =>
			json(
				sound(DOMAIN, {
					status: ['active'],
					nameservers: [{ ldhName: `ns.${DOMAIN}` }, { ldhName: `ns2.${DOMAIN}` }],
					events: [
						{ eventAction: 'registration', eventDate: day(now - 900 * DAY_MS) },
						{ eventAction: 'expiration', eventDate: day(now + 12 * DAY_MS) },
					],
				}),
			),
		'https://api.certspotter.com/v1/issuances': ({ url }) =>
			json(
				new URL(url).searchParams.has('after')
					? []
					: [
							entry(1, [DOMAIN, `www.${DOMAIN}`, `shop.${DOMAIN}`], {
								not_before: day(now - 88 * DAY_MS),
								not_after: day(now + 2 * DAY_MS),
							}),
						],
			),
		[`https://${DOMAIN}/`]: () => {
			throw new CertificateRefused(DOMAIN, 'CERT_HAS_EXPIRED', 'expired');
		},
	};
	return {
		http: async (request) => {
			const answer = Object.entries(answers).find(([url]) => request.url.split('?')[0] === url)?.[1];
			if (answer === undefined)
				throw new KeyturnError(
					'NO_ANSWER',
					`Request to ${new URL(request.url).host}`,
					'no complete answer came',
				);
			return answer(request);
		},
		clock: { now: () => now, monotonic: () => performance.now(), sleep: () => Promise.resolve() },
		random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
		actor: 'pictures',
	};
}

const json = (body: unknown): HttpResponse => ({
	status: 200,
	headers: { 'content-type': 'application/json' },
	body: JSON.stringify(body),
});
