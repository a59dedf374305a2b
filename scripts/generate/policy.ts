import { policyRules } from '../../demo/policy';

export const policyFile = 'docs/policies/keyturn.hcl';

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
