import dns from 'node:dns';
import { isIP } from 'node:net';
import { startResolver } from '../fakes/dns/resolver';
import type { World } from '../fakes/dns/signed/world';

/**
 * A resolver on loopback that knows these zones, and no other way out: names that n8n would look up on the machine's
 * own network are refused and noted.
 */
export async function startInternet(zones: () => World) {
	// A proxy of whoever runs the tests would look the names up in this machine's place.
	for (const name of ['npm_config_no_proxy', 'no_proxy', 'NO_PROXY']) process.env[name] = '*';
	const refused = new Set<string>();
	const lookup = dns.lookup as (...given: unknown[]) => unknown;
	const guard = jest.spyOn(dns, 'lookup').mockImplementation((name: string, ...rest: unknown[]) => {
		if (isIP(name) !== 0) return lookup(name, ...rest);
		refused.add(name);
		const done = rest.at(-1) as (error: Error) => void;
		process.nextTick(done, Object.assign(new Error('nothing is known here'), { code: 'ENOTFOUND' }));
		return undefined;
	});
	const resolver = await startResolver(zones);
	return Object.assign(resolver, {
		refused,
		close() {
			guard.mockRestore();
			void resolver.stop();
		},
	});
}

export type Internet = Awaited<ReturnType<typeof startInternet>>;
