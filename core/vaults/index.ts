import { hashicorp } from './hashicorp';

/** Every vault that Keyturn knows. Adding one: its file, its line here, its fake in the contract suite. */
export const vaults = { hashicorp } as const;
