/** Makes docs/images: `npm run pictures`. Chromium drives the editor as a person would, light and dark. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openEditor } from '../../demo/editor/editor';
import { openBrowser } from './browser';
import { IMAGES } from './images';
import { takePictures } from './take';
import { takeAlert } from './take-alert';
import { takeDns } from './take-dns';
import { takeForms } from './take-forms';

async function main(): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'keyturn-pictures-'));
	const browser = await openBrowser();
	const editor = await openEditor(folder, (step) => process.stdout.write(`pictures: ${step}\n`));
	try {
		const folderOfPictures = process.argv[2] ?? IMAGES;
		const taken = await takePictures(browser, editor, folderOfPictures);
		const ofZapier = await takeForms(browser, folderOfPictures);
		const ofDns = await takeDns(browser, folderOfPictures);
		const ofAlerts = await takeAlert(browser, folderOfPictures);
		process.stdout.write(`pictures: ${taken.length + ofZapier + ofDns + ofAlerts} taken\n`);
	} finally {
		await browser.close();
		await editor.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`pictures: ${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
});
