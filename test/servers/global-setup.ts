import { startJupyterHub } from '../../scripts/servers/jupyterhub';
import { startOpenBao } from '../../scripts/servers/openbao';
import { forgetExercised } from './exercised';
import globalTeardown from './global-teardown';
import { running } from './running';

/** Starts each real server once; a server that cannot be started fails the run. */
export default async function globalSetup(): Promise<void> {
	forgetExercised();
	try {
		const openbao = await startOpenBao();
		running().openbao = openbao;
		const hub = await startJupyterHub();
		running().jupyterhub = hub;
		process.env['KEYTURN_OPENBAO_URL'] = openbao.url;
		process.env['KEYTURN_OPENBAO_TOKEN'] = openbao.rootToken;
		process.env['KEYTURN_JUPYTERHUB_URL'] = hub.url;
		process.env['KEYTURN_JUPYTERHUB_TOKEN'] = hub.adminToken;
		process.env['KEYTURN_JUPYTERHUB_USER'] = hub.user;
	} catch (error) {
		await globalTeardown();
		throw error;
	}
}
