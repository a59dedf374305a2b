import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Registration } from '../../core/operations/register';
import { Person, keyturnPolicy } from '../../demo/play/person';
import { credential, registration } from '../../demo/play/preparations';
import { Stage } from '../../demo/play/stage';
import * as terms from '../../demo/play/terms';
import { CREDENTIAL, NODE, registering } from '../../demo/play/workflow';
import type { Execution, Rest } from '../../scripts/n8n/rest';

export { CREDENTIAL, NODE };
/** What the names of this package's nodes begin with. */
export const OWN = 'n8n-nodes-keyturn.';

/** A dev vault and a dev provider of a test file's own, with Keyturn's login and the provider's admin key. `now` is the vault's clock. */
export async function openWorld(now?: () => number) {
	const folder = mkdtempSync(join(tmpdir(), 'keyturn-e2e-'));
	const stage = await Stage.open(folder, {}, now);
	const person = new Person(stage.owner);
	await person.enableLogins();
	const login = await person.makeLogin('keyturn', keyturnPolicy());
	await person.keepAdminKey();
	const settings = {
		...credential(stage.owner, login),
		loginMount: 'approle',
		namespace: '',
		otherPaths: '',
		token: '',
	};
	return {
		stage,
		person,
		/** The settings of the vault credential. */
		settings,
		/** Makes a key by hand and puts it into the vault, as it is before Keyturn comes. */
		async makeKey(name: string) {
			const key = await person.makeKey(`by hand, ${name}`);
			await person.keep(`${terms.PREFIX}/values/${name}`, key.value, stage.provider.url);
			return key;
		},
		/** Makes room in the vault for a key that Keyturn shall issue: an entry without a value. */
		allow: (name: string) => person.allow(`${terms.PREFIX}/values/${name}`, stage.provider.url),
		/** What a person fills in to register it: times of seconds where days and minutes are usual. */
		registration: (name: string): Registration => ({ ...registration(stage.provider.url), name }),
		/** A key as the provider has it. */
		atProvider: (id: string) => stage.provider.provider.state.keys.find((key) => key.id === id),
		async close() {
			await stage.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** A vault credential as n8n stores it. */
export interface Stored {
	readonly id: string;
	readonly name: string;
}

/** Saves the world's vault credential in an n8n. */
export async function saveCredential(rest: Rest, { settings }: World, name = 'Team vault'): Promise<Stored> {
	return { id: await rest.createCredential(CREDENTIAL, name, settings), name };
}

/** Chooses the credential in every node that has one of its type. */
export const withCredential = <W extends { readonly nodes: readonly { readonly credentials?: object }[] }>(
	workflow: W,
	stored: Stored,
): W => ({
	...workflow,
	nodes: workflow.nodes.map((node) =>
		CREDENTIAL in (node.credentials ?? {}) ? { ...node, credentials: { [CREDENTIAL]: stored } } : node,
	),
});

/** Registers a key by the node, in n8n. */
export async function registerKey(
	rest: Rest,
	world: World,
	stored: Stored,
	name: string,
): Promise<Execution> {
	const workflow = withCredential(registering(world.registration(name)), stored);
	const execution = await rest.run(await rest.createWorkflow(workflow), 'Start');
	if (execution.status !== 'success')
		throw new Error(
			`${name} was not registered: ${execution.error?.message} ${execution.error?.description}`,
		);
	return execution;
}

/** A node of a workflow; its name is its id. */
export const nodeOf = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: object,
	more: object = {},
) => ({ id: name, name, type, typeVersion, position: [0, 0], parameters, ...more });

/** A manual trigger and one Keyturn node. */
export const oneNode = (stored: Stored, parameters: object) => ({
	name: 'One node',
	nodes: [
		nodeOf('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
		nodeOf('Keyturn', NODE, 1, parameters, { credentials: { [CREDENTIAL]: stored } }),
	],
	connections: { Start: { main: [[{ node: 'Keyturn', type: 'main', index: 0 }]] } },
});

/** What a node gave in its last run, on its first output unless another is named. */
export const itemsOf = ({ runData }: Execution, node: string, output = 0) =>
	(runData[node]?.at(-1)?.data?.main[output] ?? []).map(({ json }) => json);
