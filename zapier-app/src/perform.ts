import type { Bundle, ZObject } from 'zapier-platform-core';
import { hasCode, KeyturnError } from '../../core/errors';
import { type Keyturn, openKeyturn } from '../../core/keyturn';
import type { Clock, Host, Http } from '../../core/ports';
import { vaults } from '../../core/vaults';
import { settingsFrom } from '../../core/vaults/generic';
import type { Vault, VaultDriver } from '../../core/vaults/vault';
import { answersOf } from './connection';
import { zapierError } from './failure';
import { ADVANCE_MS, zapierHost } from './host';

/** What one run works with. Everything here lasts for that run: nothing is kept between two. */
export interface Run {
	/** For what only looks, at addresses that others may have named: what was not seen until the time to advance is over is not waited for. */
	readonly looking: Host;
	readonly keyturn: Keyturn;
	readonly vault: Vault;
	readonly driver: VaultDriver;
}

/** What Zapier calls: no failure leaves it but one of ours. */
export type Perform<Result> = (z: ZObject, bundle: Bundle) => Promise<Result>;

/** Makes a perform of what is done with one open vault. */
export type Performing = <Result>(work: (run: Run, bundle: Bundle) => Promise<Result>) => Perform<Result>;

const registry: Readonly<Record<string, VaultDriver>> = vaults;

/** Opens the connection's vault for each run anew; the login itself happens with the first question. */
export const performingOver =
	(http: Http, clock: Clock): Performing =>
	(work) =>
	async (z, bundle) => {
		try {
			const looking = zapierHost(http, clock, ADVANCE_MS);
			return await work({ looking, ...runOf(zapierHost(http, clock), bundle) }, bundle);
		} catch (failure) {
			throw zapierError(z, failure);
		}
	};

function runOf(host: Host, { authData }: Bundle): Omit<Run, 'looking'> {
	const kind = authData['vault_kind'] ?? '';
	const driver = Object.hasOwn(registry, kind) ? registry[kind] : undefined;
	if (driver === undefined)
		throw new KeyturnError('BAD_INPUT', 'Vault login, Vault', 'choose one from the list');
	const vault = driver.open(settingsFrom(driver, answersOf(authData)), host);
	return { driver, vault, keyturn: openKeyturn(host, vault, { totalMs: ADVANCE_MS, budgetMs: ADVANCE_MS }) };
}

/** Whether a person tries the step in Zapier's editor: nothing may change then. */
export const isTrial = ({ meta }: Bundle): boolean => meta.isLoadingSample;

/** What is found, or nothing when no such key is registered: a search that finds nothing is no failure. */
export async function registered<Found>(find: () => Promise<Found>): Promise<Found[]> {
	try {
		return [await find()];
	} catch (error) {
		if (hasCode(error, 'NO_SUCH_KEY')) return [];
		throw error;
	}
}
