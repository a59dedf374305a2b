import { policyRules } from '../../demo/policy';

export const policyFile = 'docs/policies/keyturn.hcl';

export const keyPolicyFile = 'docs/policies/keyturn-key.hcl';

/** The rights of a vault-backed credential's login: to read one entry, here that of an example. */
export function keyPolicy(head: string): string {
	const note =
		'# The rights of a vault-backed credential’s login: one entry, to read. Put the name of the key in place of the last part.\n';
	return `${head}\n${note}\npath "secret/data/keyturn/values/marketing-summariser.hub" {\n  capabilities = ["read"]\n}\n`;
}

/** The one paste that makes Keyturn's login: policy, role, and the two halves of the login printed. */
export const pasted = (): string =>
	[
		'```sh',
		"vault policy write keyturn - <<'END'",
		rules(),
		'END',
		'vault auth list | grep -q ^approle/ || vault auth enable approle',
		'vault write auth/approle/role/keyturn token_policies=keyturn token_ttl=20m',
		'vault read -field=role_id auth/approle/role/keyturn/role-id; echo',
		'vault write -f -field=secret_id auth/approle/role/keyturn/secret-id; echo',
		'```',
	].join('\n');

/** One line for each folder. */
function rules(): string {
	return Object.entries(policyRules('secret', 'keyturn'))
		.map(([path, list]) => `path "${path}" { capabilities = [${quoted(list)}] }`)
		.join('\n');
}

const quoted = (list: readonly string[]): string => list.map((each) => `"${each}"`).join(', ');

/** The rights of Keyturn's vault login as a policy file, for the mount `secret` and the prefix `keyturn`. */
export function policy(head: string): string {
	const rules = Object.entries(policyRules('secret', 'keyturn')).map(([path, list]) => {
		return `path "${path}" {\n  capabilities = [${quoted(list)}]\n}\n`;
	});
	const note =
		'# The rights of Keyturn’s login. It can read the notes of values and admin credentials, where people name the\n' +
		'# origins that a value may be sent to, and cannot change them.\n';
	return `${head}\n${note}\n${rules.join('\n')}`;
}
