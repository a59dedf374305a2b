import { type Link, type Lookup, type Verdict } from '../../../../../core/dns/lookup';
import { openValidator } from '../../../../../core/dns/dnssec/validator';
import type { DnsRecord, Message } from '../../../../../core/dns/wire/message';
import { readRrsig } from '../../../../../core/dns/wire/records';
import { TYPE } from '../../../../../core/dns/wire/types';
import type { ZoneSpec } from '../../../../fakes/dns/signed/zone';
import { type Edit, type World, signedWorld } from '../../../../fakes/dns/signed/world';

/** In seconds since 1970, as all times of tests. */
export const NOW = 1_790_000_000;
export const DAY = 86_400;

export const RECORDS = [
	'example.tld. A 192.0.2.1',
	'example.tld. MX 10 mail.example.tld.',
	'www.example.tld. A 192.0.2.2',
	'www.example.tld. A 192.0.2.3',
	'www.example.tld. TXT one two',
	'a.b.c.example.tld. A 192.0.2.4',
	'*.wild.example.tld. TXT any',
	'alias.example.tld. CNAME www.example.tld.',
	'*.many.example.tld. CNAME www.example.tld.',
	'old.example.tld. DNAME new.example.tld.',
	'www.new.example.tld. A 192.0.2.5',
];

export const example = (more: Partial<ZoneSpec> = {}): ZoneSpec => ({
	name: 'example.tld.',
	records: RECORDS,
	...more,
});

/** The root, a zone below it, and these. */
export const worldOf = (...zones: readonly ZoneSpec[]): World =>
	signedWorld({ zones: [{ name: '.' }, { name: 'tld.' }, ...zones] });

export async function look(
	world: World,
	name: string,
	type: keyof typeof TYPE,
	edit?: Edit,
): Promise<Lookup> {
	const { look: ask } = openValidator(world.resolver(edit), { now: NOW * 1000, anchors: world.anchors });
	return ask(name, TYPE[type]);
}

export const verdict = async (...asked: Parameters<typeof look>): Promise<Verdict> =>
	(await look(...asked)).verdict;

/** `bogus: signature wrong at example.tld.` */
export function told({ security, link }: Verdict): string {
	return link === null ? security : `${security}: ${link.reason} at ${link.zone}`;
}

export const tell = async (...asked: Parameters<typeof look>): Promise<string> =>
	told(await verdict(...asked));

export const link = (reason: Link['reason'], zone = 'example.tld.'): string => `${reason} at ${zone}`;

/** Changes the records of all sections of every answer. */
export const eachRecord =
	(change: (record: DnsRecord, message: Message) => DnsRecord | readonly DnsRecord[]): Edit =>
	(message) => ({
		...message,
		answer: message.answer.flatMap((record) => change(record, message)),
		authority: message.authority.flatMap((record) => change(record, message)),
	});

export const isSignatureOf = (record: DnsRecord, ...types: readonly number[]): boolean =>
	record.type === TYPE.RRSIG && types.includes(readRrsig(record).covered);

/** Leaves out what the predicate says. */
export const without = (predicate: (record: DnsRecord, message: Message) => boolean): Edit =>
	eachRecord((record, message) => (predicate(record, message) ? [] : record));

export const unsignedAnswers: Edit = without(({ type }) => type === TYPE.RRSIG);

export const ALWAYS = { from: 0, to: 0x7fff_ffff };

/** Other addresses than the signed ones. */
export function changed(...[message, { type }]: Parameters<Edit>): ReturnType<Edit> {
	if (type !== TYPE.A) return message;
	const answer = message.answer.map((record) =>
		record.type === TYPE.A ? { ...record, data: Uint8Array.of(6, 6, 6, 6) } : record,
	);
	return { ...message, answer };
}

/** A signature that is not one any more. */
export const spoilt = (record: DnsRecord): DnsRecord => ({
	...record,
	data: record.data.map((byte, index) => (index > record.data.length - 9 ? byte ^ 1 : byte)),
});
