import { equalBytes } from '../../../../core/dns/wire/bytes';
import type { DnsRecord } from '../../../../core/dns/wire/message';
import { type Name, isUnder, labelsOf, parentOf } from '../../../../core/dns/wire/name';
import { TYPE } from '../../../../core/dns/wire/types';
import { parseRecord } from '../text';
import { type Chain, nsecChain, nsec3Chain } from './chains';
import { type KeySpec, type SigningKey, type Validity, dsRecord, signSet, signingKey } from './keys';

/** A zone as data. */
export interface ZoneSpec {
	readonly name: Name;
	/** Lines of a master file with absolute names. SOA and NS records of the top are made. */
	readonly records?: readonly string[];
	/** Whether it is signed; it is. */
	readonly signed?: boolean;
	readonly keys?: readonly KeySpec[];
	readonly denial?:
		'nsec' | { readonly iterations: number; readonly optOut: boolean; readonly salt?: string };
	/** The DS records that the zone above has: types of digest for each key that has `inDs`, and lines of data. */
	readonly ds?: { readonly digests?: readonly number[]; readonly more?: readonly string[] };
	readonly validity?: Validity;
}

export interface Zone {
	readonly name: Name;
	readonly signed: boolean;
	readonly keys: readonly SigningKey[];
	/** The DS records of the zone, for the zone above. */
	readonly ds: readonly DnsRecord[];
	readonly chain: Chain;
	get(name: Name, type: number): readonly DnsRecord[];
	/** True for names with records, and for those above them. */
	has(name: Name): boolean;
	/** The records with their signatures, as they are answered. */
	withSignatures(set: readonly DnsRecord[]): readonly DnsRecord[];
}

const everMore: Validity = { from: 0, to: 0x7fff_ffff };

/** `children` are the zones that this one delegates to. */
export function buildZone(spec: ZoneSpec, children: readonly Zone[]): Zone {
	const { name, signed = true, denial = 'nsec', validity = everMore } = spec;
	const keys = (spec.keys ?? [{}]).map((key, index) => signingKey(name, index, key));
	const below = name === '.' ? '' : name;
	const records: DnsRecord[] = [
		parseRecord(`${name} SOA ns.${below} mail.${below} 1 7200 3600 1209600 300`),
		parseRecord(`${name} NS ns.${below}`),
		...(spec.records ?? []).map(parseRecord),
		...(signed ? keys.filter((key) => key.spec.published).map(({ record }) => record) : []),
		...children.flatMap((child) => [parseRecord(`${child.name} NS ns.${child.name}`), ...child.ds]),
	];
	const sets = new Map<string, DnsRecord[]>();
	for (const record of records) {
		const key = `${record.name} ${String(record.type)}`;
		const set = sets.get(key) ?? [];
		if (!set.some(({ data }) => equalBytes(data, record.data))) sets.set(key, [...set, record]);
	}
	const all = [...sets.values()];
	const cuts = new Set(children.map((child) => child.name));
	const signatures = new Map<string, readonly DnsRecord[]>();
	const zone: Omit<Zone, 'chain'> = {
		name,
		signed,
		keys,
		ds: signed ? dsRecords() : [],
		get: (owner, type) => sets.get(`${owner} ${String(type)}`) ?? [],
		has: (owner) => records.some((record) => isUnder(record.name, owner)),
		withSignatures(set) {
			const [first] = set;
			if (!signed || first === undefined || (first.type === TYPE.NS && cuts.has(first.name))) return set;
			const key = `${first.name} ${String(first.type)}`;
			const made =
				signatures.get(key) ?? signersOf(first.type).map((each) => signSet(set, name, each, validity));
			signatures.set(key, made);
			return [...set, ...made];
		},
	};
	const chain = denial === 'nsec' ? nsecChain : nsec3Chain(denial);
	return { ...zone, chain: chain({ zone, all, cuts }) };

	function dsRecords(): DnsRecord[] {
		const digests = spec.ds?.digests ?? [2];
		return [
			...keys.filter((key) => key.spec.inDs).flatMap((key) => digests.map((type) => dsRecord(key, type))),
			...(spec.ds?.more ?? []).map((data) => parseRecord(`${name} DS ${data}`)),
		];
	}

	function signersOf(type: number): readonly SigningKey[] {
		const part = type === TYPE.DNSKEY ? 'keys' : 'data';
		return keys.filter(({ spec: { signs } }) => signs === 'all' || signs === part);
	}
}

/** The nearest name above that there is. */
export function closestEncloser(zone: Pick<Zone, 'has' | 'name'>, name: Name): Name {
	let at = name;
	while (!zone.has(at) && at !== zone.name) at = parentOf(at)!;
	return at;
}

/** The name one label longer than one above it. */
export const nextCloser = (name: Name, encloser: Name): Name =>
	`${labelsOf(name)
		.slice(-labelsOf(encloser).length - 1)
		.join('.')}.`;
