/** The pictures of docs/zapier.md alone, which need no n8n: `npx tsx scripts/pictures/zapier.ts`. */
import { openBrowser } from './browser';
import { IMAGES } from './images';
import { takeForms } from './take-forms';

async function main(): Promise<void> {
	const browser = await openBrowser();
	try {
		const taken = await takeForms(browser, IMAGES);
		process.stdout.write(`pictures: ${String(taken)} taken\n`);
	} finally {
		await browser.close();
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`pictures: ${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
});
