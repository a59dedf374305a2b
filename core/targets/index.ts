import { httpHook } from './http-hook';
import { n8nCredential } from './n8n-credential';
import { n8nVaultCredential } from './n8n-vault-credential';

/**
 * Every target that Keyturn knows. An app that reads the vault at run time needs none. Adding one: its file, its line
 * here, its fake in test/fakes/targets.
 */
export const targets = {
	'http-hook': httpHook,
	'n8n-credential': n8nCredential,
	'n8n-vault-credential': n8nVaultCredential,
} as const;
