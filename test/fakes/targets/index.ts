import type { targets } from '../../../core/targets';
import type { OpenFakeTarget } from './fake';
import { fakeHttpHook } from './http-hook';
import { fakeN8nCredential, fakeN8nVaultCredential } from './n8n';

/** Every target's fake. A target without one does not compile. */
export const fakeTargets: { readonly [Id in keyof typeof targets]: OpenFakeTarget } = {
	'http-hook': fakeHttpHook,
	'n8n-credential': fakeN8nCredential,
	'n8n-vault-credential': fakeN8nVaultCredential,
};
