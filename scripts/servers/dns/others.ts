import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { Lab } from './lab';
import { addresses, zoneName } from './names';
import { hintsText, ROOT_SERVER } from './records';
import { type ZoneId, zoneIds } from './zones';

/**
 * Zonemaster and DNSViz, two checkers of other people, on the lab's zones. They know no port but 53 and take a minute, so
 * what they say is written down once (`recorded.json`) and not asked for in each run.
 */
export interface Recorded {
	readonly versions: Readonly<Record<Checker, string>>;
	readonly zones: Readonly<Record<ZoneId, Readonly<Record<Checker, readonly string[]>>>>;
}

export const checkers = ['Zonemaster', 'DNSViz'] as const;
export type Checker = (typeof checkers)[number];

export const recordedFile = join(__dirname, 'recorded.json');

export const readRecorded = async (): Promise<Recorded> =>
	JSON.parse(await readFile(recordedFile, 'utf8')) as Recorded;

const run = promisify(execFile);
const PYTHON = '/usr/bin/python3';
const LIMITS = { timeout: 120_000, maxBuffer: 64_000_000 };

/** Complaints about the lab itself: one server for each zone, on loopback, without names for its addresses. */
const ABOUT_THE_LAB = /PRIVATE|WITHOUT_REVERSE|NOT_ENOUGH/;
/** Seen with zones that were signed this very minute. */
const ABOUT_THE_HOUR = /CLOCK_SKEW/;

/** Asks both; the lab has to answer at port 53. */
export async function askCheckers(lab: Lab): Promise<Recorded> {
	const viz = await askDnsviz(lab);
	const zones: Partial<Record<ZoneId, Recorded['zones'][ZoneId]>> = {};
	for (const id of zoneIds)
		zones[id] = { Zonemaster: await askZonemaster(lab, zoneName(lab.plan, id)), DNSViz: viz(id) };
	return {
		versions: {
			Zonemaster: await debianVersion('libzonemaster-perl'),
			DNSViz: await debianVersion('dnsviz'),
		},
		zones: zones as Recorded['zones'],
	};
}

async function debianVersion(name: string): Promise<string> {
	const { stdout } = await run('dpkg-query', ['--show', '--showformat=${Version}', name]);
	return stdout.replace(/^\d+:|-[^-]*$/g, '');
}

const PROFILE = {
	net: { ipv6: false, ipv4: true },
	resolver: { defaults: { timeout: 2, retry: 1 } },
};

async function askZonemaster({ folder }: Lab, zone: string): Promise<string[]> {
	const [hints, profile] = [join(folder, 'zonemaster.hints'), join(folder, 'zonemaster.json')];
	await writeFile(hints, hintsText);
	await writeFile(profile, JSON.stringify(PROFILE));
	const argv = ['--hints', hints, '--profile', profile, '--json', '--level', 'WARNING', zone.slice(0, -1)];
	const { stdout } = await run('zonemaster-cli', argv, LIMITS);
	const told = JSON.parse(stdout.slice(stdout.indexOf('['))) as { level: string; tag: string }[];
	return tidy(told.map(({ level, tag }) => `${level === 'WARNING' ? 'W' : 'E'} ${tag}`));
}

/** DNSViz 0.9.4 asks pygraphviz for a module that is no longer in it; what it draws is not wanted here. */
const WITHOUT_PICTURES = `
import runpy, sys, types
release = types.ModuleType('pygraphviz.release')
release.version = '1.7'
import pygraphviz
sys.modules['pygraphviz.release'] = pygraphviz.release = release
sys.argv[0] = 'dnsviz'
runpy.run_path('/usr/bin/dnsviz', run_name='__main__')
`;

async function askDnsviz({ folder, plan, anchor }: Lab): Promise<(id: ZoneId) => string[]> {
	const dnsviz = async (...argv: string[]) =>
		(await run(PYTHON, ['-c', WITHOUT_PICTURES, ...argv], LIMITS)).stdout;
	const probed = join(folder, 'dnsviz.json');
	const rootKey = `K.+008+${String(anchor.keyTag).padStart(5, '0')}.key`;
	const trusted = join(folder, 'zones', 'root', rootKey);
	const names = zoneIds.map((id) => zoneName(plan, id).slice(0, -1));
	await writeFile(
		probed,
		await dnsviz(
			'probe',
			'-A',
			'-x',
			`.+:${ROOT_SERVER.slice(0, -1)}=${addresses.root}`,
			'-a',
			'.',
			...names,
		),
	);
	const told = JSON.parse(await dnsviz('grok', '-r', probed, '-t', trusted, '-l', 'warning')) as object;
	return (id) => tidy(codesIn((told as Record<string, unknown>)[zoneName(plan, id)], null));
}

/** The codes of all errors and warnings, however deep they stand. */
function codesIn(part: unknown, level: 'E' | 'W' | null): string[] {
	if (typeof part !== 'object' || part === null) return [];
	const own = level !== null && 'code' in part ? [`${level} ${String(part.code)}`] : [];
	const levels: Readonly<Record<string, 'E' | 'W'>> = { errors: 'E', warnings: 'W' };
	return [...own, ...Object.entries(part).flatMap(([key, value]) => codesIn(value, levels[key] ?? level))];
}

const tidy = (codes: readonly string[]): string[] =>
	[...new Set(codes)].filter((code) => !ABOUT_THE_LAB.test(code) && !ABOUT_THE_HOUR.test(code)).sort();
