import { concat, u16, u32 } from '../../../core/dns/wire/bytes';
import type { Question } from '../../../core/dns/wire/message';
import { nameBytes } from '../../../core/dns/wire/name';
import { IN } from '../../../core/dns/wire/types';

/** An answer that is made up: a response code, and the data of the records of the type that was asked for. */
export interface Lie {
	readonly rcode?: number;
	readonly data?: readonly Uint8Array[];
}

/** Answer, recursion desired and available, checking disabled. */
const FLAGS = 0x81_90;
const TRUNCATED = 0x02;
const TTL_S = 300;

export function lieAbout(
	query: Uint8Array,
	{ name, type }: Question,
	{ rcode = 0, data = [] }: Lie,
): Uint8Array {
	const owner = nameBytes(name);
	const header = concat(query.subarray(0, 2), ...[FLAGS | rcode, 1, data.length, 0, 0].map(u16));
	const records = data.map((one) => concat(owner, u16(type), u16(IN), u32(TTL_S), u16(one.length), one));
	return concat(header, owner, u16(type), u16(IN), ...records);
}

/** The same answer, marked as one that had no room. */
export function cutOff(answer: Uint8Array): Uint8Array {
	const cut = Uint8Array.from(answer);
	cut[2]! |= TRUNCATED;
	return cut;
}
