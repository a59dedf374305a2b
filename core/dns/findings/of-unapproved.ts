import type { Issuance } from '../certificates/issued';
import type { Facts } from '../facts';
import { type Judgement, needs, notChecked } from '../finding';
import { type Name, isUnder, shown } from '../wire/name';
import { issuedShown } from './issued-shown';
import { partlyRead } from './partly-read';

/** Names of the domain in certificates that nobody approved: wildcards or the others, each once. */
export function ofUnapproved(
	{ domain, certificates: { issued, approved } }: Facts,
	which: 'wildcards' | 'names',
): Judgement {
	if ('notSeen' in issued) return notChecked(issued.notSeen);
	if (approved.names === null) return needs('nobody approved the names yet');
	const found = new Map<Name, Issuance>();
	for (const issuance of issued.seen.issuances.filter(({ revoked }) => !revoked))
		for (const name of issuance.names)
			if (
				isUnder(name, domain) &&
				name.startsWith('*.') === (which === 'wildcards') &&
				!approved.names.includes(name) &&
				!found.has(name)
			)
				found.set(name, issuance);
	if (found.size === 0 && !issued.seen.complete) return partlyRead;
	return {
		cases: [...found].map(([name, issuance]) => ({ evidence: `${shown(name)}: ${issuedShown(issuance)}` })),
	};
}
