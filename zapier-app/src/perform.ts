import type { Bundle, ZObject } from 'zapier-platform-core';
import { hasCode, KeyturnError } from '../../core/errors';
import { type Keyturn, openKeyturn } from '../../core/keyturn';
import type { Clock, Host, Http } from '../../core/ports';
import { vaults } from '../../core/vaults';
import { settingsFrom } from '../../core/vaults/generic';
import type { Vault, VaultDriver } from '../../core/vaults/vault';
import { answersOf } from './connection';
import { zapierError } from './failure';
import { ADVANCE_MS, END_MS, zapierHost } from './host';
import { stash, type StepFile } from './stash';

/** What one run works with. Everything here lasts for that run: nothing is kept between two. */
export interface Run {
	/** For what only looks, at addresses that others may have named: what was not seen until the time to advance is over is not waited for. */
	readonly looking: Host;
	readonly keyturn: Keyturn;
	readonly vault: Vault;
	readonly driver: VaultDriver;
	/** Puts a file where Zapier keeps them, in what is left of the run, and gives its address for later steps. */
	readonly stash: (file: StepFile) => Promise<string>;
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
		const began = clock.monotonic();
		try {
			const looking = zapierHost(http, clock, ADVANCE_MS);
			const keep = (file: StepFile) => stash(z, file, Math.max(0, began + END_MS - clock.monotonic()));
			return await work({ looking, stash: keep, ...runOf(zapierHost(http, clock), bundle) }, bundle);
		} catch (failure) {
			throw zapierError(z, failure);
		}
	};

function runOf(host: Host, { authData }: Bundle): Omit<Run, 'looking' | 'stash'> {
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
