/** The pictures of docs/check-dns.md and docs/watch-a-domain.md alone: `npx tsx scripts/pictures/dns.ts [folder]`, after `npm run build`. */
import { openBrowser } from './browser';
import { IMAGES } from './images';
import { takeDns } from './take-dns';

async function main(): Promise<void> {
	const browser = await openBrowser();
	try {
		process.stdout.write(`pictures: ${String(await takeDns(browser, process.argv[2] ?? IMAGES))} taken\n`);
	} finally {
		await browser.close();
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`pictures: ${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
});
