import { createHash } from 'node:crypto';
import { concat, u16, u8 } from '../../../../core/dns/wire/bytes';
import type { DnsRecord } from '../../../../core/dns/wire/message';
import { type Name, compareNames, isUnder, nameBytes, parentOf } from '../../../../core/dns/wire/name';
import { IN, TYPE } from '../../../../core/dns/wire/types';
import { typeBitmap } from '../text';
import { type Zone, closestEncloser, nextCloser } from './zone';

/** Records of absence, as a zone answers with them: sets without signatures. */
export interface Chain {
	/** For a name without the type. */
	noData(name: Name): readonly DnsRecord[];
	noName(name: Name): readonly DnsRecord[];
	/** Beside the records of a wildcard. */
	besideWildcard(name: Name): readonly DnsRecord[];
	/** For a name for which a wildcard without the type stands. */
	wildcardNoData(name: Name): readonly DnsRecord[];
	/** Records of the top of the zone that say how this is done. */
	readonly all: readonly DnsRecord[];
}

interface Parts {
	readonly zone: Omit<Zone, 'chain'>;
	readonly all: readonly (readonly DnsRecord[])[];
	readonly cuts: ReadonlySet<Name>;
}

const wildcardOf = (encloser: Name): Name => (encloser === '.' ? '*.' : `*.${encloser}`);

const typesAt = ({ all }: Parts, name: Name): number[] =>
	all.filter(([first]) => first!.name === name).map(([first]) => first!.type);

const record = (name: Name, type: number, data: Uint8Array): DnsRecord => ({
	name,
	type,
	class: IN,
	ttl: 300,
	data,
});

/** RFC 4034, section 4. */
export function nsecChain(parts: Parts): Chain {
	const { zone, all } = parts;
	const names = [...new Set(all.map(([first]) => first!.name))].sort(compareNames);
	const nsecs = names.map((name, index) => {
		const next = names[(index + 1) % names.length]!;
		const types = typeBitmap([...typesAt(parts, name), TYPE.RRSIG, TYPE.NSEC]);
		return record(name, TYPE.NSEC, concat(nameBytes(next), types));
	});
	/** Of the name, or of the gap that it is in. */
	const at = (name: Name) => nsecs.filter((nsec) => compareNames(nsec.name, name) <= 0).at(-1)!;
	const wildcard = (name: Name) => wildcardOf(closestEncloser(zone, name));
	return {
		noData: (name) => [at(name)],
		noName: (name) => distinct([at(name), at(wildcard(name))]),
		besideWildcard: (name) => [at(name)],
		wildcardNoData: (name) => distinct([at(name), at(wildcard(name))]),
		all: nsecs,
	};
}

/** RFC 5155, section 7.1. */
export const nsec3Chain =
	({ iterations, optOut, salt: saltHex = 'abcd' }: { iterations: number; optOut: boolean; salt?: string }) =>
	(parts: Parts): Chain => {
		const { zone, all, cuts } = parts;
		const salt = new Uint8Array(Buffer.from(saltHex, 'hex'));
		const hashOf = (name: Name): Uint8Array => {
			let hash = nameBytes(name);
			for (let round = 0; round <= iterations; round++)
				hash = new Uint8Array(createHash('sha1').update(hash).update(salt).digest());
			return hash;
		};
		const isLeftOut = (name: Name) => optOut && cuts.has(name) && !typesAt(parts, name).includes(TYPE.DS);
		const names = new Set<Name>();
		for (const [first] of all)
			if (!isLeftOut(first!.name))
				for (
					let name: Name | null = first!.name;
					name !== null && isUnder(name, zone.name);
					name = parentOf(name)
				)
					names.add(name);
		const hashed = [...names]
			.map((name) => ({ name, hash: hashOf(name), text: base32hex(hashOf(name)) }))
			.sort((a, b) => (a.text < b.text ? -1 : 1));
		const nsec3s = hashed.map(({ name, text }, index) => {
			const { hash } = hashed[(index + 1) % hashed.length]!;
			const types = typesAt(parts, name);
			const isUnsigned = types.length === 0 || (cuts.has(name) && !types.includes(TYPE.DS));
			const params = concat(u8(1), u8(optOut ? 1 : 0), u16(iterations), u8(salt.length), salt);
			const bitmap = typeBitmap(isUnsigned ? types : [...types, TYPE.RRSIG]);
			const owner = zone.name === '.' ? `${text}.` : `${text}.${zone.name}`;
			return record(owner, TYPE.NSEC3, concat(params, u8(hash.length), hash, bitmap));
		});
		/** Of the hash, or of the gap that it is in. */
		const at = (name: Name) => {
			const text = base32hex(hashOf(name));
			return nsec3s.filter((nsec3) => nsec3.name.slice(0, 32) <= text).at(-1) ?? nsec3s.at(-1)!;
		};
		const proof = (name: Name) => {
			let encloser = closestEncloser(zone, name);
			// What is left out has no record; the next above it that has one takes its place.
			while (!names.has(encloser)) encloser = parentOf(encloser)!;
			return { wildcard: wildcardOf(encloser), match: at(encloser), gap: at(nextCloser(name, encloser)) };
		};
		return {
			noData(name) {
				if (names.has(name)) return [at(name)];
				const { match, gap } = proof(name);
				return distinct([match, gap]);
			},
			noName(name) {
				const { wildcard, match, gap } = proof(name);
				return distinct([match, gap, at(wildcard)]);
			},
			besideWildcard: (name) => [proof(name).gap],
			wildcardNoData(name) {
				const { wildcard, match, gap } = proof(name);
				return distinct([match, gap, at(wildcard)]);
			},
			all: nsec3s,
		};
	};

const distinct = (records: readonly DnsRecord[]): DnsRecord[] => [...new Set(records)];

function base32hex(bytes: Uint8Array): string {
	const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
	const digits = bits.match(/.{5}/g) ?? [];
	return digits.map((digit) => Number.parseInt(digit, 2).toString(32)).join('');
}
