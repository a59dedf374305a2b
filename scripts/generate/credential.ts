import type { ICredentialTestRequest, INodeProperties } from 'n8n-workflow';
import { backedFields, type BackedField } from '../../core/backed/fields';
import type { VaultDriver } from '../../core/vaults/vault';
import { TRIAL_PATH } from '../../nodes/shared/backed';
import { property } from './node-fields';

type Rule = NonNullable<ICredentialTestRequest['rules']>[number];

interface Naming {
	readonly className: string;
	readonly name: string;
	readonly displayName: string;
	/** The vault-backed credential, which reads one entry for whoever uses it. */
	readonly backed: { readonly className: string; readonly name: string; readonly displayName: string };
	/** The members that make the credential's test, as source; `{{rules}}` stands for what a refusal is told as. */
	readonly test: string;
	/** What n8n shows for a status of the vault. For any other it shows the words that came with it, whoever wrote them. */
	readonly statuses: Readonly<Record<number, string>>;
}

const MOVED =
	'The address leads on to another one, and Keyturn follows none. Fill in the address where the vault itself answers.';
const NOT_THERE =
	'Nothing here answers as a vault does. Give the address without /v1, and check AppRole Mount and Namespace.';
const NOT_WELL = 'The vault is not well. Wait until it is, or ask whoever runs it, then test again.';

/**
 * One class per vault. The tests log in as the driver does; n8n shows their outcome without the vault's answer.
 * Restricted to our own nodes: else whoever edits a workflow could point HTTP Request at the vault with it.
 */
const namings: Readonly<Record<string, Naming>> = {
	hashicorp: {
		className: 'KeyturnHashicorpVaultApi',
		name: 'keyturnHashicorpVaultApi',
		displayName: 'Keyturn HashiCorp Vault or OpenBao API',
		backed: {
			className: 'KeyturnHashicorpVaultKeyApi',
			name: 'keyturnHashicorpVaultKeyApi',
			displayName: 'Keyturn Key in HashiCorp Vault or OpenBao API',
		},
		test: `
	/** Logs in with an AppRole, or looks up the token. Like the nodes, it follows no redirect. */
	test: ICredentialTestRequest = {
		request: {
			disableFollowRedirect: true,
			baseURL: '={{ $credentials.address.replace(/[/]+$/, "") }}',
			url: '={{ $credentials.login === "token" ? "/v1/auth/token/lookup-self" : "/v1/auth/" + ($credentials.loginMount || "approle") + "/login" }}',
			method: '={{ $credentials.login === "token" ? "GET" : "POST" }}' as IHttpRequestMethods,
			headers: {
				'X-Vault-Request': 'true',
				'X-Vault-Namespace': '={{ $credentials.namespace || undefined }}',
				'X-Vault-Token': '={{ $credentials.login === "token" ? $credentials.token : undefined }}',
			},
			body: '={{ $credentials.login === "token" ? undefined : { role_id: $credentials.roleId, secret_id: $credentials.secretId } }}',
		},
		rules: [
			// n8n takes any page that answers 200 for a success; what every answer of a vault has is missing there.
			{ type: 'responseSuccessBody', properties: { key: 'request_id', value: undefined, message: ${JSON.stringify(NOT_THERE)} } },
			{{rules}},
		] as unknown as IAuthenticateRuleResponseCode[],
	};`,
		statuses: {
			301: MOVED,
			302: MOVED,
			307: MOVED,
			308: MOVED,
			400: 'The vault refused the AppRole login. Check Role ID, AppRole Mount and Namespace; make a new Secret ID if it has expired.',
			403: 'The vault refused this login: it has expired, was revoked, or is for another namespace. Renew it.',
			404: NOT_THERE,
			405: NOT_THERE,
			429: 'The vault asks to be left alone for a while. Test again in a minute.',
			500: NOT_WELL,
			502: NOT_WELL,
			503: 'The vault is sealed or not ready. Ask whoever runs it to unseal it, then test again.',
			504: NOT_WELL,
		},
	},
};

export const credentialFile = (driver: VaultDriver): string =>
	`credentials/${namingOf(driver).className}.credentials.ts`;

export const backedCredentialFile = (driver: VaultDriver): string =>
	`credentials/${namingOf(driver).backed.className}.credentials.ts`;

/** The source of a vault's credential class. */
export function credentialClass(driver: VaultDriver): string {
	const { className, name, displayName, test, statuses } = namingOf(driver);
	return `import type { IAuthenticateRuleResponseCode, IHttpRequestMethods, ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/** The login to the vault that Keyturn works in. The one credential that its nodes hold. */
export class ${className} implements ICredentialType {
	name = '${name}';

	displayName = '${displayName}';

	icon: Icon = { light: 'file:../icons/keyturn.svg', dark: 'file:../icons/keyturn.dark.svg' };

	documentationUrl = 'https://github.com/keyturn/n8n-nodes-keyturn/blob/main/docs/vaults/${driver.id}.md';

	restrictToSupportedNodes = true as const;

	hideDomainRestrictionFields = true as const;

	properties: INodeProperties[] = ${JSON.stringify(driver.fields.map(form))};
${test.replace('{{rules}}', () =>
	Object.entries(statuses)
		.map((each) => JSON.stringify(rule(each)))
		.join(', '),
)}
}
`;
}

/** The source of the class that stands beside it: one key, usable in n8n's own HTTP Request node. */
export function backedCredentialClass(driver: VaultDriver): string {
	const { className, name, displayName } = namingOf(driver).backed;
	return `import type { ICredentialDataDecryptedObject, ICredentialTestRequest, ICredentialType, Icon, IHttpRequestHelper, IHttpRequestOptions, INodeProperties } from 'n8n-workflow';
import { vaults } from '../core/vaults';
import { authenticate, preAuthentication } from '../nodes/shared/backed';

/** One key, read from its vault entry when it is needed: for workflows that must not notice that it is rotated. */
export class ${className} implements ICredentialType {
	name = '${name}';

	displayName = '${displayName}';

	icon: Icon = { light: 'file:../icons/keyturn.svg', dark: 'file:../icons/keyturn.dark.svg' };

	documentationUrl = 'https://github.com/keyturn/n8n-nodes-keyturn/blob/main/docs/vaults/${driver.id}-key.md';

	/** n8n's own list would stop the credential from reaching its vault; Allowed Hosts does its work. */
	hideDomainRestrictionFields = true as const;

	properties: INodeProperties[] = ${JSON.stringify([...hiddenFields, ...backedFields(driver).map(backedForm)])};

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		return preAuthentication(vaults.${driver.id}, this, credentials);
	}

	/** A member of the object and not of its class: n8n offers a credential to HTTP Request only if a copy has it. */
	authenticate = (credentials: ICredentialDataDecryptedObject, request: IHttpRequestOptions) =>
		authenticate(vaults.${driver.id}, credentials, request);

	/** Reads the key from the vault, whatever is cached, and looks up what else the login could do. */
	test: ICredentialTestRequest = {
		request: {
			url: '={{ $credentials.address.replace(/[/]+$/, "") + "${TRIAL_PATH}" }}',
			qs: { standbyok: 'true', perfstandbyok: 'true' },
		},
	};
}
`;
}

const rule = ([status, message]: [string, string]): Rule => ({
	type: 'responseCode',
	properties: { value: Number(status), message },
});

/** What n8n keeps of the last reading, encrypted. A field that is not declared is dropped when n8n reads it back. */
const hiddenFields: readonly INodeProperties[] = [
	{
		displayName: 'Cached Secret',
		name: 'cachedSecret',
		type: 'hidden',
		typeOptions: { expirable: true, password: true },
		default: '',
	},
	{ displayName: 'Fetched At', name: 'fetchedAt', type: 'hidden', default: 0 },
	{ displayName: 'Asked At', name: 'askedAt', type: 'hidden', default: 0 },
	{ displayName: 'Fetched For', name: 'fetchedFor', type: 'hidden', default: '' },
	{ displayName: 'Origins', name: 'origins', type: 'hidden', default: '' },
];

function backedForm(field: BackedField): INodeProperties {
	if (field.number === undefined) return form(field);
	return {
		...form(field),
		type: 'number',
		default: Number(field.default),
		typeOptions: { minValue: field.number.least },
	};
}

function form(field: VaultDriver['fields'][number]): INodeProperties {
	const { showFor } = field;
	return {
		...property(field),
		...(field.optional === true || field.default !== undefined ? {} : { required: true }),
		...(showFor === undefined ? {} : { displayOptions: { show: { [showFor.field]: [...showFor.values] } } }),
	};
}

function namingOf({ id }: VaultDriver): Naming {
	const naming = namings[id];
	if (naming === undefined)
		throw new Error(`scripts/generate/credential.ts has no names for the vault ${id}`);
	return naming;
}
