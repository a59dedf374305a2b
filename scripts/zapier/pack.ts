import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleInto } from './bundle';
import { APP, ROOT, zapierCli } from './cli';

/** Beside these and the bundle, a zip holds only what the lock file installs. */
const FILES = ['index.js', 'package.json', 'package-lock.json', '.gitignore'];
const BUNDLE = 'dist/app.cjs';
const KEPT = join(ROOT, '.cache/zapier');
const load = createRequire(__filename);

export interface Packed {
	/** What `zapier-platform push` would upload. */
	readonly zip: string;
	/** The same, unpacked as Zapier unpacks it. */
	readonly folder: string;
}

/**
 * The packed app, of the sources as they are now. Zapier's own command line makes it, in a copy that holds only what is
 * installed where it runs; no registry and no server is asked. Made once for the same sources.
 */
export async function packed(): Promise<Packed> {
	const work = mkdtempSync(join(tmpdir(), 'keyturn-zapier-pack-'));
	try {
		const app = join(work, 'app');
		copySources(app);
		const place = join(KEPT, fingerprint(app));
		if (!existsSync(place)) {
			copyInstalled(app);
			await make(app, work, place);
		}
		return { zip: join(place, 'build.zip'), folder: join(place, 'unpacked') };
	} finally {
		rmSync(work, { recursive: true, force: true });
	}
}

/** The app in a folder of its own, freshly bundled, with what the lock file names beside it, its tools left out. */
export function stage(folder: string): void {
	copySources(folder);
	copyInstalled(folder);
}

function copySources(folder: string): void {
	for (const file of FILES) cpSync(join(APP, file), join(folder, file));
	bundleInto(join(folder, BUNDLE));
}

function copyInstalled(folder: string): void {
	for (const path of installed()) cpSync(join(APP, path), join(folder, path), { recursive: true });
}

async function make(app: string, home: string, place: string): Promise<void> {
	const { code, printed } = await zapierCli(['build', '--skip-validation', '--skip-dep-install'], app, home);
	if (code !== 0) throw new Error(`zapier-platform build ended with ${String(code)}:\n${printed}`);
	const made = join(KEPT, `making-${String(process.pid)}`);
	rmSync(made, { recursive: true, force: true });
	mkdirSync(made, { recursive: true });
	cpSync(join(app, 'build/build.zip'), join(made, 'build.zip'));
	await unpack(join(made, 'build.zip'), join(made, 'unpacked'));
	keep(made, place);
}

/** In one step, so that whoever works beside us finds all of it or nothing. */
function keep(made: string, place: string): void {
	try {
		renameSync(made, place);
	} catch (error) {
		rmSync(made, { recursive: true, force: true });
		// Somebody else was faster, with the same sources.
		if (!existsSync(place)) throw error;
	}
}

/** With what Zapier's command line itself tries a build with. */
async function unpack(zip: string, folder: string): Promise<void> {
	const decompress = load(join(APP, 'node_modules/zapier-platform-cli/src/utils/decompress.js')) as (
		zip: string,
		folder: string,
	) => Promise<unknown>;
	await decompress(zip, folder);
}

interface Lock {
	readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly optional?: boolean }>>;
}

/** The folders of what runs at Zapier: not those that only tools need, nor those inside another one of these. */
function installed(): string[] {
	const { packages } = JSON.parse(readFileSync(join(APP, 'package-lock.json'), 'utf8')) as Lock;
	return Object.entries(packages)
		.filter(([path, { dev }]) => path !== '' && dev !== true)
		.map(([path]) => path)
		.filter((path) => path.lastIndexOf('node_modules/') === 0 && existsSync(join(APP, path)));
}

function fingerprint(app: string): string {
	const hash = createHash('sha256');
	for (const file of [...[...FILES, BUNDLE].map((name) => join(app, name)), __filename]) {
		const bytes = readFileSync(file);
		hash.update(`${String(bytes.length)}\n`).update(bytes);
	}
	return hash.digest('hex').slice(0, 16);
}
