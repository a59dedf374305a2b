import { setTimeout as pause } from 'node:timers/promises';
import type { Rest } from '../../scripts/n8n/rest';
import { CREDENTIAL_TYPE, requestWorkflow, type Stage } from '../../test/engine/backed-stage';
import { BARE, HEADER } from './bare';

/**
 * `generic` is Header Auth as people choose it, under *Generic Credential Type*. `predefined` is the same credential sent
 * the way of all credentials that are made for a service, *Predefined Credential Type*: n8n then reads and decrypts it
 * once more for each call. `backed` is ours, which n8n knows as a predefined one only. `bare` is the least that such a
 * one can be: one field, and a function that puts it into the header. Only an n8n that was given it beforehand has it.
 */
export type Way = 'generic' | 'predefined' | 'backed' | 'bare';
export const stockWays: readonly Way[] = ['generic', 'predefined', 'backed'];

const STARTING_MS = 250;
const MANY_STARTS = 40;

interface Credential {
	readonly type: string;
	readonly id: string;
}

/** The ways that are to be compared, with one key, made in the n8n of this owner. */
export class Caller {
	readonly #n8n: Rest;
	readonly #stage: Stage;
	readonly #key: string;
	readonly #credentials: ReadonlyMap<Way, Credential>;

	private constructor(n8n: Rest, stage: Stage, key: string, credentials: ReadonlyMap<Way, Credential>) {
		[this.#n8n, this.#stage, this.#key, this.#credentials] = [n8n, stage, key, credentials];
	}

	static async open(n8n: Rest, stage: Stage, key: string, ways: readonly Way[]): Promise<Caller> {
		await stage.publish(key);
		const header = { type: 'httpHeaderAuth', data: { name: HEADER, value: key } };
		const settings = { ...stage.credential, sendAs: 'header', header: HEADER, cacheSeconds: 3_600 };
		const filledIn: Readonly<Record<Way, { type: string; data: object }>> = {
			generic: header,
			predefined: header,
			backed: { type: CREDENTIAL_TYPE, data: settings },
			bare: { type: BARE, data: { value: key } },
		};
		const credentials = new Map<Way, Credential>();
		for (const way of ways) {
			const { type, data } = filledIn[way];
			credentials.set(way, { type, id: await n8n.createCredential(type, `Cost, ${way}`, data) });
		}
		return new Caller(n8n, stage, key, credentials);
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
		const credential = this.#credentials.get(way);
		if (credential === undefined) throw new Error(`no credential was made for ${way}`);
		const { type, id } = credential;
		return {
			parameters: {
				url: `${this.#stage.provider.url}/work?${way}`,
				...(way === 'generic'
					? { authentication: 'genericCredentialType', genericAuthType: type }
					: { authentication: 'predefinedCredentialType', nodeCredentialType: type }),
			},
			credentials: { [type]: { id, name: way } },
		};
	}
}
