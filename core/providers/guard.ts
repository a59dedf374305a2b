import { KeyturnError } from '../errors';
import type { Secret } from '../secret';
import { looksLikeSecret } from '../secret-shapes';
import type { Created, Listed, Provider, ProviderDriver } from './provider';

/**
 * The driver, but for answers that repeat a secret in an id, a name or a scope: those are written down and shown.
 * Known are the admin credential, each value that was presented, and each that was made.
 */
export const guarded = (driver: ProviderDriver): ProviderDriver => ({
	...driver,
	open(settings, admin, host) {
		const provider = driver.open(settings, admin, host);
		return new Guard(driver.title, provider, admin === null ? [] : [admin]);
	},
});

class Guard implements Provider {
	readonly adminOrigin: string | null;
	readonly probeOrigin: string;
	readonly #title: string;
	readonly #provider: Provider;
	readonly #known: Set<Secret>;
	/** What was listed last: a secret that is presented only later may stand in it. */
	#listed: readonly Listed[] = [];

	constructor(title: string, provider: Provider, known: readonly Secret[]) {
		this.adminOrigin = provider.adminOrigin;
		this.probeOrigin = provider.probeOrigin;
		this.#title = title;
		this.#provider = provider;
		this.#known = new Set(known);
	}

	/** The new key is told to repeat a secret instead of being refused here: it exists, and has to be cleared away. */
	async create(...given: Parameters<Provider['create']>): Promise<Created> {
		const made = await this.#provider.create(...given);
		this.#known.add(made.value);
		return this.#repeats(made, this.#known) ? { ...made, repeats: true } : made;
	}

	async list(): Promise<Listed[]> {
		const listed = await this.#provider.list();
		this.#refuse(listed, this.#known);
		this.#listed = listed;
		// A name only says which key it is, and none of ours holds a secret: such a one is as good as none.
		return listed.map((each) => (this.#holds(each.name, this.#known) ? { ...each, name: '' } : each));
	}

	async probe(...given: Parameters<Provider['probe']>) {
		const [value] = given;
		if (!this.#known.has(value)) this.#refuse(this.#listed, [value]);
		this.#known.add(value);
		return await this.#provider.probe(...given);
	}

	disable = (id: string) => this.#provider.disable(id);
	enable = (id: string) => this.#provider.enable(id);
	revoke = (id: string) => this.#provider.revoke(id);

	/** One of these secrets, or what has the shape of one: a value that an earlier run was given is known by that alone. */
	#holds(text: string, secrets: Iterable<Secret>): boolean {
		return looksLikeSecret(text, 'id') || [...secrets].some((secret) => secret.isIn(text));
	}

	#repeats({ id, restrictions }: Pick<Listed, 'id' | 'restrictions'>, secrets: Iterable<Secret>): boolean {
		return [id, ...(restrictions.scopes ?? [])].some((text) => this.#holds(text, secrets));
	}

	#refuse(listed: readonly Listed[], secrets: Iterable<Secret>): void {
		if (listed.some((each) => this.#repeats(each, secrets)))
			throw new KeyturnError('NEEDS_HUMAN', this.#title, 'its list repeats a secret in an id or a scope', {
				next: 'Look at the keys on the provider’s own page: rename or remove the one whose ID or scopes hold a value, and rotate what was shown there. Then run again.',
			});
	}
}
