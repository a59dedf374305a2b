import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { KeyturnHashicorpVaultApi } from '../../credentials/KeyturnHashicorpVaultApi.credentials';
import { AuditExport } from '../../nodes/AuditExport/AuditExport.node';
import { DnsBaseline } from '../../nodes/DnsBaseline/DnsBaseline.node';
import { RotateKey } from '../../nodes/RotateKey/RotateKey.node';
import { engine } from '../../demo/n8n/engine';
import { type DevServersOptions, MOUNT, PREFIX, startDevServers } from '../fakes/dev-servers';

export { ADMIN, MOUNT, PREFIX } from '../fakes/dev-servers';
/** The id under which n8n's store holds the vault credential. */
export const CREDENTIAL = 'vault';

/** The two servers, and n8n's engine with a login to the vault. */
export async function startWorld(options?: DevServersOptions) {
	const servers = await startDevServers(options);
	const credential = {
		address: servers.vault.url,
		login: 'approle',
		roleId: servers.login.roleId,
		secretId: servers.login.secretId,
		loginMount: 'approle',
		namespace: '',
		mount: MOUNT,
		prefix: PREFIX,
		otherPaths: '',
		token: '',
	};
	const n8n = engineWith(credential);

	return { ...servers, credential, n8n };
}

/** The engine with all nodes that use a vault, and this as their vault credential. */
export const engineWith = (data: ICredentialDataDecryptedObject) =>
	engine({
		nodes: {
			'n8n-nodes-keyturn.auditExport': new AuditExport(),
			'n8n-nodes-keyturn.dnsBaseline': new DnsBaseline(),
			'n8n-nodes-keyturn.rotateKey': new RotateKey(),
		},
		credentialTypes: [new KeyturnHashicorpVaultApi()],
		credentials: { [CREDENTIAL]: { type: 'keyturnHashicorpVaultApi', data } },
	});

export type World = Awaited<ReturnType<typeof startWorld>>;
