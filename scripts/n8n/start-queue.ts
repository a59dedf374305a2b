/** n8n in queue mode for work by hand, with two workers: `npx tsx scripts/n8n/start-queue.ts`. Ctrl-C ends all of it. */
import { resolve } from 'node:path';

import { startRedis } from '../servers/redis';
import { prepareFolder, startN8n, startWorker } from './instance';
import { queueEnvironment } from './queue';

const FOLDER = resolve(__dirname, '../../.keyturn/n8n-queue');

async function main(): Promise<void> {
	await prepareFolder(FOLDER);
	const redis = await startRedis();
	const options = { folder: FOLDER, env: queueEnvironment(redis) };
	const n8n = await startN8n(options);
	const workers = await Promise.all(['worker-1', 'worker-2'].map((name) => startWorker(options, name)));
	process.stdout.write(`n8n in queue mode: ${n8n.url}, Redis at port ${redis.port}, logs in ${FOLDER}\n`);
	const end = async () => {
		await Promise.all([n8n, ...workers].map(({ stop }) => stop()));
		await redis.stop();
		process.exit(0);
	};
	process.once('SIGINT', () => void end()).once('SIGTERM', () => void end());
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
});
