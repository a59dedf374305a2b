import { openKeyturn } from '../../../core/keyturn';
import { hashicorp } from '../../../core/vaults/hashicorp';
import { startFileStore } from '../../../demo/zapier/file-store';
import { packed } from '../../../scripts/zapier/pack';
import { ADMIN, MOUNT, PREFIX, startDevServers } from '../../fakes/dev-servers';
import { realHost } from '../../servers/host';
import { openFront } from './front';
import { Trial, type TrialWorld } from './trial';

export const VAULT = 'vault.example.com';
export const PROVIDER = 'provider.example.com';
export const FILES = 'files.example.com';
/** What these names resolve to. Nobody is asked there: each connection ends at a server on this machine. */
export const PUBLIC = '93.184.216.34';
export const PUBLIC_6 = '2606:2800:220:1:248:1893:25c8:1946';

/** The unpacked app in its process, the dev servers behind https names, and a clock that all of them share. */
export async function openPackedStage(folder: string) {
	let aheadMs = 0;
	const now = () => Date.now() + aheadMs;
	const servers = await startDevServers({ now });
	const store = await startFileStore(`https://${FILES}`);
	const front = await openFront(folder, {
		[VAULT]: servers.vault.url,
		[PROVIDER]: servers.provider.url,
		[FILES]: store.url,
	});
	const trial = await Trial.start((await packed()).folder, front);

	const login = (address = `https://${VAULT}`) => ({
		vault_kind: 'hashicorp',
		vault_address: address,
		identity: servers.login.roleId,
		bootstrap_credential: servers.login.secretId,
		realm: MOUNT,
		scope_path: PREFIX,
	});

	return {
		servers,
		/** Where Zapier keeps files. */
		store,
		front,
		trial,
		login,
		/** Every name is a public one, and each connection to it is let through. */
		open: (): TrialWorld => ({
			names: { '*': [[PUBLIC]] },
			aheadMs,
			allowed: { [`${PUBLIC} 443`]: front.port, [`${PUBLIC_6} 443`]: front.port },
		}),
		/** Puts every clock forward to just after that time. */
		forward: (iso: string | null) => {
			const at = iso === null ? now() : Date.parse(iso);
			aheadMs += Math.max(0, at - now()) + 1_000;
		},
		/** What somebody does in n8n, from where the provider can be reached: a key in use is registered. */
		async register(name: string): Promise<void> {
			await servers.allow(`admin/${ADMIN}`, `https://${PROVIDER}`);
			await servers.handMade(name, `https://${PROVIDER}`);
			const { http, ...rest } = realHost('person');
			const near: typeof http = (request) =>
				http({ ...request, url: request.url.replace(`https://${PROVIDER}`, servers.provider.url) });
			const host = { ...rest, clock: { ...rest.clock, now }, http: near };
			const { roleId, secretId } = servers.login;
			const settings = { address: servers.vault.url, login: 'approle', roleId, secretId };
			const vault = hashicorp.open({ ...settings, mount: MOUNT, prefix: PREFIX }, host);
			await openKeyturn(host, vault).register({
				name,
				app: 'Summariser',
				owner: 'Ada Lovelace',
				risk: 'normal',
				provider: 'dev',
				providerSettings: { address: `https://${PROVIDER}`, scopes: 'work' },
				admin: ADMIN,
				graceHours: 0.0005,
				cacheSeconds: 0,
				delaySeconds: 1,
				observeSeconds: 0,
			});
		},
		async close() {
			await trial.stop();
			await front.close();
			await store.close();
			await servers.close();
		},
	};
}

export type PackedStage = Awaited<ReturnType<typeof openPackedStage>>;
