import { policyRules } from '../../demo/policy';

export const policyFile = 'docs/policies/keyturn.hcl';

export const keyPolicyFile = 'docs/policies/keyturn-key.hcl';

/** The rights of a vault-backed credential's login: to read one entry, here that of an example. */
export function keyPolicy(head: string): string {
	const note =
		'# The rights of a vault-backed credential’s login: one entry, to read. Put the name of the key in place of the last part.\n';
	return `${head}\n${note}\npath "secret/data/keyturn/values/marketing-summariser.hub" {\n  capabilities = ["read"]\n}\n`;
}

/** The rights of Keyturn's vault login as a policy file, for the mount `secret` and the prefix `keyturn`. */
export function policy(head: string): string {
	const rules = Object.entries(policyRules('secret', 'keyturn')).map(([path, list]) => {
		const capabilities = list.map((each) => `"${each}"`).join(', ');
		return `path "${path}" {\n  capabilities = [${capabilities}]\n}\n`;
	});
	const note =
		'# The rights of Keyturn’s login. It can read the notes of values and admin credentials, where people name the\n' +
		'# origins that a value may be sent to, and cannot change them.\n';
	return `${head}\n${note}\n${rules.join('\n')}`;
}
