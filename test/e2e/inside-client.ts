import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import axios from 'axios';
import type { Rest } from '../../scripts/n8n/rest';
import { CREDENTIAL_TYPE, requestWorkflow } from '../engine/backed-stage';

/** n8n takes requests before it knows all webhooks again. */
const LONGEST_START_MS = 40_000;

/** A call that a published workflow was asked for. */
interface Called {
	readonly sentAt: number;
	readonly answeredAt: number;
	readonly ok: boolean;
}

/** A published workflow in n8n that calls the provider with a vault-backed credential, asked for by its webhook. */
export class InsideClient {
	readonly calls: Called[] = [];
	readonly #workflowId: string;
	readonly #url: string;
	/** A connection for each call: one that n8n had closed meanwhile would look like an outage. */
	readonly #agent = new Agent({ keepAlive: false });
	readonly #everyMs: number;
	readonly #stopping = new AbortController();
	readonly #under = new Set<Promise<void>>();
	#loop: Promise<void> = Promise.resolve();

	private constructor(workflowId: string, url: string, everyMs: number) {
		this.#workflowId = workflowId;
		this.#url = url;
		this.#everyMs = everyMs;
	}

	/** Publishes the workflow and waits until its webhook is known. */
	static async publish(
		rest: Rest,
		settings: Readonly<Record<string, unknown>>,
		workUrl: string,
		everyMs: number,
	): Promise<InsideClient> {
		const path = 'inside-client';
		const id = await rest.createCredential(CREDENTIAL_TYPE, path, settings);
		const made = requestWorkflow({ method: 'POST', url: workUrl }, { id });
		const webhook = { type: 'n8n-nodes-base.webhook', typeVersion: 2, webhookId: path };
		const parameters = { path, responseMode: 'lastNode' };
		const nodes = made.nodes.map((node) =>
			node.name === 'Start' ? { ...node, ...webhook, parameters } : node,
		);
		const workflowId = await rest.createWorkflow({ ...made, nodes, name: path });
		await rest.publish(workflowId);
		const client = new InsideClient(workflowId, `${rest.url}/webhook/${path}`, everyMs);
		while (!(await client.#call())) await pause(everyMs);
		client.#loop = client.#run();
		return client;
	}

	async stop(): Promise<void> {
		this.#stopping.abort();
		await this.#loop;
		await Promise.all(this.#under);
	}

	/** When the first call was sent that succeeded after n8n was started again, at `up`. */
	async backSince(up: number): Promise<number> {
		const deadline = Date.now() + LONGEST_START_MS;
		for (;;) {
			const first = this.calls.find(({ ok, sentAt }) => ok && sentAt > up);
			if (first !== undefined) return first.sentAt;
			if (Date.now() > deadline) throw new Error('the workflow does not come back');
			await pause(this.#everyMs);
		}
	}

	/** Waits until so many calls succeeded that were sent after `since`. */
	async reached(calls: number, since: number): Promise<void> {
		while (this.calls.filter(({ ok, sentAt }) => ok && sentAt > since).length < calls)
			await pause(this.#everyMs);
	}

	/** Waits until every call that was sent by now is answered. */
	async answered(): Promise<void> {
		await Promise.all([...this.#under]);
	}

	/** How long n8n took for the slowest call that did its work. */
	get longestMs(): number {
		return Math.max(0, ...this.calls.filter(({ ok }) => ok).map((call) => call.answeredAt - call.sentAt));
	}

	/** Calls that did not do their work and were under way at no time of these, as told to people. */
	failedOutside(times: readonly { readonly from: number; readonly to: number }[]): string[] {
		const within = ({ sentAt, answeredAt }: Called) =>
			times.some(({ from, to }) => answeredAt >= from && sentAt <= to);
		const [first] = times;
		const since = (at: number) => `${String(at - (first?.from ?? 0))} ms`;
		return this.calls
			.filter((call) => !call.ok && !within(call))
			.map(({ sentAt, answeredAt }) => {
				const outages = times.map(({ from, to }) => `${since(from)} to ${since(to)}`).join(', ');
				return `sent ${since(sentAt)}, answered ${since(answeredAt)} after the first kill; n8n was away ${outages}`;
			});
	}

	/** What n8n says of the executions that failed, the newest first. */
	async reasons(rest: Rest): Promise<string[]> {
		const failed = await rest.executions(this.#workflowId, 'error', 'crashed');
		return await Promise.all(
			failed.map(async ({ id, status }) => {
				const { error } = await rest.execution(id);
				return `execution ${id}: ${status}, ${error?.message ?? 'no error'}`;
			}),
		);
	}

	async #run(): Promise<void> {
		while (!this.#stopping.signal.aborted) {
			const sentAt = Date.now();
			const one: Promise<void> = this.#call().then((ok) => {
				this.calls.push({ sentAt, answeredAt: Date.now(), ok });
				this.#under.delete(one);
			});
			this.#under.add(one);
			await pause(this.#everyMs);
		}
	}

	async #call(): Promise<boolean> {
		const text = await axios
			.get<string>(this.#url, {
				httpAgent: this.#agent,
				responseType: 'text',
				transformResponse: (body: string) => body,
				timeout: 30_000,
				validateStatus: () => true,
			})
			.then(({ data }) => data)
			.catch(() => '');
		return /^\{.*"ok":true.*\}$/s.test(text);
	}
}
