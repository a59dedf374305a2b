import { folders } from '../core/vaults/hashicorp-layout';
import type { Capability, PolicyRules } from './dev-vault/acl';

/**
 * What Keyturn's login may do in a key/value engine of version 2, folder by folder, as the driver asks for it. It also
 * destroys old versions of values.
 */
export function policyRules(mount: string, prefix: string): PolicyRules {
	const rules: Record<string, readonly Capability[]> = {};
	for (const [folder, { data, metadata }] of Object.entries(folders)) {
		rules[`${mount}/data/${prefix}/${folder}/*`] = data;
		if (metadata.length > 0) rules[`${mount}/metadata/${prefix}/${folder}/*`] = metadata;
	}
	rules[`${mount}/destroy/${prefix}/values/*`] = ['update'];
	return rules;
}
