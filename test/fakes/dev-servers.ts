import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDevProvider } from '../../demo/dev-provider/start';
import { startDevVault } from '../../demo/dev-vault/start';
import { policyRules } from '../../demo/policy';

export const MOUNT = 'secret';
export const PREFIX = 'keyturn';
export const ADMIN = 'dev';
const ORIGINS_NOTE = 'keyturn-origins';

export interface DevServersOptions {
	/** Milliseconds; the system's clock when absent. */
	readonly now?: () => number;
}

/** A dev vault with Keyturn's login and policy, and a dev provider with its admin key in the vault. */
export async function startDevServers({ now }: DevServersOptions = {}) {
	const folder = mkdtempSync(join(tmpdir(), 'keyturn-servers-'));
	const clock = now === undefined ? {} : { now };
	const vault = await startDevVault({ folder: join(folder, 'vault'), mounts: [MOUNT], ...clock });
	const provider = await startDevProvider({ folder: join(folder, 'provider'), ...clock });
	vault.vault.definePolicy('keyturn', policyRules(MOUNT, PREFIX));
	const login = vault.vault.defineAppRole('keyturn', { policies: ['keyturn'] });

	/** What a person does in the vault's own page. */
	async function asPerson(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
		const response = await fetch(`${vault.url}/v1/${path}`, {
			method,
			headers: { 'x-vault-token': vault.rootToken },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`The vault answered ${response.status} to ${method} ${path}.`);
		return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
	}

	/** Names the origins that an entry's value may go to. */
	const allow = (path: string, ...origins: string[]) =>
		asPerson('POST', `${MOUNT}/metadata/${PREFIX}/${path}`, {
			custom_metadata: { [ORIGINS_NOTE]: origins.join(' ') },
		});
	const put = (path: string, value: string) =>
		asPerson('POST', `${MOUNT}/data/${PREFIX}/${path}`, { data: { value } });
	const allowKey = (name: string, ...origins: string[]) =>
		allow(`values/${name}`, ...(origins.length > 0 ? origins : [provider.url]));
	/** What a person does in the provider's own page. */
	async function makeKey(name: string): Promise<{ id: string; value: string }> {
		const made = await fetch(`${provider.url}/v1/keys`, {
			method: 'POST',
			headers: { authorization: `Bearer ${provider.adminKey}` },
			body: JSON.stringify({ name, scopes: ['work'] }),
		});
		return (await made.json()) as { id: string; value: string };
	}
	/** A key that a person made and put into the vault, from where it may go to its provider, or to these origins. */
	async function handMade(name: string, ...origins: string[]): Promise<{ id: string; value: string }> {
		const made = await makeKey(`${name} by hand`);
		await allowKey(name, ...origins);
		await put(`values/${name}`, made.value);
		return made;
	}

	await put(`admin/${ADMIN}`, provider.adminKey);
	await allow(`admin/${ADMIN}`, provider.url);

	return {
		vault,
		provider,
		login,
		asPerson,
		allow,
		allowKey,
		put,
		makeKey,
		handMade,
		/** The value in an entry of the vault, as a person would read it. */
		async read(path: string): Promise<string> {
			const answer = (await asPerson('GET', `${MOUNT}/data/${PREFIX}/${path}`)) as {
				data?: { data?: { value?: string } };
			};
			return answer.data?.data?.value ?? '';
		},
		async close() {
			await vault.close();
			await provider.close();
			rmSync(folder, { recursive: true });
		},
	};
}

export type DevServers = Awaited<ReturnType<typeof startDevServers>>;
