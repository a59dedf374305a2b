import type { Issuance } from '../certificates/issued';
import { type Case, type Check, judged } from '../finding';
import { DAY_MS, dayShown } from '../times';
import { shown } from '../wire/name';

const YEAR_MS = 365 * DAY_MS;

export const tlsOldKey: Check = {
	severity: 'medium',
	title: 'A certificate’s key stays the same for more than a year',
	basis: 'NIST SP 800-57 part 1, section 5.3',
	remedy: 'Ask for a new key on renewal, and keep the private key in the vault only.',
	judge: ({ certificates: { issued } }) =>
		judged(issued, ({ issuances }) => {
			const byKey = new Map<string, Issuance[]>();
			for (const issuance of issuances.filter(({ revoked }) => !revoked))
				byKey.set(issuance.publicKey, [...(byKey.get(issuance.publicKey) ?? []), issuance]);
			return [...byKey.values()].flatMap(reused);
		}),
};

function reused(issuances: readonly Issuance[]): Case[] {
	const [from, until] = [
		Math.min(...issuances.map((each) => each.from)),
		Math.max(...issuances.map((each) => each.until)),
	];
	// One certificate may live longer than a year by itself: that is TLS-03's.
	if (new Set(issuances.map((each) => each.from)).size < 2 || until - from <= YEAR_MS) return [];
	const name = issuances[0]?.names[0];
	return [
		{
			evidence: `${issuances.length} certificates for ${name === undefined ? 'no name' : shown(name)} share one key, from ${dayShown(from)} to ${dayShown(until)}`,
		},
	];
}
