import { setTimeout as pause } from 'node:timers/promises';
import type { Rest } from '../../scripts/n8n/rest';
import { CREDENTIAL_TYPE, requestWorkflow, type Stage } from '../../test/engine/backed-stage';

/**
 * `generic` is Header Auth as people choose it, under *Generic Credential Type*. `predefined` is the same credential sent
 * the way of all credentials that are made for a service, *Predefined Credential Type*: n8n then reads and decrypts it
 * once more for each call. `backed` is ours, which n8n knows as a predefined one only.
 */
export const ways = ['generic', 'predefined', 'backed'] as const;
export type Way = (typeof ways)[number];

const STARTING_MS = 250;
const MANY_STARTS = 40;

/** The three ways with one key, made in the n8n of this owner. */
export class Caller {
	readonly #n8n: Rest;
	readonly #stage: Stage;
	readonly #key: string;
	readonly #ids: Readonly<Record<'stock' | 'backed', string>>;

	private constructor(
		n8n: Rest,
		stage: Stage,
		key: string,
		ids: Readonly<Record<'stock' | 'backed', string>>,
	) {
		[this.#n8n, this.#stage, this.#key, this.#ids] = [n8n, stage, key, ids];
	}

	static async open(n8n: Rest, stage: Stage, key: string): Promise<Caller> {
		await stage.publish(key);
		const settings = { ...stage.credential, sendAs: 'header', header: 'X-API-Key', cacheSeconds: 3_600 };
		return new Caller(n8n, stage, key, {
			stock: await n8n.createCredential('httpHeaderAuth', 'Cost, stock', { name: 'X-API-Key', value: key }),
			backed: await n8n.createCredential(CREDENTIAL_TYPE, 'Cost, backed', settings),
		});
	}

	/** Publishes a workflow that makes these calls, a node each; what is given out runs it to its end. */
	async publish(path: string, calls: readonly Way[]): Promise<() => Promise<void>> {
		const made = requestWorkflow({});
		const [start, call] = made.nodes;
		if (start === undefined || call === undefined) throw new Error('the workflow has no call');
		const trigger = {
			...start,
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			webhookId: path,
			parameters: { path, responseMode: 'lastNode' },
		};
		const nodes = [
			trigger,
			...calls.map((way, place) => ({
				...call,
				...this.#sent(way),
				id: `call-${String(place)}`,
				name: `Call ${String(place)}`,
			})),
		];
		const to = (node = '') => ({ main: [[{ node, type: 'main', index: 0 }]] });
		const connections = Object.fromEntries(
			nodes.slice(0, -1).map(({ name }, place) => [name, to(nodes[place + 1]?.name)]),
		);
		// Executions are not kept: their writing is no part of a call.
		const settings = { ...made.settings, saveDataSuccessExecution: 'none' };
		const id = await this.#n8n.createWorkflow({ ...made, nodes, connections, settings, name: path });
		await this.#n8n.publish(id);
		const webhook = `${this.#n8n.url}/webhook/${path}`;
		for (let at = 0; at < MANY_STARTS && !(await fetch(webhook)).ok; at++) await pause(STARTING_MS);
		return async () => {
			const answer = await fetch(webhook);
			const text = await answer.text();
			if (!answer.ok || !text.includes('ok'))
				throw new Error(`a run failed: ${String(answer.status)} ${text}`);
		};
	}

	/** When each call came since the provider forgot, in ms; it must have been these calls, each with the key. */
	came(calls: readonly Way[]): readonly number[] {
		const asked = this.#stage.provider.received.map(({ url }) => url.split('?')[1]);
		if (asked.join() !== calls.join() || this.#stage.keys().some((key) => key !== this.#key))
			throw new Error('these were not the calls to be measured');
		return this.#stage.provider.received.map(({ at }) => at);
	}

	forget(): void {
		this.#stage.provider.received.length = 0;
	}

	/** Throws when the value was read from the vault more often than once, at the first call. */
	checkReads(): void {
		if (this.#stage.reads() !== 1) throw new Error('the vault was asked in between');
	}

	#sent(way: Way) {
		const type = way === 'backed' ? CREDENTIAL_TYPE : 'httpHeaderAuth';
		return {
			parameters: {
				url: `${this.#stage.provider.url}/work?${way}`,
				...(way === 'generic'
					? { authentication: 'genericCredentialType', genericAuthType: type }
					: { authentication: 'predefinedCredentialType', nodeCredentialType: type }),
			},
			credentials: { [type]: { id: this.#ids[way === 'backed' ? 'backed' : 'stock'], name: way } },
		};
	}
}
