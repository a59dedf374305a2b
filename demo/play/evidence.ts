import { bearer, call, must, vaultToken } from './api';
import { MOUNT, PREFIX, VALUE_PATH } from './terms';
import { entriesIn } from '../audit/segments';

export interface Sources {
	readonly vaultUrl: string;
	readonly rootToken: string;
	readonly providerUrl: string;
	readonly adminKey: string;
}

export interface ProviderStats {
	readonly total: number;
	readonly failed: number;
	readonly withDeadKey: number;
	readonly livingKeys: ReadonlyArray<{ readonly id: string }>;
	readonly revoked: ReadonlyArray<{ readonly id: string; readonly deadAt: string | null }>;
}

/** Asks vault and provider themselves what is there after the run, with the rights of their owners. */
export class Evidence {
	readonly #sources: Sources;

	constructor(sources: Sources) {
		this.#sources = sources;
	}

	async stats(): Promise<ProviderStats> {
		const { providerUrl, adminKey } = this.#sources;
		return (await must('GET', `${providerUrl}/v1/stats`, bearer(adminKey))) as unknown as ProviderStats;
	}

	/** When the key counts as dead at the provider, in ms since 1970; undefined while it lives. */
	async deathOf(id: string): Promise<number | undefined> {
		const deadAt = (await this.stats()).revoked.find((each) => each.id === id)?.deadAt ?? null;
		return deadAt === null ? undefined : Date.parse(deadAt);
	}

	/** What the provider answers to a value. */
	async answerTo(value: string) {
		return await call('GET', `${this.#sources.providerUrl}/v1/whoami`, bearer(value));
	}

	async valueInVault(): Promise<string> {
		return (await this.#read(VALUE_PATH))['value'] ?? '';
	}

	/** Keyturn's own secret: what its documents are sealed with. */
	async installationKey(): Promise<string> {
		return (await this.#read(`${PREFIX}/system/installation`))['value'] ?? '';
	}

	/** What the audit log's first key is made of. */
	async signingKey(): Promise<string> {
		return (await this.#read(`${PREFIX}/system/log-key-1`))['value'] ?? '';
	}

	/** The newest text of each document. */
	async documents(): Promise<string[]> {
		const names = await this.#list(`${PREFIX}/documents`);
		const texts = names.map(
			async (name) => (await this.#read(`${PREFIX}/documents/${name}`))['document'] ?? '',
		);
		return await Promise.all(texts);
	}

	/** The segments of the audit log, in order. */
	async auditSegments(): Promise<string[]> {
		const texts: string[] = [];
		for (const folder of await this.#list(`${PREFIX}/audit`)) {
			const path = `${PREFIX}/audit/${folder.replace(/\/$/, '')}`;
			const names = await this.#list(path);
			for (const name of names.sort((a, b) => Number(a) - Number(b))) {
				texts.push((await this.#read(`${path}/${name}`))['entries'] ?? '');
			}
		}
		return texts;
	}

	/** The names in a folder; the vault answers 404 where there are none. */
	async #list(path: string): Promise<string[]> {
		const { vaultUrl, rootToken } = this.#sources;
		const url = `${vaultUrl}/v1/${MOUNT}/metadata/${path}?list=true`;
		const { status, body } = await call('GET', url, vaultToken(rootToken));
		return status === 404 ? [] : [...(body['data'] as { keys: string[] }).keys];
	}

	async #read(path: string): Promise<Partial<Record<string, string>>> {
		const { vaultUrl, rootToken } = this.#sources;
		const { data } = await must('GET', `${vaultUrl}/v1/${MOUNT}/data/${path}`, vaultToken(rootToken));
		return (data as { data: Record<string, string> }).data;
	}
}

/** The entries of the segments: their kinds, and the numbers in their ids, which count without a gap. */
export function auditFacts(segments: readonly string[]) {
	const entries = segments.flatMap((text) => entriesIn(text));
	return {
		entries: entries.length,
		kinds: entries.map(({ kind }) => kind),
		numbers: entries.map(({ id }) => Number(id.split('/').at(-1))),
	};
}
