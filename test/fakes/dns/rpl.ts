import type { Anchor } from '../../../core/dns/dnssec/anchors';
import { digestOf } from '../../../core/dns/dnssec/algorithms';
import { keyTag } from '../../../core/dns/dnssec/keys';
import type { Reply, Resolver } from '../../../core/dns/resolver';
import { Malformed } from '../../../core/dns/wire/bytes';
import { hex } from '../../../core/hex';
import { type DnsRecord, type Message, type Question, decodeMessage } from '../../../core/dns/wire/message';
import { nameBytes } from '../../../core/dns/wire/name';
import { readDnskey, readDs, readRrsig } from '../../../core/dns/wire/records';
import { TYPE } from '../../../core/dns/wire/types';
import { encodeMessage } from './encode';
import { type Entry, readEntry } from './entries';
import { parseRecord, secondsOf } from './text';

/** One question of a scenario and the answer that unbound must give. */
export interface Step {
	readonly step: number;
	readonly question: Question;
	readonly expected: Entry;
}

/** A scenario of unbound's validator: what servers answer, and what must be made of it. */
export interface Scenario {
	readonly title: string;
	readonly anchors: readonly Anchor[];
	/** In ms since 1970. */
	readonly now: number;
	readonly steps: readonly Step[];
	/** The algorithms of all signatures. */
	readonly algorithms: ReadonlySet<number>;
	/** What a recursive resolver that validates nothing would answer at a step. */
	resolver(step: number): Resolver;
}

interface Range {
	readonly from: number;
	readonly to: number;
	readonly entries: Entry[];
}

export function readScenario(text: string): Scenario {
	const lines = text.split('\n').map((line) => line.trim());
	const ranges: Range[] = [];
	const queries: { step: number; question: Question }[] = [];
	const checks: { step: number; entry: Entry }[] = [];
	let range: Range | null = null;
	let step: { number: number; action: string } | null = null;
	for (let at = lines.indexOf('CONFIG_END'); at < lines.length; at++) {
		const line = lines[at]!;
		const [keyword, ...words] = line.split(/\s+/);
		if (keyword === 'RANGE_BEGIN')
			ranges.push((range = { from: Number(words[0]), to: Number(words[1]), entries: [] }));
		else if (keyword === 'RANGE_END') range = null;
		else if (keyword === 'STEP') step = { number: Number(words[0]), action: words[1]! };
		else if (keyword === 'ENTRY_BEGIN') {
			const end = lines.indexOf('ENTRY_END', at);
			const body = lines.slice(at + 1, end).filter((each) => each !== '' && !each.startsWith(';'));
			const entry = readEntry(body, '');
			at = end;
			if (range !== null) range.entries.push(entry);
			else if (step?.action === 'QUERY') queries.push({ step: step.number, question: entry.question });
			else if (step?.action === 'CHECK_ANSWER') checks.push({ step: step.number, entry });
		}
	}
	const steps = queries.flatMap(({ step: number, question }) => {
		const check = checks.find((each) => each.step > number);
		return check === undefined ? [] : [{ step: number, question, expected: check.entry }];
	});
	const signatures = ranges
		.flatMap(({ entries }) => entries.flatMap((entry) => [...entry.answer, ...entry.authority]))
		.filter(({ type }) => type === TYPE.RRSIG)
		.map(readRrsig);
	const config = text.slice(0, text.indexOf('CONFIG_END'));
	const date = /val-override-date: "([^"]*)"/.exec(config)![1]!;
	return {
		title: /SCENARIO_BEGIN (.*)/.exec(text)![1]!,
		anchors: [...config.matchAll(/trust-anchor: "([^"]*)"/g)].map(([, line]) => anchorOf(parseRecord(line!))),
		// Without a clock: a time at which all signatures hold.
		now: 1000 * (date === '-1' ? Math.max(...signatures.map(({ inception }) => inception)) : secondsOf(date)),
		steps,
		algorithms: new Set(signatures.map(({ algorithm }) => algorithm)),
		resolver: (number) => resolverOf(ranges, steps, number),
	};
}

function anchorOf(record: DnsRecord): Anchor {
	if (record.type === TYPE.DS) {
		const { digest, ...rest } = readDs(record);
		return { zone: record.name, ...rest, digest: hex(digest) };
	}
	const { algorithm } = readDnskey(record);
	const digest = hex(digestOf(2, nameBytes(record.name), record.data)!);
	return { zone: record.name, keyTag: keyTag(record.data), algorithm, digestType: 2, digest };
}

function resolverOf(ranges: readonly Range[], steps: readonly Step[], step: number): Resolver {
	const entries = ranges
		.filter(({ from, to }) => from <= step && step <= to)
		.flatMap((range) => range.entries);
	// Keys that an earlier range gave are still in the resolver's cache.
	const keys = ranges.flatMap((range) =>
		range.entries.filter(({ question }) => question.type === TYPE.DNSKEY),
	);
	return {
		host: 'the scenario',
		async ask(name, type): Promise<Reply> {
			const question = { name, type };
			const message = answerTo(question) ?? { ...empty(question), rcode: 2 };
			try {
				return { message: decodeMessage(encodeMessage(message)), failed: null };
			} catch (error) {
				if (!(error instanceof Malformed)) throw error;
				return { message: null, failed: { kind: 'unreadable', what: error.message } };
			}
		},
	};

	function answerTo(question: Question): Message | null {
		const answers = [...entries, ...keys].filter((entry) => isSame(entry, question));
		// A referral is not what a recursive resolver gives back.
		const entry = answers.find((each) => !isReferral(each)) ?? answers[0];
		if (entry !== undefined) return messageOf(question, entry);
		// unbound asks for no DS records when it has their absence from an earlier answer; it hands on what it has.
		if (question.type === TYPE.DS) return denialOfDs(question);
		// What it makes up from records of absence in its cache (RFC 8198) stands in the scenario as its answer.
		const made = steps.find((each) => each.step === step && isSame(each, question));
		return made === undefined || made.expected.reply.includes('SERVFAIL')
			? null
			: messageOf(question, made.expected);
	}

	function denialOfDs(question: Question): Message | null {
		const records = entries.flatMap(({ authority }) => authority);
		const authority = records.filter((record) => {
			const covered = record.type === TYPE.RRSIG ? readRrsig(record).covered : record.type;
			return covered === TYPE.NSEC || covered === TYPE.NSEC3;
		});
		return authority.length === 0 ? null : { ...empty(question), authority };
	}
}

const isSame = ({ question }: { question: Question }, asked: Question): boolean =>
	question.name === asked.name && question.type === asked.type;

const isReferral = ({ reply, answer, authority }: Entry): boolean =>
	!reply.includes('AA') &&
	answer.length === 0 &&
	!authority.some(({ type }) => type === TYPE.SOA || type === TYPE.NSEC || type === TYPE.NSEC3);

const empty = (question: Question): Message => ({
	id: 0,
	isAnswer: true,
	truncated: false,
	rcode: 0,
	questions: [question],
	answer: [],
	authority: [],
	additional: [],
});

const rcodes: Readonly<Record<string, number>> = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3 };

const messageOf = (question: Question, { reply, answer, authority, additional }: Entry): Message => ({
	...empty(question),
	rcode: reply.map((word) => rcodes[word]).find((rcode) => rcode !== undefined) ?? 0,
	answer,
	authority,
	additional,
});
