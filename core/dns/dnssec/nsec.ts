import type { DnsRecord } from '../wire/message';
import { type Name, commonAncestor, compareNames, isUnder, labelsOf } from '../wire/name';
import { readable } from '../wire/readable';
import { readNsec } from '../wire/records';
import { cutBy, endsAt, lacks } from './bitmap';
import type { Denial, Outcome } from './denial';

interface Nsec {
	readonly owner: Name;
	readonly next: Name;
	readonly types: ReadonlySet<number>;
}

/** Proofs by NSEC records that the zone signed (RFC 4035, section 5.4). */
export function nsecDenial(zone: Name, records: readonly DnsRecord[]): Denial {
	const nsecs: Nsec[] = records.flatMap((record) =>
		readable([record], readNsec)
			.filter(({ next }) => isUnder(record.name, zone) && isUnder(next, zone))
			.map((nsec) => ({ owner: record.name, ...nsec })),
	);
	const at = (name: Name) => nsecs.find(({ owner }) => owner === name);
	/** The record of the gap that the name is in. */
	const around = (name: Name) =>
		isUnder(name, zone)
			? nsecs.find((nsec) => covers(nsec, name, zone) && !(isUnder(name, nsec.owner) && endsAt(nsec.types)))
			: undefined;
	const isAbsent = (name: Name) => {
		const gap = around(name);
		return gap !== undefined && !isUnder(gap.next, name);
	};
	/** A name with names below it and no records: it has no NSEC record itself. */
	const isEmpty = (name: Name) => {
		const gap = around(name);
		return gap !== undefined && isUnder(gap.next, name);
	};
	/** The nearest name above that there is. */
	const encloserOf = (name: Name): Name | null => {
		const gap = around(name);
		if (gap === undefined) return null;
		const [left, right] = [commonAncestor(name, gap.owner), commonAncestor(name, gap.next)];
		return labelsOf(left).length > labelsOf(right).length ? left : right;
	};
	const wildcardFor = (name: Name): Name | null => {
		const encloser = encloserOf(name);
		return encloser === null ? null : wildcardOf(encloser);
	};
	const hasNot = (name: Name, type: number) => {
		const nsec = at(name);
		return nsec !== undefined && lacks(nsec.types, type, name === '.');
	};
	return {
		noName(name) {
			const wildcard = wildcardFor(name);
			return proved(isAbsent(name) && wildcard !== null && isAbsent(wildcard));
		},
		noData(name, type) {
			if (hasNot(name, type) || isEmpty(name)) return 'proved';
			const wildcard = wildcardFor(name);
			return proved(isAbsent(name) && wildcard !== null && (hasNot(wildcard, type) || isEmpty(wildcard)));
		},
		onlyWildcard(name, labels) {
			const encloser = encloserOf(name);
			return proved(isAbsent(name) && encloser !== null && labelsOf(encloser).length === labels);
		},
		cutAt(name) {
			const nsec = at(name);
			if (nsec !== undefined) return cutBy(nsec.types);
			if (isEmpty(name)) return 'no zone';
			return isAbsent(name) ? 'no name' : 'not proved';
		},
	};
}

/** The last record of a zone leads back to its top; none leads back to anything else. */
function covers({ owner, next }: Nsec, name: Name, zone: Name): boolean {
	if (compareNames(owner, name) >= 0) return false;
	return next === zone || compareNames(name, next) < 0;
}

export const wildcardOf = (encloser: Name): Name => (encloser === '.' ? '*.' : `*.${encloser}`);

const proved = (is: boolean): Outcome => (is ? 'proved' : 'not proved');
