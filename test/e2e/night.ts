import type { Rest } from '../../scripts/n8n/rest';
import { lineOf } from './effects';
import { template } from './n8n';
import type { Team } from './team';
import { CREDENTIAL, withCredential } from './world';

/** What a sweep writes last of all. */
const SWEPT = 'POST data/system';

/** The template *Rotate due keys every night* in n8n, with the credential of one team. */
export class Night {
	readonly #workflowId: string;
	readonly #told: (() => void)[] = [];

	private constructor(workflowId: string, team: Team) {
		this.#workflowId = workflowId;
		team.vault.onLanded((request) => {
			if (lineOf(request, team.prefix) === SWEPT) for (const tell of this.#told.splice(0)) tell();
		});
	}

	static async import(rest: Rest, team: Team): Promise<Night> {
		const id = await rest.createCredential(CREDENTIAL, team.prefix, team.credential());
		const workflow = withCredential(template('rotate-due-keys-every-night'), { id, name: team.prefix });
		return new Night(await rest.createWorkflow({ ...workflow, name: team.prefix }), team);
	}

	/** Starts a sweep; gives the execution's id. */
	async start(rest: Rest): Promise<string> {
		return await rest.start(this.#workflowId, 'Start by Hand');
	}

	/** Starts a sweep and waits until it has told that it ran. */
	async sweep(rest: Rest): Promise<void> {
		const told = new Promise<void>((resolve) => this.#told.push(resolve));
		await this.start(rest);
		await told;
	}
}
