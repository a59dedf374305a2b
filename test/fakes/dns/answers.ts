import type { Lookup, Lookups, Security } from '../../../core/dns/lookup';
import { bytesOf, concat, u16, u32, u8 } from '../../../core/dns/wire/bytes';
import type { DnsRecord } from '../../../core/dns/wire/message';
import { type Name, nameBytes, parentOf } from '../../../core/dns/wire/name';
import { TYPE, type TypeName } from '../../../core/dns/wire/types';

/** The data of records by `name TYPE`, or in their place a response code, silence, or data that are forged. */
export type Answers = Readonly<Record<string, readonly string[] | 'SERVFAIL' | 'REFUSED' | 'silent'>>;

export interface FakeLookups extends Lookups {
	readonly asked: string[];
}

const rcodes = { SERVFAIL: 2, REFUSED: 5 } as const;

/**
 * Look-ups out of a table. A name without an entry does not exist; a wildcard stands in for it (RFC 4592) and aliases are
 * followed. `{label}` in the target of a wildcard is what the asked name begins with.
 */
export function fakeLookups(answers: Answers, security: Security = 'insecure'): FakeLookups {
	const asked: string[] = [];
	const exists = (name: Name) =>
		Object.keys(answers).some((key) => ` ${key}`.includes(` ${name} `) || key.includes(`.${name} `));
	const verdict = { security, link: null };

	function look(name: Name, type: TypeName, owner: Name, aliases: readonly Name[]): Lookup {
		const wild = `*.${parentOf(owner) ?? '.'}`;
		const at = exists(owner) ? owner : exists(wild) ? wild : owner;
		const answer = answers[`${at} ${type}`];
		const found = { name, type: TYPE[type], failed: null, rcode: 0, records: [], aliases, verdict };
		if (answer === 'silent')
			return { ...found, failed: { kind: 'no answer', what: 'the resolver did not answer' } };
		if (typeof answer === 'string') return { ...found, rcode: rcodes[answer] };
		const alias = answers[`${at} CNAME`]?.[0];
		if (answer === undefined && alias !== undefined && aliases.length < 8) {
			const target = alias.replace('{label}', owner.split('.')[0] ?? '');
			return look(name, type, target, [...aliases, target]);
		}
		if (answer === undefined) return { ...found, rcode: exists(at) ? 0 : 3 };
		return { ...found, records: answer.map((text) => record(owner, type, text)) };
	}

	return {
		asked,
		async look(name, type) {
			const typeName = Object.entries(TYPE).find(([, value]) => value === type)?.[0] as TypeName;
			if (!asked.includes(`${name} ${typeName}`)) asked.push(`${name} ${typeName}`);
			return look(name, typeName, name, []);
		},
	};
}

export const record = (name: Name, type: TypeName, text: string): DnsRecord => ({
	name,
	type: TYPE[type],
	class: 1,
	ttl: 300,
	data: data(type, text),
});

function data(type: TypeName, text: string): Uint8Array {
	const parts = text.split(' ');
	const [first = '', second = '', third = '', ...rest] = parts;
	const encoders: Partial<Record<TypeName, () => Uint8Array>> = {
		A: () => Uint8Array.from(text.split('.').map(Number)),
		AAAA: () => concat(...text.split(':').map((group) => u16(parseInt(group || '0', 16)))),
		NS: () => nameBytes(text),
		CNAME: () => nameBytes(text),
		PTR: () => nameBytes(text),
		MX: () => concat(u16(Number(first)), nameBytes(second)),
		SOA: () => concat(nameBytes(first), nameBytes(second), ...[third, ...rest].map((n) => u32(Number(n)))),
		DS: () =>
			concat(u16(Number(first)), u8(Number(second)), u8(Number(third)), Buffer.from(rest.join(''), 'hex')),
		CAA: () =>
			concat(u8(Number(first)), u8(second.length), bytesOf(second), bytesOf(parts.slice(2).join(' '))),
	};
	const encode = encoders[type];
	if (encode === undefined) throw new Error(`a test wrote a record of type ${type}`);
	return Uint8Array.from(encode());
}
