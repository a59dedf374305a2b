import type { Authentication } from 'zapier-platform-core';
import { KeyturnError } from '../../core/errors';
import type { GenericName } from '../../core/vaults/generic';
import type { VaultDriver } from '../../core/vaults/vault';
import { authKeys } from './connection';
import type { Performing } from './perform';

const DOCS = 'https://github.com/keyturn/n8n-nodes-keyturn/blob/main/docs/zapier.md';

interface Question {
	readonly name: GenericName;
	readonly label: string;
	readonly intro: string;
	readonly required: boolean;
	readonly secret?: boolean;
}

const questions: readonly Question[] = [
	{ name: 'address', label: 'Vault Address', intro: 'Where the vault is.', required: true },
	{ name: 'identity', label: 'Identity', intro: 'Who logs in.', required: false },
	{
		name: 'credential',
		label: 'Bootstrap Credential',
		intro: `What the login is proved with. Give it the [least rights](${DOCS}): whoever has it can do what Keyturn can.`,
		required: true,
		secret: true,
	},
	{ name: 'realm', label: 'Realm', intro: 'The part of the vault that is meant.', required: false },
	{ name: 'scope', label: 'Scope Path', intro: 'What Keyturn may touch there.', required: false },
];

/** One connection for every vault: Zapier knows no fields that depend on another, so each vault says what it wants in them. */
export function authenticationFor(
	vaults: Readonly<Record<string, VaultDriver>>,
	perform: Performing,
): Authentication {
	return {
		type: 'custom',
		fields: [
			{
				key: 'vault_kind',
				label: 'Vault',
				type: 'string',
				required: true,
				isNoSecret: true,
				choices: Object.fromEntries(Object.entries(vaults).map(([kind, { title }]) => [kind, title])),
				helpText: 'The vault that your keys live in. Each field below says what it wants for which vault.',
			},
			...questions.map(({ name, label, intro, required, secret = false }) => ({
				key: authKeys[name],
				label,
				type: secret ? ('password' as const) : ('string' as const),
				required,
				...(secret ? {} : { isNoSecret: true }),
				helpText: [intro, ...rows(vaults, name)].join('\n'),
			})),
		],
		connectionLabel: '{{vault}} ({{account}})',
		test: perform(async ({ keyturn, driver, vault }, { authData }) => {
			const { missing, missingForZones } = await keyturn.checkLogin();
			if (missing.length > 0)
				throw new KeyturnError('RIGHT_MISSING', 'Vault login', `it lacks ${missing.join('; ')}`);
			const scope = authData[authKeys.scope] ?? '';
			const { host } = new URL(vault.origin);
			const account = scope === '' ? host : `${host}, ${scope}`;
			return missingForZones.length === 0
				? { vault: driver.title, account }
				: { vault: driver.title, account: `${account}; for keys only`, warning: keysOnly(missingForZones) };
		}),
	};
}

/** All that Zapier shows of a connection that works is its label, so that says it in short. */
const keysOnly = (missing: readonly string[]): string =>
	`This login can look after keys. For DNS Baseline in n8n it lacks ${missing.join('; ')}.`;

/** What each vault wants in one field. */
const rows = (vaults: Readonly<Record<string, VaultDriver>>, name: GenericName) =>
	Object.values(vaults).flatMap(({ title, generic }) => {
		const part = generic.parts[name];
		return part === undefined ? [] : [`- ${title}: ${part.help}`];
	});
