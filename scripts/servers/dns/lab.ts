import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import type { Name } from '../../../core/dns/wire/name';
import { say, secondsSince } from '../install';
import { freePort, newRunFolder, type Started } from '../processes';
import type { Address } from './ask';
import { type Tree, buildTree, type ZoneFiles } from './build';
import { namedText, nsdText, unboundText } from './configuration';
import type { Ds } from './ds';
import { addresses, type Plan, tldName, usualPlan, zoneName } from './names';
import { installPrograms, type Program, versionOf } from './packages';
import { hintsText } from './records';
import { serveAll, type ToServe } from './serve';
import { zoneIds, zoneOf } from './zones';

/** A private DNS tree on loopback, and two validating resolvers on it. */
export interface Lab {
	readonly plan: Plan;
	readonly folder: string;
	/** The root's DS. */
	readonly anchor: Ds;
	readonly bind: Address;
	readonly unbound: Address;
	/** `NSD 4.6.1, BIND 9.18.49, unbound 1.17.1` */
	readonly versions: string;
	/** How long the zones took, in seconds; and the servers. */
	readonly seconds: { readonly build: number; readonly start: number };
	readonly pids: readonly number[];
	stop(): Promise<void>;
}

export interface LabOptions {
	readonly plan?: Plan;
	/** Where the name servers answer; any free port when absent. Tools that know no other need 53. */
	readonly port?: number;
}

const PROGRAMS: readonly Program[] = [
	'nsd',
	'named',
	'named-compilezone',
	'dnssec-keygen',
	'dnssec-revoke',
	'dnssec-signzone',
	'ldns-signzone',
	'unbound',
];
const parent = resolve(__dirname, '../../../.cache/dns-lab');

/** Installs what is missing, builds the zones with fresh keys, and starts NSD three times, BIND and unbound. */
export async function startLab({ plan = usualPlan, port }: LabOptions = {}): Promise<Lab> {
	await installPrograms(PROGRAMS);
	const folder = await newRunFolder('dns', parent);
	const started: Started[] = [];
	const stop = async () => {
		await Promise.all(started.map((server) => server.stop()));
		await rm(folder, { recursive: true, force: true });
	};
	try {
		let since = Date.now();
		const tree = await buildTree(join(folder, 'zones'), plan);
		const build = secondsSince(since);
		since = Date.now();
		const servers = await startServers(folder, plan, tree, port ?? (await freePort()), started);
		const seconds = { build, start: secondsSince(since) };
		const [nsd, named, unbound] = await Promise.all((['nsd', 'named', 'unbound'] as const).map(versionOf));
		const told = `NSD ${nsd}, BIND ${named}, unbound ${unbound}`;
		say(`DNS lab (${told}): zones in ${seconds.build} s, servers in ${seconds.start} s`);
		return {
			...{ plan, folder, seconds, stop, ...servers },
			anchor: tree.anchor,
			versions: told,
			pids: started.map(({ pid }) => pid),
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

async function startServers(
	folder: string,
	plan: Plan,
	tree: Tree,
	port: number,
	started: Started[],
): Promise<{ bind: Address; unbound: Address }> {
	const nsd = (name: string, host: string, zones: ZoneFiles): ToServe => ({
		name: `nsd-${name}`,
		program: 'nsd',
		argv: ['-d', '-c'],
		files: (own) => ({ conf: nsdText(own, host, port, zones) }),
		address: { host, port },
		zone: [...zones.keys()][0] ?? '.',
	});
	const nsds = [
		nsd('root', addresses.root, tree.root),
		nsd('tld', addresses.tld, tree.tld),
		nsd('zones', addresses.zones, tree.zones),
	];
	await serveAll(folder, nsds, started);
	const zone = tldName(plan);
	const bind = { host: '127.0.0.1', port: await freePort() };
	const unbound = { host: '127.0.0.1', port: await freePort() };
	const resolvers: readonly ToServe[] = [
		{
			name: 'named',
			program: 'named',
			argv: ['-4', '-g', '-n', '1', '-c'],
			files: (own) => ({ conf: namedText(own, bind.port, port, tree.anchor), hints: hintsText }),
			address: bind,
			zone,
		},
		{
			name: 'unbound',
			program: 'unbound',
			argv: ['-d', '-c'],
			files: (own) => ({ conf: unboundText(own, unbound.port, port, tree.anchor, placesOf(plan, tree)) }),
			address: unbound,
			zone,
		},
	];
	await serveAll(folder, resolvers, started);
	return { bind, unbound };
}

/** Which server has each zone. */
const placesOf = (plan: Plan, { tld, zones }: Tree): ReadonlyMap<Name, string> =>
	new Map<Name, string>([
		['.', addresses.root],
		...[...tld.keys()].map((name): [Name, string] => [name, addresses.tld]),
		...[...zones.keys()].map((name): [Name, string] => [name, addresses.zones]),
		...zoneIds
			.filter((id) => zoneOf(id).dead === true)
			.map((id): [Name, string] => [zoneName(plan, id), addresses.nobody]),
	]);
