import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { withLock } from '../servers/lock';
import { runCli } from './cli';
import { npm } from './npm';

/** The files beside this one that say what is installed; npm's own settings keep registry addresses out of the lock. */
const MANIFEST = ['package.json', 'package-lock.json', '.npmrc'];
const CACHE = resolve(__dirname, '../../.cache/n8n');
const LIMIT_MS = 1_800_000;
const TICK_MS = 15_000;

export interface Installation {
	readonly folder: string;
	/** Folder of programs: Node 24 first of all. */
	readonly bin: string;
	readonly node: string;
	/** n8n's command, a script for `node`. */
	readonly n8n: string;
	/** What n8n keeps, with a database that it has prepared and that holds nothing: spares each new instance 45 s. */
	readonly empty: string;
}

/** The version that the lock names. */
export const N8N_VERSION = (
	JSON.parse(readFileSync(join(__dirname, 'package.json'), 'utf8')) as { dependencies: { n8n: string } }
).dependencies.n8n;

const say = (text: string): void => void process.stdout.write(`n8n: ${text}\n`);

/** Installs exactly what the lock names into the cache unless it is there, saying how far it is. */
export async function install(): Promise<Installation> {
	const lock = readFileSync(join(__dirname, 'package-lock.json'));
	const folder = join(CACHE, createHash('sha256').update(lock).digest('hex').slice(0, 16));
	const bin = join(folder, 'node_modules/.bin');
	const installation: Installation = {
		folder,
		bin,
		node: join(bin, 'node'),
		n8n: join(folder, 'node_modules/n8n/bin/n8n'),
		empty: join(folder, 'empty/.n8n'),
	};
	mkdirSync(CACHE, { recursive: true });
	await withLock(folder, LIMIT_MS, async () => {
		const stamp = join(folder, 'installed');
		if (!existsSync(stamp)) await inSteps(installation);
		writeFileSync(stamp, '');
	});
	return installation;
}

/** Each step leaves a mark, so that an installation that was cut off goes on where it was. */
async function inSteps(installation: Installation): Promise<void> {
	const { folder, bin } = installation;
	const steps: Readonly<Record<string, () => Promise<unknown>>> = {
		[`downloading n8n ${N8N_VERSION}, 2.8 GB (three to six minutes)`]: () =>
			npm(folder, bin, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'),
		'adding Node 24': () => npm(folder, bin, 'rebuild', 'node', '--ignore-scripts=false'),
		'building its database driver (two minutes)': () =>
			npm(folder, bin, 'rebuild', 'sqlite3', '--ignore-scripts=false'),
		'preparing an empty database (one minute)': () => emptyDatabase(installation),
	};
	mkdirSync(folder, { recursive: true });
	for (const file of MANIFEST) copyFileSync(join(__dirname, file), join(folder, file));
	const began = Date.now();
	const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`;
	for (const [at, [title, work]] of Object.entries(steps).entries()) {
		const mark = join(folder, `step-${at + 1}`);
		if (existsSync(mark)) continue;
		say(`${at + 1} of 4, ${title}`);
		const ticker = setInterval(() => say(`still at it, ${seconds()}`), TICK_MS);
		try {
			await work();
		} finally {
			clearInterval(ticker);
		}
		writeFileSync(mark, '');
	}
	say(`installed, ${seconds()}`);
}

async function emptyDatabase(installation: Installation): Promise<void> {
	const folder = join(installation.folder, 'empty');
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	await runCli(installation, folder, 'list:workflow');
	// Each instance makes an encryption key of its own.
	rmSync(join(installation.empty, 'config'));
}
