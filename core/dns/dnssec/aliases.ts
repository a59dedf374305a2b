import { type Name, isUnder, labelsOf, nameOf } from '../wire/name';
import { readable } from '../wire/readable';
import { readTarget } from '../wire/records';
import { TYPE } from '../wire/types';
import { type RecordSet, type RecordSets } from './sets';

/** Where a name leads, and the records that say so. A CNAME that was made from a DNAME is nobody's and not signed. */
export function aliasIn(answer: RecordSets, name: Name): { set: RecordSet; target: Name } | null {
	const direct = answer.get(name, TYPE.CNAME);
	const [above] = answer
		.ofType(TYPE.DNAME)
		.filter((set) => set.name !== name && isUnder(name, set.name))
		.sort((a, b) => b.name.length - a.name.length);
	const set =
		direct === undefined || (above !== undefined && direct.signatures.length === 0) ? above : direct;
	if (set === undefined) return null;
	const [target] = readable(set.records, readTarget);
	if (target === undefined) return null;
	return { set, target: set === above ? moved(name, set.name, target) : target };
}

/** The name with its end exchanged (RFC 6672, section 2.2). */
function moved(name: Name, from: Name, to: Name): Name {
	const kept = labelsOf(name).slice(0, labelsOf(name).length - labelsOf(from).length);
	return nameOf([...kept, ...labelsOf(to)]);
}
