import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import * as terms from '../play/terms';
import { openEditor, type Editor } from './editor';

const { values: asked } = parseArgs({
	options: {
		anew: { type: 'boolean', default: false },
		folder: { type: 'string', default: join(__dirname, '../../.keyturn/editor') },
	},
});

let editor: Editor | undefined;

async function main(): Promise<void> {
	if (asked.anew) rmSync(asked.folder, { recursive: true, force: true });
	editor = await openEditor(asked.folder, (step) => console.log(`editor: ${step}`));
	const { url, owner } = editor;
	console.log(
		[
			'',
			`  n8n       ${url}`,
			`  user      ${owner.email}`,
			`  password  ${owner.password}`,
			'',
			`  Open “Rotate one key now” and press Execute workflow: ${terms.KEY} is replaced in about half a minute.`,
			'  Next time it goes on as you leave it; npm run editor -- --anew begins from nothing. Ctrl-C stops everything.',
			'',
		].join('\n'),
	);
	show(url);
}

/** Opens the browser where there is a screen and somebody in front of it. */
function show(url: string): void {
	if (!process.stdout.isTTY) return;
	const screen = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'];
	const open = { darwin: 'open', linux: screen ? 'xdg-open' : '' }[process.platform as string] ?? '';
	if (open === '') return;
	const browser = spawn(open, [url], { stdio: 'ignore', detached: true });
	// The address is on the screen: without a browser nothing is lost.
	browser.once('error', () => undefined);
	browser.unref();
}

async function end(code: number): Promise<never> {
	await editor?.stop();
	process.exit(code);
}

for (const [signal, code] of [
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129],
] as const) {
	process.once(signal, () => {
		console.error('\neditor: stopping n8n, vault and provider.');
		void end(code).catch(() => process.exit(1));
	});
}

main().catch((error: unknown) => {
	console.error(`editor: ${error instanceof Error ? error.message : String(error)}`);
	return end(1);
});
