import { rm, writeFile } from 'node:fs/promises';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Name } from '../../../core/dns/wire/name';
import { say, secondsSince } from '../install';
import { freePort, newRunFolder, type Started, startServer } from '../processes';
import type { Address } from './ask';
import { type Tree, buildTree, type ZoneFiles } from './build';
import { namedText, nsdText, placesOf, unboundText } from './configuration';
import type { Ds } from './ds';
import { addresses, type Plan, tldName, usualPlan, zoneName } from './names';
import { installPrograms, program, type Program, versions } from './packages';
import { hintsText } from './records';
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

const parent = resolve(__dirname, '../../../.cache/dns-lab');
const READY_WITHIN_MS = 15_000;

/** Installs what is missing, builds the zones with fresh keys, and starts NSD three times, BIND and unbound. */
export async function startLab({ plan = usualPlan, port }: LabOptions = {}): Promise<Lab> {
	await installPrograms();
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
		const told = await versions();
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
	const tld = tldName(plan);
	const dead = zoneIds.filter((id) => zoneOf(id).dead === true).map((id) => zoneName(plan, id));
	const bind = { host: '127.0.0.1', port: await freePort() };
	const unbound = { host: '127.0.0.1', port: await freePort() };
	const start = async (
		name: string,
		what: Program,
		text: (own: string) => string,
		argv: string[],
		ready: string,
	) => {
		const own = join(folder, name);
		mkdirSync(own, { recursive: true });
		const configuration = join(own, 'conf');
		await writeFile(configuration, text(own));
		await writeFile(join(own, 'hints'), hintsText);
		started.push(
			await startServer({
				...{ name, folder: own, command: program(what), env: {} },
				argv: [...argv, configuration],
				readyUrl: ready,
				readyWithinMs: READY_WITHIN_MS,
				keepFolder: true,
			}),
		);
	};
	const nsd = async (name: string, address: string, zones: ZoneFiles) =>
		await start(
			`nsd-${name}`,
			'nsd',
			(own) => nsdText(own, address, port, zones),
			['-d', '-c'],
			`dns://${address}:${port}/${firstOf(zones)}`,
		);
	await Promise.all([
		nsd('root', addresses.root, tree.root),
		nsd('tld', addresses.tld, tree.tld),
		nsd('zones', addresses.zones, tree.zones),
	]);
	const places = placesOf('.', tld, tree.zones.keys(), dead);
	await Promise.all([
		start(
			'named',
			'named',
			(own) => namedText(own, bind.port, port, tree.anchor),
			['-g', '-n', '1', '-c'],
			`dns://${bind.host}:${bind.port}/${tld}`,
		),
		start(
			'unbound',
			'unbound',
			(own) => unboundText(own, unbound.port, port, tree.anchor, places),
			['-d', '-c'],
			`dns://${unbound.host}:${unbound.port}/${tld}`,
		),
	]);
	return { bind, unbound };
}

const firstOf = (zones: ZoneFiles): Name => [...zones.keys()][0] ?? '.';
