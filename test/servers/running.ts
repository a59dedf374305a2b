import type { JupyterHub } from '../../scripts/servers/jupyterhub';
import type { OpenBao } from '../../scripts/servers/openbao';

/** What the setup hands to the teardown: Jest runs both in one process, outside the tests' environment. */
export interface Running {
	openbao?: OpenBao;
	jupyterhub?: JupyterHub;
}

const holder = globalThis as { keyturnServers?: Running };

export function running(): Running {
	holder.keyturnServers ??= {};
	return holder.keyturnServers;
}
