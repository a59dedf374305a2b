import type { Instance } from '../../scripts/n8n/instance';

/** What the setup hands to the teardown: Jest runs both in one process, outside the tests' environment. */
const holder = globalThis as { keyturnN8n?: Instance };

export const keep = (instance: Instance): void => {
	holder.keyturnN8n = instance;
};

export const kept = (): Instance | undefined => holder.keyturnN8n;
