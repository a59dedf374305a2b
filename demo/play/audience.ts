import { openKeyturn } from '../../core/keyturn';
import type { Status } from '../../core/operations/inventory';
import { hashicorp } from '../../core/vaults/hashicorp';
import { bearer, must } from './api';
import { nodeHost } from './host';

export interface ProviderKey {
	readonly id: string;
	readonly name: string;
	readonly disabled: boolean;
}

export interface AudienceOptions {
	/** A login that may read how far the rotation is, and nothing else. */
	readonly vault: Readonly<Record<string, string>>;
	readonly key: string;
	readonly providerUrl: string;
	readonly adminKey: string;
	readonly say: (who: string, what: string) => void;
}

const POLL_MS = 150;

/** Watches from outside: Keyturn's own account of the steps, and what really happens at the provider. */
export class Audience {
	readonly #options: AudienceOptions;
	readonly #keyturn;
	#told = 0;
	#keys = new Map<string, ProviderKey>();
	#watching = false;
	#watched: Promise<void> = Promise.resolve();
	#looked: Promise<unknown> = Promise.resolve();

	constructor(options: AudienceOptions) {
		this.#options = options;
		this.#keyturn = openKeyturn(nodeHost, hashicorp.open(options.vault, nodeHost));
	}

	/** Remembers what is there now, and from now on tells of each change. */
	async begin(): Promise<void> {
		this.#keys = await this.#list();
		this.#watching = true;
		this.#watched = this.#watch();
		// A failure is told by `end`; until then it is nobody's unhandled rejection.
		this.#watched.catch(() => undefined);
	}

	/** Stops, then looks once more; rejects when a look failed meanwhile. */
	async end(): Promise<Status> {
		await this.stop();
		return await this.look();
	}

	/** Tells what is new, one look after the other. */
	async look(): Promise<Status> {
		const look = this.#looked.then(() => this.#look());
		this.#looked = look.catch(() => undefined);
		return await look;
	}

	async stop(): Promise<void> {
		this.#watching = false;
		await this.#watched;
	}

	async #watch(): Promise<void> {
		while (this.#watching) {
			await this.look();
			await nodeHost.clock.sleep(POLL_MS);
		}
	}

	async #look(): Promise<Status> {
		const { say, key } = this.#options;
		for (const line of changes(this.#keys, (this.#keys = await this.#list()))) say('provider', line);
		const status = await this.#keyturn.status(key);
		for (const { step } of status.steps.slice(this.#told)) say('keyturn', step);
		this.#told = status.steps.length;
		return status;
	}

	async #list(): Promise<Map<string, ProviderKey>> {
		const { providerUrl, adminKey } = this.#options;
		const { keys } = await must('GET', `${providerUrl}/v1/keys`, bearer(adminKey));
		return new Map((keys as ProviderKey[]).map((each) => [each.id, each]));
	}
}

/** What changed between two lists of the provider, in words. */
export function changes(
	before: ReadonlyMap<string, ProviderKey>,
	after: ReadonlyMap<string, ProviderKey>,
): string[] {
	const made = [...after.values()].filter(({ id }) => !before.has(id));
	const gone = [...before.values()].filter(({ id }) => !after.has(id));
	const disabled = [...after.values()].filter(
		(key) => key.disabled && before.get(key.id)?.disabled === false,
	);
	return [
		...made.map(({ id, name }) => `made ${id} under the name ${name}`),
		...disabled.map(({ id }) => `refuses ${id} from now on: it is disabled`),
		...gone.map(({ id }) => `deleted ${id}`),
	];
}
