import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { surroundings } from '../../../demo/zapier/file-store';

/** What the process around the app is made to see. */
export interface TrialWorld {
	/** The addresses of a name: one list for the first question, one for the second and so on; the last one stays. */
	readonly names?: Readonly<Record<string, ReadonlyArray<readonly string[]>>>;
	/** Where a connection to `<address> <port>` really goes: a port on this machine. Every other one finds nobody. */
	readonly allowed?: Readonly<Record<string, number>>;
	/** How far its clock is ahead of this machine's, in ms. */
	readonly aheadMs?: number;
	/** Certificates that the process trusts beside the usual ones: a file. Only when it starts. */
	readonly trusts?: string;
}

export interface Answered {
	readonly results?: unknown;
	readonly error?: { readonly name: string; readonly message: string };
	/** Each attempt to connect, as `<address> <port>`. */
	readonly connections: readonly string[];
	/** Each name that was asked for, as often as it was. */
	readonly lookups: readonly string[];
	/** Resident memory of the process, in bytes. */
	readonly rss: number;
	readonly logs: ReadonlyArray<{ readonly message: string; readonly data: unknown }>;
}

/** The unpacked app in a process of its own. */
export class Trial {
	readonly #child: ChildProcess;
	readonly #waiting = new Map<number, (answered: Answered) => void>();
	#count = 0;
	/** Resident memory with Zapier's core and without the app, in bytes. */
	readonly bareRss: number;

	private constructor(child: ChildProcess, bareRss: number) {
		this.bareRss = bareRss;
		this.#child = child;
		child.on('message', (message: Answered & { readonly id?: number }) => {
			if (message.id !== undefined) this.#waiting.get(message.id)?.(message);
		});
	}

	/** `folder` is the unpacked one. */
	static async start(folder: string, { trusts }: Pick<TrialWorld, 'trusts'> = {}): Promise<Trial> {
		const child = fork(join(__dirname, 'lambda.mjs'), [], {
			cwd: folder,
			// Nothing of the test's own surroundings.
			env: {
				PATH: process.env['PATH'] ?? '',
				...surroundings,
				...(trusts === undefined ? {} : { NODE_EXTRA_CA_CERTS: trusts }),
			},
			execArgv: [],
			stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
		});
		let printed = '';
		child.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString('utf8')));
		const bareRss = await new Promise<number>((resolve, reject) => {
			child.once('message', ({ rss }: Answered) => {
				resolve(rss);
			});
			child.once('exit', () => {
				reject(new Error(`The app did not start: ${printed}`));
			});
		});
		return new Trial(child, bareRss);
	}

	/** One event, as Zapier sends it. */
	async call(event: object, world: TrialWorld = {}): Promise<Answered> {
		const id = this.#count++;
		return await new Promise((resolve, reject) => {
			const gone = () => {
				reject(new Error('The app ended.'));
			};
			this.#child.once('exit', gone);
			this.#waiting.set(id, (answered) => {
				this.#child.off('exit', gone);
				this.#waiting.delete(id);
				resolve(answered);
			});
			this.#child.send({ id, event, world });
		});
	}

	/** One method, with what Zapier hands over; `told` is what it tells the runtime besides. */
	async run(
		method: string,
		authData: Readonly<Record<string, string>>,
		inputData: Readonly<Record<string, unknown>> = {},
		world: TrialWorld = {},
		told: object = {},
	): Promise<Answered> {
		const meta = { isLoadingSample: false, page: 0, limit: -1 };
		const bundle = { authData, inputData, inputDataRaw: inputData, meta };
		return await this.call({ ...told, command: 'execute', method, bundle }, world);
	}

	async stop(): Promise<void> {
		const ended = new Promise((resolve) => this.#child.once('exit', resolve));
		this.#child.kill();
		await ended;
	}
}
