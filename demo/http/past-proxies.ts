import * as http from 'node:http';

/**
 * Hosts of this machine, as they are written in addresses. Some clients read `::1` as a host and a port, and want the
 * brackets; others want none.
 */
const OWN = ['127.0.0.1', 'localhost', '::1', '[::1]'];

/** The variables that name hosts no proxy is asked for, in the order in which clients look at them. */
const NAMES = ['npm_config_no_proxy', 'no_proxy', 'NO_PROXY'] as const;

/**
 * From now on no client in this process asks a proxy for a server on this machine, whatever the environment or npm's
 * settings name: no proxy could reach it. What a person has listed stays, and the internet is reached as they set it up.
 */
export function goPastProxies(env: NodeJS.ProcessEnv = process.env): void {
	// The first that holds anything is the only one that counts for most clients.
	const listed = NAMES.map((name) => env[name] ?? '').find((text) => text !== '') ?? '';
	// A star means every host, but only where it stands alone.
	if (listed.trim() === '*') return;
	const hosts = listed.split(/[\s,]+/).filter((host) => host !== '');
	const all = [...hosts, ...OWN.filter((host) => !hosts.includes(host))].join(',');
	for (const name of NAMES) if (name !== 'npm_config_no_proxy' || env[name] !== undefined) env[name] = all;
	// Node itself has read the list before, where it was told to; older ones and their types know no way to read it again.
	const { setGlobalProxyFromEnv } = http as { setGlobalProxyFromEnv?: (env: NodeJS.ProcessEnv) => unknown };
	if (env['NODE_USE_ENV_PROXY'] === '1') setGlobalProxyFromEnv?.(env);
}
