import { join } from 'node:path';

import { N8N_VERSION, install } from '../../scripts/n8n/installation';
import { prepareFolder, startN8n } from '../../scripts/n8n/instance';
import { packPackage } from '../../scripts/n8n/tarball';
import { Rest } from '../../scripts/n8n/rest';
import { OWNER, newHome, share } from './n8n';
import { keep } from './running';

/** Installs n8n if needed and starts the one that the test files share; without it there is nothing to run. */
export default async function globalSetup(): Promise<void> {
	const began = Date.now();
	const installation = await install();
	const folder = await newHome('n8n');
	const tarball = await packPackage(installation, join(folder, 'packed'));
	await prepareFolder(folder, tarball);
	const instance = await startN8n({ folder });
	keep(instance);
	await new Rest(instance.url).setUpOwner(OWNER);
	share({ url: instance.url, folder, log: join(folder, 'n8n.log'), tarball });
	const seconds = Math.round((Date.now() - began) / 1000);
	process.stdout.write(
		`n8n: ${N8N_VERSION} ready in ${seconds} s at ${instance.url}, process ${instance.pid}\n`,
	);
}
