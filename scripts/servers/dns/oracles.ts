/**
 * Asks everybody about the lab's zones and writes what they say into `docs/dns-lab.md`: `npx tsx
 * scripts/servers/dns/oracles.ts`. With the word `checkers` behind it Zonemaster and DNSViz are asked anew, too, for
 * `recorded.json`. They have to be installed (Debian: `zonemaster-cli dnsviz python3-pygraphviz`), and the name servers
 * are at port 53 then.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { realHost } from '../../../test/servers/host';
import { startLab } from './lab';
import { askAll } from './looks';
import { askCheckers, readRecorded, recordedFile } from './others';
import { withTables } from './page';
import { furtherQuestions, questions } from './questions';
import { startShim } from './shim';

const PAGE = resolve(__dirname, '../../../docs/dns-lab.md');

async function main(fresh: boolean): Promise<void> {
	const lab = await startLab(fresh ? { port: 53 } : {});
	const shim = await startShim(lab.bind);
	try {
		const asked = [...questions(lab.plan), ...furtherQuestions(lab.plan)];
		const looks = await askAll(lab, realHost(), shim.url, asked);
		if (fresh) await writeFile(recordedFile, `${JSON.stringify(await askCheckers(lab), null, '\t')}\n`);
		await writeFile(PAGE, withTables(await readFile(PAGE, 'utf8'), looks, await readRecorded()));
	} finally {
		await Promise.all([lab.stop(), shim.stop()]);
	}
}

main(process.argv.includes('checkers')).catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
});
