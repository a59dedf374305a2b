import { setTimeout as pause } from 'node:timers/promises';
import { bearer, call } from '../../demo/play/api';

/** Something outside n8n that reads a value from the vault before each call of the provider. */
export interface Source {
	readonly name: string;
	/** What the vault answers to whoever reads it now. */
	value(): string;
}

/** Calls the provider at a steady rate, each time for the next of its sources. */
export class OutsideClient {
	calls = 0;
	readonly failed: string[] = [];
	readonly #sources: readonly Source[];
	readonly #url: string;
	readonly #timer: NodeJS.Timeout;
	readonly #running = new Set<Promise<void>>();

	constructor(providerUrl: string, sources: readonly Source[], callsPerSecond: number) {
		this.#url = `${providerUrl}/v1/work`;
		this.#sources = sources;
		this.#timer = setInterval(() => {
			const running: Promise<void> = this.#call().finally(() => this.#running.delete(running));
			this.#running.add(running);
		}, 1_000 / callsPerSecond);
	}

	/** Waits until so many calls were made. */
	async reached(calls: number): Promise<void> {
		while (this.calls < calls) await pause(100);
	}

	async stop(): Promise<void> {
		clearInterval(this.#timer);
		await Promise.all(this.#running);
	}

	async #call(): Promise<void> {
		const source = this.#sources[this.calls % this.#sources.length];
		this.calls += 1;
		if (source === undefined) return;
		const { status } = await call('POST', this.#url, bearer(source.value()), {}).catch(() => ({ status: 0 }));
		if (status !== 200) this.failed.push(`${source.name} at ${new Date().toISOString()}: ${String(status)}`);
	}
}
