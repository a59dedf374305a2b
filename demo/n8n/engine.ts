import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	Workflow,
	createRunExecutionData,
	type ICredentialType,
	type IExecuteResponsePromiseData,
	type INodeExecutionData,
	type INodeType,
	type IRun,
	type IRunExecutionData,
	type ITaskData,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { CredentialStore, type StoredCredential } from './credentials';
import { NodeTypes } from './node-types';
import { logTo, type LogLine } from './setup';

export type WorkflowFile = Pick<IWorkflowBase, 'nodes' | 'connections' | 'settings'> & {
	readonly name?: string;
};

export interface EngineOptions {
	/** This package's nodes by their full name, e.g. `n8n-nodes-keyturn.rotateKey`. */
	readonly nodes: Readonly<Record<string, INodeType>>;
	readonly credentialTypes: readonly ICredentialType[];
	/** What n8n's store holds, by id. */
	readonly credentials: Readonly<Record<string, StoredCredential>>;
}

export interface RunOptions {
	/** Name of the node to start at; the first trigger when not given. */
	readonly startAt?: string;
	/** What the start node hands on; one empty item when not given. */
	readonly items?: INodeExecutionData[];
	readonly mode?: WorkflowExecuteMode;
	readonly workflowId?: string;
	/** Told of each node when it has run. */
	readonly onNode?: (name: string, task: ITaskData) => void;
	/** What a person fills in where an execution waits for a form; nothing when he lets the time pass. */
	readonly answer?: (time: Date) => INodeExecutionData | undefined;
	/** Passes the time until a waiting execution goes on; real time when not given. */
	readonly sleepUntil?: (time: Date) => Promise<void>;
	/** Most times that a waiting execution is taken up again. */
	readonly mostWaits?: number;
}

export interface Finished {
	readonly run: IRun;
	/** The nodes in the order in which they ran, over all waits. */
	readonly order: readonly string[];
	/** What n8n would have put into its database, each time it would have written an execution. */
	readonly stored: readonly string[];
	/** Every line of n8n's log during the run. */
	readonly log: readonly LogLine[];
	readonly waits: number;
	/** What Respond to Webhook answered. */
	readonly responses: readonly IExecuteResponsePromiseData[];
	/** The items of a node's last run, of all its outputs. */
	items(node: string): INodeExecutionData[];
}

/** n8n's execution engine in this process: real nodes, real requests, credentials and executions kept in memory. */
export function engine(options: EngineOptions) {
	const nodeTypes = new NodeTypes(options.nodes);
	const store = new CredentialStore(options.credentialTypes, options.credentials, nodeTypes.supported());
	let executions = 0;

	/** Runs a workflow to its end; one that waits is taken up again when its time has come. */
	async function run(file: WorkflowFile, how: RunOptions = {}): Promise<Finished> {
		const log: LogLine[] = [];
		const order: string[] = [];
		const stored: string[] = [];
		logTo((line) => log.push(line));
		executions += 1;
		const mode = how.mode ?? 'manual';
		const base = {
			...file,
			id: how.workflowId ?? 'keyturn-demo',
			name: file.name ?? 'Keyturn',
			active: false,
			isArchived: false,
			createdAt: new Date(0),
			updatedAt: new Date(0),
		} as unknown as IWorkflowBase;
		const hooks = new ExecutionLifecycleHooks(mode, String(executions), base);
		hooks.addHandler('nodeExecuteAfter', (name, task) => {
			order.push(name);
			how.onNode?.(name, task);
		});

		const responses: IExecuteResponsePromiseData[] = [];
		hooks.addHandler('sendResponse', (response) => void responses.push(response));

		const once = async (data: (workflow: Workflow) => IRunExecutionData): Promise<IRun> => {
			const workflow = new Workflow({ ...structuredClone(base), nodeTypes, staticData: {} });
			const execute = new WorkflowExecute(
				additionalData(store, hooks, String(executions)),
				mode,
				data(workflow),
			);
			const finished = await execute.processRunExecutionData(workflow);
			stored.push(JSON.stringify(finished.data));
			return finished;
		};

		let finished = await once((workflow) => startOf(workflow, how));
		let waits = 0;
		for (; finished.status === 'waiting' && waits < (how.mostWaits ?? 1_000); waits++) {
			const until = finished.waitTill;
			if (until == null) break;
			const answer = how.answer?.(new Date(until));
			if (answer === undefined) await (how.sleepUntil ?? sleepUntil)(new Date(until));
			// The data goes through its stored form, as it does when n8n was restarted meanwhile.
			const saved = JSON.parse(stored.at(-1) ?? '{}') as IRunExecutionData;
			const [waiting] = saved.executionData?.nodeExecutionStack ?? [];
			// As n8n does with what a form's request brings: it becomes what the waiting node hands on.
			if (answer !== undefined && waiting !== undefined) waiting.data = { main: [[answer]] };
			finished = await once(() => saved);
		}
		const { runData } = finished.data.resultData;
		return {
			run: finished,
			order,
			stored,
			log,
			waits,
			responses,
			items: (node) => (runData[node]?.at(-1)?.data?.['main'] ?? []).flatMap((output) => output ?? []),
		};
	}

	return { run, nodeTypes };
}

function startOf(workflow: Workflow, { startAt, items = [{ json: {} }] }: RunOptions): IRunExecutionData {
	const node = startAt === undefined ? workflow.getStartNode() : workflow.getNode(startAt);
	if (node == null) throw new Error('The workflow has no node to start at.');
	return createRunExecutionData({
		executionData: { nodeExecutionStack: [{ node, data: { main: [items] }, source: null }] },
	});
}

async function sleepUntil(time: Date): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, Math.max(0, time.getTime() - Date.now())));
}

/** What n8n's server lends to an execution. The addresses are those of no server: nothing calls them here. */
function additionalData(store: CredentialStore, hooks: ExecutionLifecycleHooks, executionId: string) {
	const nowhere = 'http://127.0.0.1:9';
	return {
		hooks,
		credentialsHelper: store,
		executionId,
		restApiUrl: nowhere,
		instanceBaseUrl: `${nowhere}/`,
		formBaseUrl: nowhere,
		formWaitingBaseUrl: `${nowhere}/form-waiting`,
		formTestBaseUrl: nowhere,
		webhookBaseUrl: nowhere,
		webhookWaitingBaseUrl: `${nowhere}/webhook-waiting`,
		webhookTestBaseUrl: nowhere,
		currentNodeExecutionIndex: 0,
		variables: {},
		setExecutionStatus: () => undefined,
		sendDataToUI: () => undefined,
		logAiEvent: () => undefined,
		externalSecretsProxy: {
			listProviders: () => [],
			hasProvider: () => false,
			hasSecret: () => false,
			listSecrets: () => [],
			getSecret: () => undefined,
			update: () => Promise.resolve(),
		},
	} as unknown as IWorkflowExecuteAdditionalData;
}
