import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

import { chromium, type Browser } from 'playwright-core';

const run = promisify(execFile);

const PLACES = [
	process.env['KEYTURN_CHROMIUM'] ?? '',
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
/** The messages hold traffic lights, which are emoji. */
const PACKAGES = ['chromium', 'fonts-noto-color-emoji'];
const INSTALL_LIMIT_MS = 300_000;

const found = (): string | undefined => PLACES.find((place) => place !== '' && existsSync(place));

/** The system's Chromium; where there is none and this is root on Debian, its package is installed. */
async function program(): Promise<string> {
	const present = found();
	if (present !== undefined) return present;
	if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
		process.stdout.write('pictures: installing Debian’s chromium (a minute)\n');
		const quiet = { timeout: INSTALL_LIMIT_MS, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
		await run('apt-get', ['update', '-qq'], quiet);
		await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...PACKAGES], quiet);
	}
	const installed = found();
	if (installed === undefined)
		throw new Error('Chromium is missing. Install it, or name its program in KEYTURN_CHROMIUM.');
	return installed;
}

/** A browser without a window, which calls nobody by itself. */
export async function openBrowser(): Promise<Browser> {
	return await chromium.launch({
		executablePath: await program(),
		args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking'],
	});
}
