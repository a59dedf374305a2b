import { base32hex } from '../base32hex';
import { equalBytes } from '../wire/bytes';
import type { DnsRecord } from '../wire/message';
import { type Name, isUnder, labelsOf, nameBytes, parentOf } from '../wire/name';
import { readable } from '../wire/readable';
import { readNsec3 } from '../wire/records';
import { digestOf } from './algorithms';
import { cutBy, endsAt, lacks } from './bitmap';
import { type Budget, MAX_ITERATIONS } from './budget';
import type { Denial, Outcome } from './denial';
import { wildcardOf } from './nsec';
import { lastLabels } from './sets';

interface Nsec3 {
	/** The hashes of this name and of the next one. */
	readonly owner: string;
	readonly next: string;
	readonly optOut: boolean;
	readonly types: ReadonlySet<number>;
}

interface Parameters {
	readonly iterations: number;
	readonly salt: Uint8Array;
}

const SHA1 = 1;
const SHA1_BYTES = 20;

/** The hash of a name in the form of a label (RFC 5155, section 5), or null when the platform refuses to compute it. */
export function hashName(name: Name, { iterations, salt }: Parameters): string | null {
	let hash: Uint8Array | null = nameBytes(name);
	for (let round = 0; round <= iterations && hash !== null; round++) hash = digestOf(SHA1, hash, salt);
	return hash === null ? null : base32hex(hash);
}

/** Proofs by NSEC3 records that the zone signed (RFC 5155, section 8). */
export function nsec3Denial(zone: Name, records: readonly DnsRecord[], budget: Budget): Denial {
	const all = records.flatMap((record) =>
		readable([record], readNsec3)
			// What has flags or hashes that are not known is passed over (RFC 5155, sections 8.1 and 8.2).
			.filter(({ hashAlgorithm, next }) => hashAlgorithm === SHA1 && next.length === SHA1_BYTES)
			.filter(() => parentOf(record.name) === zone && ((record.data[1] ?? 0) & 0xfe) === 0)
			.map(({ next, ...rest }) => ({
				...rest,
				owner: labelsOf(record.name)[0] ?? '',
				next: base32hex(next),
			})),
	);
	const [parameters] = all;
	if (parameters === undefined) return every('not proved');
	if (all.some(({ iterations }) => iterations > MAX_ITERATIONS)) return every('too many iterations');
	const nsec3s: readonly Nsec3[] = all.filter(
		({ iterations, salt }) => iterations === parameters.iterations && equalBytes(salt, parameters.salt),
	);
	const hashes = new Map<Name, string>();
	const hashOf = (name: Name): string => {
		const known = hashes.get(name);
		if (known !== undefined) return known;
		if (!budget.mayHash(parameters.iterations + 1)) throw new Exhausted();
		const hash = hashName(name, parameters);
		if (hash === null) throw new Exhausted();
		hashes.set(name, hash);
		return hash;
	};
	const at = (name: Name) => nsec3s.find(({ owner }) => owner === hashOf(name));
	const around = (name: Name) => nsec3s.find((nsec3) => covers(nsec3, hashOf(name)));
	const hasNot = (name: Name, type: number) => {
		const nsec3 = at(name);
		return nsec3 !== undefined && lacks(nsec3.types, type, name === '.');
	};
	/** RFC 5155, section 8.3: the nearest name above that there is, and the gap in which the next longer one is not. */
	const closest = (name: Name): { encloser: Name; gap: Nsec3 } | null => {
		let longer = name;
		for (let above = parentOf(name); above !== null && isUnder(above, zone); above = parentOf(above)) {
			const match = at(above);
			if (match !== undefined) {
				const gap = endsAt(match.types) ? undefined : around(longer);
				return gap === undefined ? null : { encloser: above, gap };
			}
			longer = above;
		}
		return null;
	};
	return {
		noName: guarded((name) => {
			const proof = at(name) === undefined ? closest(name) : null;
			if (proof === null || around(wildcardOf(proof.encloser)) === undefined) return 'not proved';
			return said(proof.gap);
		}),
		noData: guarded((name, type: number) => {
			if (at(name) !== undefined) return hasNot(name, type) ? 'proved' : 'not proved';
			const proof = closest(name);
			if (proof === null) return 'not proved';
			// Names that are there only for unsigned zones below them may be without a record (RFC 5155, errata 3441).
			if (proof.gap.optOut) return 'open';
			return hasNot(wildcardOf(proof.encloser), type) ? 'proved' : 'not proved';
		}),
		onlyWildcard: guarded((name, labels: number) => {
			const gap = around(lastLabels(name, labels + 1));
			return gap === undefined ? 'not proved' : said(gap);
		}),
		cutAt: guarded((name) => {
			const match = at(name);
			if (match !== undefined) return cutBy(match.types);
			const proof = closest(name);
			if (proof === null) return 'not proved';
			return proof.gap.optOut ? 'open' : 'no name';
		}),
	};
}

/** In a gap with opt-out there may be unsigned zones: nothing is proved of it (RFC 5155, section 9.2). */
const said = ({ optOut }: Nsec3): Outcome => (optOut ? 'open' : 'proved');

function covers({ owner, next }: Nsec3, hash: string): boolean {
	if (owner < next) return owner < hash && hash < next;
	return hash > owner || hash < next;
}

const every = (outcome: Exclude<Outcome, 'proved'>): Denial => ({
	noName: () => outcome,
	noData: () => outcome,
	onlyWildcard: () => outcome,
	cutAt: () => outcome,
});

class Exhausted extends Error {}

/** The claim, or that it is too much work to look. */
const guarded =
	<Rest extends unknown[], Result>(claim: (name: Name, ...rest: Rest) => Result) =>
	(name: Name, ...rest: Rest): Result | 'too much work' => {
		try {
			return claim(name, ...rest);
		} catch (error) {
			if (error instanceof Exhausted) return 'too much work';
			throw error;
		}
	};
