import type { Registration } from '../../core/operations/register';
import { HookReceiver } from '../../demo/hook-receiver/receiver';
import { serveLoopback } from '../../demo/http/loopback';
import { jsonResponse } from '../../demo/http/plain';
import { Gate } from './gate';

const HOOK = '/deploy';
const SMOKE = '/smoke';
/** What both sides of the hook sign with. */
export const SIGNING_SECRET = 'the-signing-secret-of-the-deployed-app';
/** The signing secret's name in the vault. */
const ADMIN = 'hook';

/** An app that is deployed anew for each value of its key, and that answers a smoke test, behind a gate of its own. */
export class DeployedApp {
	readonly gate: Gate;
	readonly #receiver: HookReceiver;
	readonly #close: () => Promise<void>;

	private constructor(gate: Gate, receiver: HookReceiver, close: () => Promise<void>) {
		this.gate = gate;
		this.#receiver = receiver;
		this.#close = close;
	}

	/** `accepts` tells whether a value works; `now` is the app's clock. */
	static async open(accepts: (value: string) => boolean, now: () => number): Promise<DeployedApp> {
		const receiver = new HookReceiver({
			secret: SIGNING_SECRET,
			path: HOOK,
			now,
			deploy: (_what, done) => done(),
		});
		const server = await serveLoopback((request) => {
			if (request.path !== SMOKE) return receiver.handle(request);
			const value = (request.headers['authorization'] ?? '').replace('Bearer ', '');
			return jsonResponse(accepts(value) ? 200 : 503, {});
		});
		return new DeployedApp(await Gate.open(server.url), receiver, server.close);
	}

	/** What the form of a key says that is deployed here. */
	get registration() {
		const address = this.gate.url;
		return {
			targets: [{ kind: 'http-hook', settings: { address: address + HOOK }, admin: ADMIN }],
			smoke: { url: address + SMOKE, method: 'GET', sendAs: 'bearer', header: '', expectStatus: 200 },
		} as const satisfies Partial<Registration>;
	}

	/** The fingerprint of the value that runs. */
	runs(key: string): string | null {
		return this.#receiver.runs(key);
	}

	async close(): Promise<void> {
		await this.gate.close();
		await this.#close();
	}
}
