import { type DnsRecord, type Message, decodeMessage } from '../../../core/dns/wire/message';
import { encodeMessage } from './encode';

/** Numbers that look random and are the same for the same seed. */
export function randomFrom(seed: number): (below: number) => number {
	let state = seed >>> 0 || 1;
	return (below) => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		state >>>= 0;
		return state % below;
	};
}

type Random = (below: number) => number;

const kinds: readonly ((bytes: Uint8Array, random: Random) => Uint8Array)[] = [
	(bytes, random) => with_(bytes, random(bytes.length), (byte) => byte ^ (1 << random(8))),
	(bytes, random) => with_(bytes, random(bytes.length), () => random(256)),
	// Header and counts.
	(bytes, random) => with_(bytes, 2 + random(10), () => random(256)),
	(bytes, random) => bytes.slice(0, random(bytes.length + 1)),
	(bytes, random) => {
		const [at, length] = [random(bytes.length), random(24)];
		return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + length)]);
	},
	(bytes, random) => {
		const [at, from, length] = [random(bytes.length), random(bytes.length), random(40)];
		return Uint8Array.from([
			...bytes.subarray(0, at),
			...bytes.subarray(from, from + length),
			...bytes.subarray(at),
		]);
	},
	(bytes, random) => {
		const [to, from, length] = [random(bytes.length), random(bytes.length), random(40)];
		const copy = bytes.slice();
		copy.set(bytes.subarray(from, Math.min(from + length, bytes.length - Math.max(0, to - from))), to);
		return copy;
	},
];

/** Bytes changed as they suffer it on purpose or by accident; many of them are no message any more. */
function changedBytes(bytes: Uint8Array, random: Random): Uint8Array {
	if (bytes.length <= 12) return bytes;
	try {
		return kinds[random(kinds.length)]!(bytes, random);
	} catch (error) {
		if (error instanceof RangeError) return bytes;
		throw error;
	}
}

type Section = 'answer' | 'authority';

const recordKinds: readonly ((record: DnsRecord, random: Random) => DnsRecord | null)[] = [
	() => null,
	(record, random) => ({
		...record,
		data: with_(record.data, random(record.data.length || 1), () => random(256)),
	}),
	(record, random) => ({
		...record,
		data: with_(record.data, random(20), (byte) => byte ^ (1 << random(8))),
	}),
	(record, random) => ({ ...record, data: record.data.slice(0, random(record.data.length + 1)) }),
	(record, random) => ({ ...record, ttl: random(2) === 0 ? random(10_000) : 0xffff_ffff }),
	(record, random) => ({ ...record, type: [1, 2, 5, 6, 16, 39, 43, 46, 47, 48, 50][random(11)]! }),
	(record, random) => ({ ...record, class: random(4) }),
	(record, random) => ({ ...record, name: record.name.split('.').slice(random(2)).join('.') || '.' }),
	(record, random) => ({
		...record,
		name: `${['x', '*', 'www', 'tld'][random(4)]!}.${record.name.replace(/^\.$/, '')}`,
	}),
];

/** A message changed in its records: it can still be read, so that what is wrong with it is for the validator to see. */
function changedRecords(message: Message, random: Random): Message {
	const section: Section = random(2) === 0 ? 'answer' : 'authority';
	const other: Section = section === 'answer' ? 'authority' : 'answer';
	const records = message[section];
	const at = random(records.length || 1);
	const [record] = records.slice(at, at + 1);
	if (record === undefined || random(12) === 0) return { ...message, rcode: [0, 2, 3, 5][random(4)]! };
	const rest = records.filter((_, index) => index !== at);
	const way = random(recordKinds.length + 3);
	if (way === recordKinds.length) return { ...message, [section]: [...rest, record].reverse() };
	if (way === recordKinds.length + 1)
		return { ...message, [section]: rest, [other]: [...message[other], record] };
	if (way === recordKinds.length + 2) return { ...message, [section]: [...records, record] };
	const changed = recordKinds[way]!(record, random);
	const kept = random(3) === 0 ? [record] : [];
	return { ...message, [section]: [...rest, ...kept, ...(changed === null ? [] : [changed])] };
}

/** A message with one to three changes. */
export function mutated(bytes: Uint8Array, random: Random): Uint8Array {
	let changed = bytes;
	const readable = random(3) > 0;
	for (let count = 1 + random(3); count > 0; count--)
		changed = readable
			? encodeMessage(changedRecords(decodedOr(changed, bytes), random))
			: changedBytes(changed, random);
	return changed;
}

function decodedOr(bytes: Uint8Array, original: Uint8Array): Message {
	try {
		return decodeMessage(bytes);
	} catch {
		return decodeMessage(original);
	}
}

function with_(bytes: Uint8Array, at: number, change: (byte: number) => number): Uint8Array {
	const copy = bytes.slice();
	copy[at] = change(copy[at]!);
	return copy;
}
