import type { DnsRecord } from '../wire/message';
import { type Name, labelsOf } from '../wire/name';
import { readable } from '../wire/readable';
import { readRrsig } from '../wire/records';
import { IN, TYPE } from '../wire/types';

export type Rrsig = ReturnType<typeof readRrsig>;

/** The records of one name and type, with the signatures over them that can be read. */
export interface RecordSet {
	readonly name: Name;
	readonly type: number;
	readonly records: readonly DnsRecord[];
	readonly signatures: readonly Rrsig[];
}

export interface RecordSets {
	get(name: Name, type: number): RecordSet | undefined;
	ofType(type: number): readonly RecordSet[];
}

/** Sorts a section of a message into sets. */
export function setsOf(section: readonly DnsRecord[]): RecordSets {
	const sets = new Map<string, { name: Name; type: number; records: DnsRecord[]; signatures: Rrsig[] }>();
	const at = (name: Name, type: number) => {
		const key = `${type} ${name}`;
		const known = sets.get(key) ?? { name, type, records: [], signatures: [] };
		sets.set(key, known);
		return known;
	};
	for (const record of section) {
		if (record.class !== IN) continue;
		if (record.type !== TYPE.RRSIG) at(record.name, record.type).records.push(record);
		else
			for (const signature of readable([record], readRrsig))
				at(record.name, signature.covered).signatures.push(signature);
	}
	const all = [...sets.values()].filter(({ records }) => records.length > 0);
	return {
		get: (name, type) => all.find((set) => set.name === name && set.type === type),
		ofType: (type) => all.filter((set) => set.type === type),
	};
}

/** How many labels a signature over this name counts: the asterisk of a wildcard is not one (RFC 4034, section 3.1.3). */
export function signedLabels(name: Name): number {
	const labels = labelsOf(name);
	return labels.length - (labels[0] === '*' ? 1 : 0);
}

/** The last labels of a name. */
export const lastLabels = (name: Name, count: number): Name =>
	count === 0 ? '.' : `${labelsOf(name).slice(-count).join('.')}.`;
