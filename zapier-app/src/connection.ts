import type { Bundle } from 'zapier-platform-core';
import { type GenericName, genericNames } from '../../core/vaults/generic';

/** The keys under which Zapier stores a connection's answers. Connections that exist depend on them: they never change. */
export const authKeys: Readonly<Record<GenericName, string>> = {
	address: 'vault_address',
	identity: 'identity',
	credential: 'bootstrap_credential',
	realm: 'realm',
	scope: 'scope_path',
};

export function answersOf(authData: Bundle['authData']): Partial<Record<GenericName, string>> {
	return Object.fromEntries(genericNames.map((name) => [name, authData[authKeys[name]] ?? '']));
}
