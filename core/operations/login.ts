import type { Rights } from '../vaults/vault';
import type { Context } from './context';

/** Stands for any key: rights are given by folder. */
const ANY = 'any-key';

export interface LoginRights extends Rights {
	/** What it lacks for DNS Baseline, and for nothing else: a login that only rotates keys is right without it. */
	readonly missingForZones: readonly string[];
}

/** Logs in and looks up, without changing anything or reading a value, what the login lacks to look after any key or zone. */
export async function checkLogin({ vault }: Context): Promise<LoginRights> {
	const rights = await vault.check(ANY, { path: vault.valuePath(ANY), field: 'value' }, ANY);
	await vault.checkEngine();
	return { ...rights, missingForZones: await vault.missingForZones() };
}
