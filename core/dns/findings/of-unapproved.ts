import type { Issuance } from '../certificates/issued';
import type { Facts } from '../facts';
import { type Judgement, judgedBy, needs } from '../finding';
import { type Name, isUnder, shown } from '../wire/name';
import { issuedShown } from './issued-shown';
import { ofIssued } from './of-issued';

/** Names of the domain in certificates that nobody approved: wildcards or the others, each once. */
export function ofUnapproved(
	{ domain, certificates: { issued, approved } }: Facts,
	which: 'wildcards' | 'names',
): Judgement {
	const { names: known } = approved;
	if (known === null) return judgedBy(issued, () => needs('nobody approved the names yet'));
	return ofIssued(issued, (issuances) => {
		const found = new Map<Name, Issuance>();
		for (const issuance of issuances)
			for (const name of issuance.names)
				if (
					isUnder(name, domain) &&
					name.startsWith('*.') === (which === 'wildcards') &&
					!known.includes(name) &&
					!found.has(name)
				)
					found.set(name, issuance);
		return [...found].map(([name, issuance]) => ({ evidence: `${shown(name)}: ${issuedShown(issuance)}` }));
	});
}
