import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { StoredCredential } from '../../scripts/n8n/cli';
import type { WorkflowFile } from '../n8n/engine';
import { Person, appPolicy, keyturnPolicy } from '../play/person';
import { credential, registration } from '../play/preparations';
import type { Stage } from '../play/stage';
import * as terms from '../play/terms';
import { CREDENTIAL, KEY_CREDENTIAL, STORED, calling, filledIn, registering } from '../play/workflow';

const TEMPLATES = join(__dirname, '../../workflows/n8n');

/** A workflow under the id that its address in the editor ends with. */
export type Imported = WorkflowFile & { readonly id: string };

export const REGISTER = 'register-a-key';
export const CALL = 'call-the-provider';
/** Templates, by the names of their files. */
export const ROTATE = 'rotate-one-key-now';
export const REVIEW = 'monthly-credential-review-reminder';

const KEY_STORED = { id: 'key', name: 'Key of the marketing summariser' };

/**
 * What a person does in vault and provider before Keyturn comes: a login for it, the provider's admin key, and a key
 * that is in use. Answers with the credentials to import: Keyturn's, and one for workflows that use the key.
 */
export async function furnish(stage: Stage): Promise<readonly StoredCredential[]> {
	const person = new Person(stage.owner);
	await person.enableLogins();
	const login = await person.makeLogin('keyturn', keyturnPolicy());
	await person.keepAdminKey();
	const key = await person.makeKey('made-by-hand');
	await person.keep(terms.VALUE_PATH, key.value, stage.provider.url);
	const app = await person.makeLogin('marketing-summariser', appPolicy());
	const more = { loginMount: 'approle', namespace: '', token: '' };
	const { prefix, ...ofKey } = credential(stage.owner, app);
	return [
		{
			id: STORED,
			name: 'Keyturn vault',
			type: CREDENTIAL,
			data: { ...credential(stage.owner, login), ...more, prefix, otherPaths: '' },
		},
		{
			...KEY_STORED,
			type: KEY_CREDENTIAL,
			data: {
				...ofKey,
				...more,
				path: terms.VALUE_PATH,
				field: 'value',
				allowedHosts: stage.provider.url,
				sendAs: 'bearer',
				cacheSeconds: terms.CACHE_S,
			},
		},
	];
}

/**
 * Every template of this repository with credential and key chosen and with the addresses in `n8nUrl` that its messages
 * link to, a workflow that registers the key, and one that uses it.
 */
export function workflows(providerUrl: string, n8nUrl: string): readonly Imported[] {
	const templates = globSync('*.json', { cwd: TEMPLATES })
		.sort()
		.map((file) => {
			const template = JSON.parse(readFileSync(join(TEMPLATES, file), 'utf8')) as WorkflowFile;
			return { ...linked(filledIn(template, terms.KEY), n8nUrl), id: basename(file, '.json') };
		});
	return [
		{ ...registering(registration(providerUrl)), id: REGISTER },
		{ ...calling(`${providerUrl}/v1/work`, KEY_STORED), id: CALL },
		...templates,
	];
}

/** With the addresses of the other templates, which stand under their names in a node of their own. */
function linked(workflow: WorkflowFile, n8nUrl: string): WorkflowFile {
	const addressOf = (name: string) =>
		`${n8nUrl}/workflow/${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
	const nodes = workflow.nodes.map((node) => {
		if (node.name !== 'Your Addresses') return node;
		const { assignments } = node.parameters['assignments'] as { assignments: readonly { name: string }[] };
		const filled = assignments.map((each) => ({ ...each, value: addressOf(each.name) }));
		return { ...node, parameters: { ...node.parameters, assignments: { assignments: filled } } };
	});
	return { ...workflow, nodes };
}
