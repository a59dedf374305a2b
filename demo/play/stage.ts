import { startDevProvider, type StartedDevProvider } from '../dev-provider/start';
import { startDevVault, type StartedDevVault } from '../dev-vault/start';

/** The servers of one run, on 127.0.0.1. */
export class Stage {
	readonly vault: StartedDevVault;
	readonly provider: StartedDevProvider;
	readonly #tokens = new Set<string>();
	readonly #watching: NodeJS.Timeout;

	private constructor(vault: StartedDevVault, provider: StartedDevProvider) {
		this.vault = vault;
		this.provider = provider;
		this.#watching = setInterval(() => this.#note(), 100);
	}

	/** On the given ports, or on any that are free. `now` is the vault's clock, in milliseconds. */
	static async open(
		folder: string,
		ports: { readonly vault?: number; readonly provider?: number } = {},
		now: () => number = Date.now,
	): Promise<Stage> {
		const vault = await startDevVault({ folder, port: ports.vault ?? 0, now });
		return new Stage(vault, await startDevProvider({ folder, port: ports.provider ?? 0 }));
	}

	get addresses() {
		return { vaultUrl: this.vault.url, providerUrl: this.provider.url };
	}

	/** Where the servers are and what their owners hold. */
	get owner() {
		return { ...this.addresses, rootToken: this.vault.rootToken, adminKey: this.provider.adminKey };
	}

	/** Every session token that the vault gave out during the run, to whomever. */
	get tokens(): readonly string[] {
		this.#note();
		return [...this.#tokens];
	}

	/** The vault's access log as text. */
	get accessLog(): string {
		return this.vault.vault.accessLog.map((entry) => JSON.stringify(entry)).join('\n');
	}

	async close(): Promise<void> {
		clearInterval(this.#watching);
		await Promise.all([this.vault.close(), this.provider.close()]);
	}

	#note(): void {
		for (const { tokens } of Object.values(this.vault.vault.state.namespaces)) {
			for (const token of Object.keys(tokens)) this.#tokens.add(token);
		}
	}
}
