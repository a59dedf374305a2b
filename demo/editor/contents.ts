import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { StoredCredential } from '../../scripts/n8n/cli';
import type { WorkflowFile } from '../n8n/engine';
import { Person, keyturnPolicy } from '../play/person';
import { credential, registration } from '../play/preparations';
import type { Stage } from '../play/stage';
import * as terms from '../play/terms';
import { CREDENTIAL, STORED, filledIn, registering } from '../play/workflow';

const TEMPLATES = join(__dirname, '../../workflows/n8n');

/** A workflow under the id that its address in the editor ends with. */
export type Imported = WorkflowFile & { readonly id: string };

export const REGISTER = 'register-a-key';

/**
 * What a person does in vault and provider before Keyturn comes: a login for it, the provider's admin key, and a key
 * that is in use. Answers with the credential to import.
 */
export async function furnish(stage: Stage): Promise<readonly StoredCredential[]> {
	const person = new Person(stage.owner);
	await person.enableLogins();
	const login = await person.makeLogin('keyturn', keyturnPolicy());
	await person.keepAdminKey();
	const key = await person.makeKey('made-by-hand');
	await person.keep(terms.VALUE_PATH, key.value, stage.provider.url);
	const data = {
		...credential(stage.owner, login),
		loginMount: 'approle',
		namespace: '',
		otherPaths: '',
		token: '',
	};
	return [{ id: STORED, name: 'Keyturn vault', type: CREDENTIAL, data }];
}

/** Every template of this repository with credential and key chosen, and a workflow that registers the key. */
export function workflows(providerUrl: string): readonly Imported[] {
	const templates = globSync('*.json', { cwd: TEMPLATES })
		.sort()
		.map((file) => {
			const template = JSON.parse(readFileSync(join(TEMPLATES, file), 'utf8')) as WorkflowFile;
			return { ...filledIn(template, terms.KEY), id: basename(file, '.json') };
		});
	return [{ ...registering(registration(providerUrl)), id: REGISTER }, ...templates];
}
