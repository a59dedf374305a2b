import { KeyturnError } from '../errors';
import { guarded } from '../providers/guard';
import { driverNamed, type ProviderDriver } from '../providers/provider';
import type { TargetDriver } from '../targets/target';
import type { Document } from './document';

/** Providers and targets by the ids under which documents name them. */
export interface Drivers {
	readonly providers: Readonly<Record<string, ProviderDriver>>;
	readonly targets: Readonly<Record<string, TargetDriver>>;
}

/** The provider of a key. Throws BAD_INPUT for one that this version does not know. */
export function driverOf({ name, record: { provider } }: Document, drivers: Drivers): ProviderDriver {
	const driver = driverNamed(drivers.providers, provider);
	if (driver !== undefined) return guarded(driver);
	throw new KeyturnError('BAD_INPUT', name, `this version of Keyturn does not know the provider ${provider}`);
}
