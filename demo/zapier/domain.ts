import { TYPE } from '../../core/dns/wire/types';
import { KeyturnError } from '../../core/errors';
import type { Http } from '../../core/ports';
import { startResolver } from '../../test/fakes/dns/resolver';
import { signedWorld } from '../../test/fakes/dns/signed/world';

/** A domain that nobody has: names under `.example` are for texts like this one (RFC 2606). */
export const DOMAIN = 'bakery.example';

/** The internet's own keys, which nobody here can sign with: the resolver says nothing of keys at all. */
const KEYS: readonly number[] = [TYPE.DNSKEY, TYPE.DS];

/** Anyone may send mail as it. */
const world = signedWorld({
	zones: [
		{ name: '.' },
		{ name: 'example.' },
		{
			name: `${DOMAIN}.`,
			records: [`${DOMAIN}. A 192.0.2.1`, `${DOMAIN}. MX 10 mail.${DOMAIN}.`, `${DOMAIN}. TXT "v=spf1 +all"`],
		},
	],
});

/** Its DNS, on loopback. */
export const startDomain = () =>
	startResolver(
		() => world,
		(message, { type }) => (KEYS.includes(type) ? null : message),
	);

/** Sends what stays on this machine, and says of everything else that it was not sent. */
export const onlyLoopback =
	(http: Http): Http =>
	async (request) => {
		const { hostname } = new URL(request.url);
		if (hostname === '127.0.0.1') return await http(request);
		throw new KeyturnError(
			'NO_ANSWER',
			`Request to ${hostname}`,
			'this trial sends nothing beyond this machine',
		);
	};
