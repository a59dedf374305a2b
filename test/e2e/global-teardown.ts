import { rmSync } from 'node:fs';

import { kept } from './running';

/** Stops the shared n8n and removes what it kept. */
export default async function globalTeardown(): Promise<void> {
	const instance = kept();
	if (instance === undefined) return;
	await instance.stop();
	rmSync(instance.folder, { recursive: true, force: true });
}
