import { KeyturnError } from '../errors';
import { Secret } from '../secret';
import type { Cached } from './cached';
import type { Placed } from './placement';
import type { BackedSettings } from './settings';

/** Throws ORIGIN_REFUSED for an address outside Allowed Hosts, whatever the vault says. */
export function refuseOtherHosts({ hosts }: BackedSettings, origin: string): void {
	if (hosts.includes(origin)) return;
	throw new KeyturnError(
		'ORIGIN_REFUSED',
		'Allowed Hosts',
		`this key may be sent to ${hosts.join(', ')}, not to ${origin}. Nothing was sent`,
		{ next: 'Correct the address of the request, or the Allowed Hosts of the credential.' },
	);
}

/** What the value adds to a request to `origin`, if Allowed Hosts and the entry's keeper both allow that. */
export function authorised(settings: BackedSettings, cached: Cached, origin: string): Placed {
	refuseOtherHosts(settings, origin);
	const secret = new Secret(cached.value, 'The vault entry of this key', cached.origins);
	return settings.placement.place(secret.reveal(origin));
}

/** Throws ORIGIN_REFUSED when the credential allows a host that the entry's keeper does not. */
export function refuseUnkept({ hosts }: BackedSettings, { origins }: Pick<Cached, 'origins'>): void {
	const unkept = hosts.filter((each) => !origins.includes(each));
	if (unkept.length === 0) return;
	const kept = origins.length === 0 ? 'no address at all' : origins.join(', ');
	throw new KeyturnError(
		'ORIGIN_REFUSED',
		'Allowed Hosts',
		`the vault entry allows ${kept}, not ${unkept.join(', ')}`,
	);
}
