import type { Rights } from '../vaults/vault';
import type { Context } from './context';

/** Stands for any key: rights are given by folder. */
const ANY = 'any-key';

/** Logs in and looks up, without changing anything or reading a value, what the login lacks to look after any key. */
export async function checkLogin({ vault }: Context): Promise<Rights> {
	const rights = await vault.check(ANY, { path: vault.valuePath(ANY), field: 'value' }, ANY);
	await vault.checkEngine();
	return rights;
}
