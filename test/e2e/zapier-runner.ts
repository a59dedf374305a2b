import type { HttpRequest } from '../../core/ports';
import { nodeHost } from '../../demo/play/host';
import { MOUNT } from '../../demo/play/terms';
import { createApp } from '../../zapier-app/src/app';
import { runAsZapier } from '../zapier/stage';
import type { Team } from './team';

/** What becomes of the request at which Zapier ends a run. */
export type Fate = 'never sent' | 'its answer is lost';

/** Zapier's runtime with the vault connection of one team. */
export class ZapierRunner {
	readonly #app: object;
	readonly #authData: Readonly<Record<string, string>>;
	#sent = 0;
	#endAt: { readonly nth: number; readonly fate: Fate } | null = null;
	#ended: () => void = () => undefined;

	constructor(team: Team) {
		const { roleId = '', secretId = '', address = '' } = team.credential();
		this.#app = createApp((request) => this.#send(request));
		this.#authData = {
			vault_kind: 'hashicorp',
			vault_address: address,
			identity: roleId,
			bootstrap_credential: secretId,
			realm: MOUNT,
			scope_path: team.prefix,
		};
	}

	/** How many requests it has sent. */
	get sent(): number {
		return this.#sent;
	}

	/** Ends the run that sends its nth request from the first, as Zapier does when 30 s are over: nothing of it goes on. */
	endAt(nth: number, fate: Fate): void {
		this.#endAt = { nth, fate };
	}

	/** Runs *Rotate Key*. Gives true if the run was ended in the middle. */
	async rotate(key: string): Promise<boolean> {
		const ended = new Promise<true>((resolve) => (this.#ended = () => resolve(true)));
		const run = runAsZapier(this.#app, 'creates.rotate_key.operation.perform', {
			authData: this.#authData,
			inputData: { key },
			inputDataRaw: { key },
			meta: { isLoadingSample: false },
		}).then(({ error }) => {
			// Another run at work is what the runtime is told of by an error; nothing else may go wrong here.
			if (error !== undefined && error.name !== 'ThrottledError') throw error;
			return false as const;
		});
		return await Promise.race([run, ended]);
	}

	async #send(request: HttpRequest) {
		const end = ++this.#sent === this.#endAt?.nth ? this.#endAt.fate : null;
		const answer = end === 'never sent' ? null : await nodeHost.http(request);
		if (end === null && answer !== null) return answer;
		this.#ended();
		return await new Promise<never>(() => undefined);
	}
}
