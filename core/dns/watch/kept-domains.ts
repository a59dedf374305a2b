import { hasCode } from '../../errors';
import type { Context } from '../../operations/context';
import { parseDomain } from '../domain';
import type { Name } from '../wire/name';

/** The domains that are watched, backed up or answered for. What else stands there is no domain's. */
export async function keptDomains({ vault }: Context): Promise<Name[]> {
	const names = (await vault.zones.list('')).filter((each) => each.endsWith('/'));
	return names.sort().flatMap((each) => {
		try {
			return [parseDomain(each.slice(0, -1))];
		} catch (error) {
			if (hasCode(error, 'BAD_INPUT')) return [];
			throw error;
		}
	});
}
