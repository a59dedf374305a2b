import { folders } from '../../core/vaults/hashicorp-layout';

type Rules = Record<string, readonly string[]>;

/** The least that Keyturn's vault login needs, as the driver itself says, below one prefix. */
export function leastPolicy(mount: string, prefix: string): Rules {
	const rules: Rules = { [`${mount}/destroy/${prefix}/values/*`]: ['update'] };
	for (const [folder, { data, metadata }] of Object.entries(folders)) {
		rules[`${mount}/data/${prefix}/${folder}/*`] = data;
		if (metadata.length > 0) rules[`${mount}/metadata/${prefix}/${folder}/*`] = metadata;
	}
	return rules;
}

/** The same without one right. */
export function without(rules: Rules, path: string, right: string): Rules {
	return { ...rules, [path]: (rules[path] ?? []).filter((each) => each !== right) };
}

/** Rules as a policy is written to the vault. */
export function policyText(rules: Rules): string {
	const path = Object.entries(rules)
		.filter(([, capabilities]) => capabilities.length > 0)
		.map(([each, capabilities]) => [each, { capabilities }]);
	return JSON.stringify({ path: Object.fromEntries(path) });
}
