import type { ProviderDriver } from '../providers/provider';
import type { Document } from './document';

type Driver = Pick<ProviderDriver, 'made' | 'pages' | 'docs'>;

/** Whether only a person can revoke a key: there is no program’s way to it, or nobody knows its id. */
export const isForPerson = ({ made }: Driver, keyId: string | null): boolean =>
	keyId === null || made === 'by a person';

/** The page to revoke it on. */
export const revokePage = (driver: Driver, { record }: Document): string =>
	driver.pages?.(record.providerSettings).revoke ?? driver.docs;

/** Its death is shown by presenting its value. */
export const revokeIt = (driver: Driver, document: Document): string =>
	`Revoke it at ${revokePage(driver, document)}; a later run proves that it is dead.`;

/** Its value is gone from the vault, and the provider has no list: nothing but a person’s word is left. */
export const sayIt = (driver: Driver, document: Document): string =>
	`Restore that version in the vault’s own page, then run again. Where it was destroyed: revoke the key at ${revokePage(driver, document)}, then choose Retire Old Key with your name as Confirmed By.`;
