// The rules of the repository's shape. Each takes sources and answers with complaints, so that it can be tried on
// bad examples as well as on the repository.
import { posix } from 'node:path';
import ts from 'typescript';
import { importsOf, isDefaultExport, isMemberName, nodesOf, type Source, topOf } from './source';

export type Rule = (sources: readonly Source[]) => string[];

const SHIPPED = ['core', 'nodes', 'credentials'];

/** Who may import whom. A folder may always import itself; what is not listed is refused. */
const DIRECTIONS: Readonly<Record<string, readonly string[]>> = {
	core: ['node:crypto', 'zod'],
	nodes: ['core', 'n8n-workflow'],
	// nodes/shared is where n8n's ways are made to fit the core's ports, for nodes and credentials alike.
	credentials: ['core', 'nodes/shared', 'n8n-workflow'],
	'zapier-app': [
		'core',
		'zapier-platform-core',
		'node:crypto',
		'node:dns/promises',
		'node:http',
		'node:https',
		'node:net',
		'node:timers/promises',
	],
};

/** What drivers implement, share, and are listed in; every other file in these folders belongs to a driver. */
const NO_DRIVERS: Readonly<Record<string, readonly string[]>> = {
	'core/vaults': ['vault', 'index', 'generic'],
	'core/providers': ['provider', 'index', 'settings', 'guard'],
	'core/targets': ['target', 'index', 'n8n-api'],
	'core/dns/hosts': ['host', 'index', 'records'],
	'core/audit/stores': ['store', 'index', 'files', 'prove'],
	'core/audit/sources': ['source', 'index', 'cursor', 'lines', 'overlap'],
};

const MAX_LINES = 300;

const VAGUE_FOLDERS = ['utils', 'helpers', 'common', 'misc'];

/** Globals of one platform or another: the core must run without them, and n8n refuses them in a package. */
const PLATFORM_GLOBALS = [
	'process',
	'console',
	'global',
	'globalThis',
	'__dirname',
	'__filename',
	'setTimeout',
	'clearTimeout',
	'setInterval',
	'clearInterval',
	'setImmediate',
	'clearImmediate',
];

export const importsFollowTheTable: Rule = (sources) =>
	sources.flatMap((source) => {
		const home = topOf(source.path);
		const allowed = DIRECTIONS[home];
		if (!allowed || source.path.endsWith('.test.ts')) return [];
		return importsOf(source)
			.filter(({ own, target }) =>
				own
					? ![home, ...allowed].some((folder) => target.startsWith(`${folder}/`))
					: !allowed.includes(target),
			)
			.map(({ own, target }) => `${source.path} imports ${own ? topOf(target) : target}`);
	});

export const driversDoNotKnowEachOther: Rule = (sources) =>
	sources.flatMap((source) => {
		const driver = driverOf(source.path, sources);
		if (!driver) return [];
		return ownImportsOf(source)
			.filter((target) => isRegistry(target) || (driverOf(target, sources) ?? driver) !== driver)
			.map((target) => `${source.path} imports ${target}`);
	});

export const rotationNamesNoDriver: Rule = (sources) =>
	sources
		.filter(({ path }) => path.startsWith('core/rotation/'))
		.flatMap((source) =>
			ownImportsOf(source)
				.filter((target) => isRegistry(target) || driverOf(target, sources))
				.map((target) => `${source.path} imports ${target}`),
		);

export const filesStayShort: Rule = (sources) =>
	sources
		.filter(({ path }) => topOf(path) in DIRECTIONS)
		.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
		.filter(({ lines }) => lines > MAX_LINES)
		.map(({ path, lines }) => `${path} has ${lines} lines, more than ${MAX_LINES}`);

export const foldersSayWhatTheyHold: Rule = (sources) => {
	const folders = new Set(sources.map(({ path }) => posix.dirname(path)));
	return [...folders].filter((folder) => folder.split('/').some((name) => VAGUE_FOLDERS.includes(name)));
};

export const coreHasNoDefaultExports: Rule = (sources) =>
	sources
		.filter((source) => topOf(source.path) === 'core' && nodesOf(source).some(isDefaultExport))
		.map(({ path }) => `${path} has a default export`);

export const whatShipsNeedsNoPlatform: Rule = (sources) =>
	sources
		.filter(({ path }) => SHIPPED.includes(topOf(path)))
		.flatMap((source) =>
			nodesOf(source)
				.filter(ts.isIdentifier)
				.filter((identifier) => PLATFORM_GLOBALS.includes(identifier.text) && !isMemberName(identifier))
				.map((identifier) => `${source.path} uses ${identifier.text}`),
		);

/** Each test file must match exactly one of the patterns that jest is given. */
export const everyTestIsRun =
	(patterns: readonly string[]): Rule =>
	(sources) =>
		sources
			.map(({ path }) => path)
			.filter((path) => path.startsWith('test/') && path.endsWith('.test.ts'))
			.map((path) => ({
				path,
				suites: patterns.filter((pattern) => posix.matchesGlob(path, pattern)).length,
			}))
			.filter(({ suites }) => suites !== 1)
			.map(({ path, suites }) => `${path} belongs to ${suites} suites`);

const ownImportsOf = (source: Source) =>
	importsOf(source)
		.filter(({ own }) => own)
		.map(({ target }) => target);

const isRegistry = (target: string) => target.replace(/\/index$/, '') in NO_DRIVERS;

/**
 * The driver that a file belongs to: `core/vaults/hashicorp` for `hashicorp.ts` and for its part
 * `hashicorp-client.ts`; undefined for a file that belongs to none.
 */
function driverOf(path: string, sources: readonly Source[]) {
	const file = path.replace(/\.ts$/, '');
	const folder = posix.dirname(file);
	const others = NO_DRIVERS[folder];
	if (!others || others.includes(posix.basename(file))) return undefined;
	const siblings = sources.map((source) => source.path.replace(/\.ts$/, ''));
	const wholes = siblings.filter(
		(sibling) => posix.dirname(sibling) === folder && file.startsWith(`${sibling}-`),
	);
	return wholes.sort((a, b) => a.length - b.length)[0] ?? file;
}
