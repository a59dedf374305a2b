/** Starts both servers for work by hand and prints their addresses: `npx tsx scripts/servers/start.ts`. Ctrl-C ends them. */
import { startJupyterHub } from './jupyterhub';
import { startOpenBao } from './openbao';

async function main(): Promise<void> {
	const openbao = await startOpenBao();
	const hub = await startJupyterHub();
	const lines = {
		KEYTURN_OPENBAO_URL: openbao.url,
		KEYTURN_OPENBAO_TOKEN: openbao.rootToken,
		KEYTURN_JUPYTERHUB_URL: hub.url,
		KEYTURN_JUPYTERHUB_TOKEN: hub.adminToken,
		KEYTURN_JUPYTERHUB_USER: hub.user,
	};
	for (const [name, value] of Object.entries(lines)) process.stdout.write(`export ${name}=${value}\n`);
	const end = () => void Promise.all([openbao.stop(), hub.stop()]).then(() => process.exit(0));
	process.once('SIGINT', end).once('SIGTERM', end);
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
});
