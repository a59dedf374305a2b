import { type Lookup, type Lookups } from '../../../core/dns/lookup';
import { bytesOf, concat, u16, u8 } from '../../../core/dns/wire/bytes';
import { type Name, isUnder, nameBytes, nameOf, labelsOf, parentOf } from '../../../core/dns/wire/name';
import { IN, RCODE, TYPE } from '../../../core/dns/wire/types';
import { parseIp4, parseIp6 } from '../../../core/ip-address';

/** What stands at one name, as people write it. A TXT is one string, or several of one record. */
export interface ZoneEntry {
	readonly A?: readonly string[];
	readonly AAAA?: readonly string[];
	readonly NS?: readonly Name[];
	readonly CNAME?: readonly [Name];
	readonly PTR?: readonly Name[];
	readonly MX?: readonly (readonly [preference: number, exchange: Name])[];
	readonly TXT?: readonly (string | readonly string[])[];
	readonly CAA?: readonly (readonly [flags: number, tag: string, value: string])[];
}

/** Names are absolute and in lower case; a name that starts with `*` is a wildcard (RFC 4592). */
export type Zone = Readonly<Record<Name, ZoneEntry>>;

export interface ZoneFaults {
	/** What nobody can look up: `name` for every type, `name TYPE` for one. */
	readonly failing?: readonly string[];
	/** What validation refuses, written in the same way. */
	readonly bogus?: readonly string[];
}

export interface ZoneLookups extends Lookups {
	/** Every question, as `name TYPE`, each once and in order. */
	readonly asked: string[];
}

const data: {
	readonly [Type in keyof ZoneEntry]-?: (value: NonNullable<ZoneEntry[Type]>[number]) => Uint8Array;
} = {
	A: (text) => parseIp4(text)!,
	AAAA: (text) => parseIp6(text)!,
	NS: nameBytes,
	CNAME: nameBytes,
	PTR: nameBytes,
	MX: ([preference, exchange]) => concat(u16(preference), nameBytes(exchange)),
	TXT: (text) => concat(...(typeof text === 'string' ? [text] : text).flatMap(chunks)),
	CAA: ([flags, tag, value]) => concat(u8(flags), u8(tag.length), bytesOf(tag), bytesOf(value)),
};

const chunks = (text: string): Uint8Array[] =>
	Array.from({ length: Math.max(1, Math.ceil(text.length / 255)) }, (_, index) => {
		const part = bytesOf(text.slice(index * 255, index * 255 + 255));
		return concat(u8(part.length), part);
	});

const MAX_ALIASES = 8;

/** Look-ups over a zone in memory. Everything is insecure: nothing is signed, and that is proved. */
export function zoneLookups(zone: Zone, { failing = [], bogus = [] }: ZoneFaults = {}): ZoneLookups {
	const known = new Map<string, Promise<Lookup>>();
	const asked: string[] = [];
	return {
		asked,
		look(name, type) {
			const question = `${name} ${typeText(type)}`;
			const before = known.get(question);
			if (before !== undefined) return before;
			asked.push(question);
			const answer = Promise.resolve(find(name, type));
			known.set(question, answer);
			return answer;
		},
	};

	function find(name: Name, type: number): Lookup {
		const aliases: Name[] = [];
		for (let at = name; aliases.length <= MAX_ALIASES;) {
			if (isListed(failing, at, type))
				return answer({ failed: { kind: 'no answer', what: 'nobody answers' } });
			const entry = entryAt(at);
			if (entry === null) return answer({ rcode: RCODE.NXDOMAIN, aliases });
			const values = entry[typeText(type) as keyof ZoneEntry];
			if (values === undefined && entry.CNAME !== undefined) {
				aliases.push((at = entry.CNAME[0]));
				continue;
			}
			const encode = data[typeText(type) as keyof ZoneEntry] as (value: unknown) => Uint8Array;
			const records = (values ?? []).map((value) => ({
				name: at,
				type,
				class: IN,
				ttl: 300,
				data: encode(value),
			}));
			return answer({ aliases, records, isBogus: isListed(bogus, at, type) });
		}
		return answer({ rcode: RCODE.SERVFAIL });

		function answer(part: Partial<Lookup> & { readonly isBogus?: boolean }): Lookup {
			const { isBogus = false, ...given } = part;
			const link = { zone: name, reason: 'signature wrong', what: 'the zone of the test says so' } as const;
			const verdict = isBogus
				? ({ security: 'bogus', link } as const)
				: ({ security: 'insecure', link: null } as const);
			return { name, type, failed: null, rcode: 0, records: [], aliases: [], verdict, ...given };
		}
	}

	/** What stands at a name or at the wildcard that covers it; null when there is no such name. */
	function entryAt(name: Name): ZoneEntry | null {
		const names = Object.keys(zone);
		if (zone[name] !== undefined) return zone[name];
		if (names.some((each) => isUnder(each, name))) return {};
		for (let above = parentOf(name); above !== null; above = parentOf(above)) {
			const wildcard = zone[nameOf(['*', ...labelsOf(above)])];
			if (wildcard !== undefined) return wildcard;
			if (names.some((each) => isUnder(each, above))) return null;
		}
		return null;
	}
}

const typeText = (type: number): string =>
	Object.entries(TYPE).find(([, value]) => value === type)?.[0] ?? String(type);

const isListed = (list: readonly string[], name: Name, type: number): boolean =>
	list.includes(name) || list.includes(`${name} ${typeText(type)}`);
