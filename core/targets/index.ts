import type { TargetDriver } from './target';

/**
 * Every target that Keyturn knows. An app that reads the vault at run time needs none, and that is all there is today.
 * Adding one: its file, its line here, its fake in the contract suite.
 */
export const targets = {} as const satisfies Readonly<Record<string, TargetDriver>>;
