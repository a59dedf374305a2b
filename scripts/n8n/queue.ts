import type { Redis } from '../servers/redis';

/** What every process of an n8n in queue mode is started with. */
export const queueEnvironment = ({ port }: Pick<Redis, 'port'>): Readonly<Record<string, string>> => ({
	EXECUTIONS_MODE: 'queue',
	QUEUE_BULL_REDIS_HOST: '127.0.0.1',
	QUEUE_BULL_REDIS_PORT: String(port),
	OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
	// A worker's health check listens on every address unless it is told otherwise.
	N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
});
