import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Zapier's core is installed beside the app. */
const load = createRequire(join(__dirname, '../../zapier-app/package.json'));

/** What Zapier's own wrapper calls; the package has it without a type. */
const { createAppHandler } = load('zapier-platform-core') as {
	createAppHandler: (app: object) => (event: object) => Promise<{ results: unknown }>;
};

/** What one run gave, and all that Zapier would have kept of it. */
export interface Ran {
	readonly results: unknown;
	/** What was thrown: what Zapier shows. */
	readonly error: Error | undefined;
	readonly logs: ReadonlyArray<{ readonly message: string; readonly data: unknown }>;
}

export interface Connection {
	readonly [field: string]: string;
}

/** The app in Zapier's own runtime, in this process; `told` is what Zapier tells the runtime besides. */
export function inRuntime(app: object, authData: Connection, told: object = {}) {
	const handler = createAppHandler(app);
	return async (
		method: string,
		inputData: Readonly<Record<string, unknown>> = {},
		meta: Readonly<Record<string, unknown>> = {},
	): Promise<Ran> => {
		const logs: { message: string; data: unknown }[] = [];
		const event = {
			...told,
			command: 'execute',
			// Otherwise each run writes a line about the process's memory.
			calledFromCli: true,
			method,
			bundle: {
				authData,
				inputData,
				inputDataRaw: inputData,
				meta: { isLoadingSample: false, page: 0, limit: -1, ...meta },
			},
			customLogger: (message: string, data: unknown) => logs.push({ message, data }),
		};
		try {
			return { results: (await handler(event)).results, error: undefined, logs };
		} catch (error) {
			return { results: undefined, error: error as Error, logs };
		}
	};
}
