import { writeExercised } from './exercised';
import { running } from './running';

/** Stops what was started and writes which servers a test really exercised. */
export default async function globalTeardown(): Promise<void> {
	const { openbao, jupyterhub } = running();
	await Promise.all([openbao?.stop(), jupyterhub?.stop()]);
	const servers = writeExercised();
	process.stdout.write(`servers: exercised ${servers.join(', ') || 'none'}\n`);
}
