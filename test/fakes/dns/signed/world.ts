import type { Anchor } from '../../../../core/dns/dnssec/anchors';
import { Malformed } from '../../../../core/dns/wire/bytes';
import { hex } from '../../../../core/hex';
import type { Reply, Resolver } from '../../../../core/dns/resolver';
import {
	type DnsRecord,
	type Message,
	type Question,
	decodeMessage,
} from '../../../../core/dns/wire/message';
import { type Name, isUnder, labelsOf, nameBytes, nameOf } from '../../../../core/dns/wire/name';
import { readDs, readTarget } from '../../../../core/dns/wire/records';
import { IN, RCODE, TYPE } from '../../../../core/dns/wire/types';
import { encodeMessage } from '../encode';
import { type Zone, type ZoneSpec, buildZone, closestEncloser } from './zone';

/** Changes an answer on its way; null is none at all. */
export type Edit = (message: Message, question: Question) => Message | null;

export interface World {
	/** A resolver that finds answers and validates nothing. Each has its own count of questions. */
	resolver(edit?: Edit): Resolver & { readonly questions: readonly string[]; readonly sent: number };
	/** An answer in wire form. */
	answer(question: Question): Uint8Array;
	readonly anchors: readonly Anchor[];
	zone(name: Name): Zone;
}

/**
 * Zones from the root down, signed. A zone is delegated to by the nearest one above it. The anchors are the DS records
 * of the root.
 */
export function signedWorld({ zones: specs }: { readonly zones: readonly ZoneSpec[] }): World {
	const deepestFirst = [...specs].sort((a, b) => labelsOf(b.name).length - labelsOf(a.name).length);
	const zones = new Map<Name, Zone>();
	for (const spec of deepestFirst)
		zones.set(
			spec.name,
			buildZone(
				spec,
				[...zones.values()].filter(({ name }) => parentAmong(specs, name) === spec.name),
			),
		);
	const root = zones.get('.')!;
	const answers = new Map<string, Uint8Array>();
	return { resolver, answer, zone: (name) => zones.get(name)!, anchors: root.ds.map(anchorOf) };

	function answer(question: Question): Uint8Array {
		const key = `${question.name} ${String(question.type)}`;
		const known = answers.get(key) ?? encodeMessage(resolve(question));
		answers.set(key, known);
		return known;
	}

	function resolver(edit: Edit = (message) => message) {
		const questions: string[] = [];
		const replies = new Map<string, Reply>();
		return {
			host: 'resolver.test',
			questions,
			get sent() {
				return questions.length;
			},
			async ask(name: Name, type: number): Promise<Reply> {
				const key = `${name} ${String(type)}`;
				const known = replies.get(key);
				if (known !== undefined) return known;
				questions.push(key);
				const reply = replyTo({ name, type });
				replies.set(key, reply);
				return reply;
			},
		};

		function replyTo(question: Question): Reply {
			try {
				const edited = edit(decodeMessage(answer(question)), question);
				if (edited === null) return { message: null, failed: { kind: 'no answer', what: 'nothing came' } };
				return { message: decodeMessage(encodeMessage(edited)), failed: null };
			} catch (error) {
				if (!(error instanceof Malformed)) throw error;
				return { message: null, failed: { kind: 'unreadable', what: error.message } };
			}
		}
	}

	function resolve(question: Question): Message {
		const sections = { answer: [] as DnsRecord[], authority: [] as DnsRecord[] };
		let rcode: number = RCODE.NOERROR;
		let name: Name | null = question.name;
		for (let hops = 0; name !== null && hops < 20; hops++) {
			const found = step(zoneOf(name, question.type), name, question.type);
			sections.answer.push(...found.answer);
			sections.authority.push(...found.authority);
			rcode = found.rcode;
			name = found.target;
		}
		const base = { id: 0, isAnswer: true, truncated: false, rcode, questions: [question], additional: [] };
		return { ...base, ...sections };
	}

	/** The zone that has the word: for DS records that is the one above. */
	function zoneOf(name: Name, type: number): Zone {
		const [deepest] = [...zones.values()].filter(
			(zone) => isUnder(name, zone.name) && !(type === TYPE.DS && zone.name === name && name !== '.'),
		);
		return deepest!;
	}
}

const YXDOMAIN = 6;

interface Step {
	readonly answer: readonly DnsRecord[];
	readonly authority: readonly DnsRecord[];
	readonly rcode: number;
	/** Where it goes on. */
	readonly target: Name | null;
}

function step(zone: Zone, name: Name, type: number): Step {
	const { chain } = zone;
	const signed = (sets: readonly DnsRecord[]) =>
		zone.signed ? sets.flatMap((record) => zone.withSignatures([record])) : [];
	const soa = zone.withSignatures(zone.get(zone.name, TYPE.SOA));
	const found: Step = { answer: [], authority: [], rcode: RCODE.NOERROR, target: null };
	const dname = namesAbove(name).flatMap((above) => zone.get(above, TYPE.DNAME))[0];
	if (dname !== undefined && isUnder(dname.name, zone.name)) {
		const target = nameOf([
			...labelsOf(name).slice(0, -labelsOf(dname.name).length),
			...labelsOf(readTarget(dname)),
		]);
		if (nameBytes(target).length > 255)
			return { ...found, answer: zone.withSignatures([dname]), rcode: YXDOMAIN };
		const made: DnsRecord = { name, type: TYPE.CNAME, class: IN, ttl: dname.ttl, data: nameBytes(target) };
		return { ...found, answer: [...zone.withSignatures([dname]), made], target };
	}
	const at = (owner: Name) => {
		const set = zone.get(owner, type);
		return set.length > 0 ? set : zone.get(owner, TYPE.CNAME);
	};
	const targetIn = ([first]: readonly DnsRecord[]) =>
		first?.type === TYPE.CNAME && type !== TYPE.CNAME ? readTarget(first) : null;
	const here = at(name);
	if (here.length > 0) return { ...found, answer: zone.withSignatures(here), target: targetIn(here) };
	if (zone.has(name)) return { ...found, authority: [...soa, ...signed(chain.noData(name))] };
	const wildcard = `*.${closestEncloser(zone, name).replace(/^\.$/, '')}`;
	if (!zone.has(wildcard)) {
		const authority = [...soa, ...signed(chain.noName(name))];
		return { ...found, authority, rcode: RCODE.NXDOMAIN };
	}
	const expanded = at(wildcard);
	if (expanded.length === 0) return { ...found, authority: [...soa, ...signed(chain.wildcardNoData(name))] };
	return {
		...found,
		answer: zone.withSignatures(expanded).map((record) => ({ ...record, name })),
		authority: signed(chain.besideWildcard(name)),
		target: targetIn(expanded),
	};
}

const namesAbove = (name: Name): Name[] =>
	labelsOf(name).map((_, index, labels) => nameOf(labels.slice(index + 1)));

function parentAmong(specs: readonly ZoneSpec[], name: Name): Name | undefined {
	const above = specs.filter((spec) => spec.name !== name && isUnder(name, spec.name));
	return above.sort((a, b) => labelsOf(b.name).length - labelsOf(a.name).length)[0]?.name;
}

function anchorOf(record: DnsRecord): Anchor {
	const { digest, ...rest } = readDs(record);
	return { zone: record.name, ...rest, digest: hex(digest) };
}
