import { unflatten, type Answered } from './flatted';

export interface Owner {
	readonly email: string;
	readonly password: string;
}

interface Answer {
	readonly status: number;
	readonly body: Answered;
}

export interface Execution {
	readonly id: string;
	readonly status: string;
	/** The row as n8n's API gave it: what a person with access to the execution can see. */
	readonly text: string;
	/** Each node's runs, by name. */
	readonly runData: Readonly<Record<string, readonly NodeRun[]>>;
	readonly error?: { readonly message: string; readonly description?: string };
	readonly lastNode?: string;
}

export interface NodeRun {
	readonly error?: { readonly message: string; readonly description?: string };
	readonly data?: {
		readonly main: readonly (readonly { readonly json: Record<string, Answered> }[] | null)[];
	};
}

const ENDED = ['success', 'error', 'crashed', 'canceled'];
const POLL_MS = 150;

/** A person at n8n's editor: the requests that the editor would send, with the session of one user. */
export class Rest {
	readonly url: string;
	#cookie = '';

	constructor(url: string) {
		this.url = url;
	}

	/** The first start's form: makes the owner, and logs in as this person. */
	async setUpOwner({ email, password }: Owner): Promise<void> {
		await this.must('POST', 'owner/setup', { email, password, firstName: 'Ann', lastName: 'Field' });
	}

	async login({ email, password }: Owner): Promise<void> {
		await this.must('POST', 'login', { emailOrLdapLoginId: email, password });
	}

	/** The types that the editor offers: `nodes` or `credentials`. */
	async types(kind: 'nodes' | 'credentials'): Promise<readonly Answered[]> {
		return (await this.#send('GET', `${this.url}/types/${kind}.json`)).body;
	}

	/** Saves a credential; answers with its id. */
	async createCredential(type: string, name: string, data: object): Promise<string> {
		return (await this.must('POST', 'credentials', { type, name, data })).id;
	}

	/** Presses Test: green is `{status: 'OK'}`, red has `{status: 'Error', message}`. */
	async testCredential(type: string, name: string, data: object, id = '') {
		return (await this.must('POST', 'credentials/test', { credentials: { id, name, type, data } })) as {
			readonly status: 'OK' | 'Error';
			readonly message: string;
		};
	}

	/** Saves a workflow, not published; answers with its id. */
	async createWorkflow(workflow: object): Promise<string> {
		return (
			await this.must('POST', 'workflows', { pinData: {}, settings: { executionOrder: 'v1' }, ...workflow })
		).id;
	}

	async workflow(id: string): Promise<Answered> {
		return await this.must('GET', `workflows/${id}`);
	}

	/** Publishes what was saved last. */
	async publish(id: string): Promise<void> {
		const { versionId } = await this.workflow(id);
		await this.must('POST', `workflows/${id}/activate`, { versionId });
	}

	async unpublish(id: string): Promise<void> {
		await this.must('POST', `workflows/${id}/deactivate`, {});
	}

	/** Presses Execute Workflow on a trigger; answers with the execution's id. */
	async start(workflowId: string, trigger: string): Promise<string> {
		const body = { triggerToStartFrom: { name: trigger } };
		return String((await this.must('POST', `workflows/${workflowId}/run`, body)).executionId);
	}

	async execution(id: string): Promise<Execution> {
		const row = await this.must('GET', `executions/${id}`);
		// Empty while it runs.
		const data = unflatten(row.data || '[]') ?? {};
		const { runData = {}, error, lastNodeExecuted } = data.resultData ?? {};
		const last = lastNodeExecuted === undefined ? {} : { lastNode: lastNodeExecuted };
		const failure = error === undefined ? {} : { error };
		return { id, status: row.status, text: JSON.stringify(row), runData, ...failure, ...last };
	}

	/** Waits until an execution is over. */
	async ended(id: string, withinMs = 60_000): Promise<Execution> {
		for (const deadline = Date.now() + withinMs; ;) {
			const execution = await this.execution(id);
			if (ENDED.includes(execution.status)) return execution;
			if (Date.now() > deadline) throw new Error(`Execution ${id} is still ${execution.status}.`);
			await new Promise((done) => setTimeout(done, POLL_MS));
		}
	}

	/** Runs a workflow from a trigger to its end. */
	async run(workflowId: string, trigger: string, withinMs?: number): Promise<Execution> {
		return await this.ended(await this.start(workflowId, trigger), withinMs);
	}

	/** The newest executions of a workflow, newest first; of those that ended in one of these ways, where any is named. */
	async executions(
		workflowId: string,
		...status: readonly string[]
	): Promise<readonly { readonly id: string; readonly status: string }[]> {
		const of = status.length === 0 ? { workflowId } : { workflowId, status };
		const filter = encodeURIComponent(JSON.stringify(of));
		return (await this.must('GET', `executions?filter=${filter}&limit=50`)).results;
	}

	/** A key for n8n's public API, for ever; answers with its value. */
	async createApiKey(label: string, scopes: readonly string[]): Promise<string> {
		return (await this.must('POST', 'api-keys', { label, scopes, expiresAt: null })).rawApiKey;
	}

	/** Invites a person, and accepts for him; answers with his session. */
	async invite(person: Owner, role = 'global:member'): Promise<Rest> {
		const [{ user }] = await this.must('POST', 'invitations', [{ email: person.email, role }]);
		const link = new URL(user.inviteAcceptUrl);
		const guest = new Rest(this.url);
		const names = { firstName: 'Guest', lastName: 'User', password: person.password };
		await guest.must('POST', 'invitations/accept', { ...names, token: link.searchParams.get('token') });
		return guest;
	}

	/** Sends a request of the editor's API (below /rest) and answers with the answer's `data`. */
	async must(method: string, path: string, json?: unknown): Promise<Answered> {
		const { status, body } = await this.call(method, path, json);
		if (status >= 300)
			throw new Error(`${method} ${path} was answered with ${status}: ${JSON.stringify(body).slice(0, 500)}`);
		return body?.data ?? body;
	}

	/** The same, whatever the answer. */
	async call(method: string, path: string, json?: unknown): Promise<Answer> {
		return await this.#send(method, `${this.url}/rest/${path}`, json);
	}

	async #send(method: string, url: string, json?: unknown): Promise<Answer> {
		const response = await fetch(url, {
			method,
			headers: { 'content-type': 'application/json', cookie: this.#cookie },
			...(json === undefined ? {} : { body: JSON.stringify(json) }),
			signal: AbortSignal.timeout(60_000),
		});
		const session = response.headers.getSetCookie().find((each) => each.startsWith('n8n-auth='));
		if (session !== undefined) this.#cookie = session.split(';')[0] ?? '';
		const text = await response.text();
		return { status: response.status, body: parsed(text) };
	}
}

function parsed(text: string): unknown {
	try {
		return text === '' ? {} : JSON.parse(text);
	} catch {
		return { text };
	}
}
