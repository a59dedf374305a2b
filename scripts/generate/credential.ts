import type { INodeProperties } from 'n8n-workflow';
import type { VaultDriver } from '../../core/vaults/vault';
import { property } from './node-fields';

interface Naming {
	readonly className: string;
	readonly name: string;
	readonly displayName: string;
	/** The members that make the credential's test, as source. */
	readonly test: string;
}

/**
 * One class per vault. The tests log in as the driver does; n8n shows their outcome without the vault's answer.
 * Restricted to our own nodes: else whoever edits a workflow could point HTTP Request at the vault with it.
 */
const namings: Readonly<Record<string, Naming>> = {
	hashicorp: {
		className: 'KeyturnHashicorpVaultApi',
		name: 'keyturnHashicorpVaultApi',
		displayName: 'Keyturn HashiCorp Vault or OpenBao API',
		test: `
	/** Logs in with an AppRole, or looks up the token. */
	test: ICredentialTestRequest = {
		request: {
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
	};`,
	},
};

export const credentialFile = (driver: VaultDriver): string =>
	`credentials/${namingOf(driver).className}.credentials.ts`;

/** The source of a vault's credential class. */
export function credentialClass(driver: VaultDriver): string {
	const { className, name, displayName, test } = namingOf(driver);
	return `import type { IHttpRequestMethods, ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/** The login to the vault that Keyturn works in. The one credential that its nodes hold. */
export class ${className} implements ICredentialType {
	name = '${name}';

	displayName = '${displayName}';

	icon: Icon = { light: 'file:../icons/keyturn.svg', dark: 'file:../icons/keyturn.dark.svg' };

	documentationUrl = 'https://github.com/keyturn/n8n-nodes-keyturn/blob/main/docs/vaults/${driver.id}.md';

	restrictToSupportedNodes = true as const;

	hideDomainRestrictionFields = true as const;

	properties: INodeProperties[] = ${JSON.stringify(driver.fields.map(form))};
${test}
}
`;
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
