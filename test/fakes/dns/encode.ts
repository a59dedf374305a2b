import { concat, u16, u32 } from '../../../core/dns/wire/bytes';
import type { DnsRecord, Message } from '../../../core/dns/wire/message';
import { nameBytes } from '../../../core/dns/wire/name';
import { IN } from '../../../core/dns/wire/types';

const OPT = Uint8Array.of(0, 0, 41, 16, 0, 0, 0, 0x80, 0, 0, 0);

/** A message in wire form, without compression. */
export function encodeMessage(message: Message): Uint8Array {
	const { questions, answer, authority, additional } = message;
	const flags =
		(message.isAnswer ? 0x8180 : 0x0100) | (message.truncated ? 0x0200 : 0) | (message.rcode & 0xf);
	return concat(
		...[message.id, flags, questions.length, answer.length, authority.length, additional.length + 1].map(u16),
		...questions.flatMap(({ name, type }) => [nameBytes(name), u16(type), u16(IN)]),
		...[...answer, ...authority, ...additional].map(encodeRecord),
		OPT,
	);
}

const encodeRecord = ({ name, type, class: class_, ttl, data }: DnsRecord): Uint8Array =>
	concat(nameBytes(name), u16(type), u16(class_), u32(ttl), u16(data.length), data);
