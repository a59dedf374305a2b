import { DAY_MS, type Rule, type Signal } from '../rule';

/** A provider that is down for a while is no reason to wake anybody. */
const PATIENCE_MS = DAY_MS;

export const revokeDebt: Rule = {
	severity: 'high',
	title: 'An old key is not proved dead',
	looksFor:
		'A managed key that has owed a revocation for more than a day: an earlier key of it may still work.',
	remedy: 'Look for the key at its provider and revoke it there; the next run proves that it is dead.',
	quiet: null,
	judge: ({ input, memory }) =>
		(input.rows ?? []).flatMap(({ name, debt }): Signal[] => {
			if (debt === 0) {
				memory.debts.delete(name);
				return [
					{
						state: 'off',
						key: name,
						at: input.now,
						target: name,
						sentence: `${name} owes nothing any more.`,
					},
				];
			}
			const since = memory.debts.use(name, () => input.now);
			if (input.now - since < PATIENCE_MS) return [];
			const [keys, are] = debt === 1 ? ['earlier key', 'is'] : ['earlier keys', 'are'];
			const sentence = `${debt} ${keys} of ${name} ${are} not proved dead since ${new Date(since).toISOString()}.`;
			return [{ state: 'on', key: name, at: input.now, target: name, sentence }];
		}),
};
