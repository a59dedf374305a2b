import { KeyturnError } from '../errors';

/** The address that a request is meant for. It is then sent to exactly this, so that nobody reads it otherwise. */
export function targetOf(address: string, base?: string): URL {
	const isWhole = base === undefined || /^(?:[a-z][a-z\d+.-]*:)?\/\//i.test(address);
	try {
		return isWhole
			? new URL(address, base)
			: new URL(`${base.replace(/\/+$/, '')}/${address.replace(/^\/+/, '')}`);
	} catch {
		throw new KeyturnError('ADDRESS', 'Request', 'this is not an address');
	}
}
