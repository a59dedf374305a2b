import { openValidator } from '../../../core/dns/dnssec/validator';
import type { Lookup } from '../../../core/dns/lookup';
import type { Reply, Resolver } from '../../../core/dns/resolver';
import { Malformed } from '../../../core/dns/wire/bytes';
import { hex } from '../../../core/hex';
import { type Question, decodeMessage } from '../../../core/dns/wire/message';
import type { Name } from '../../../core/dns/wire/name';
import { TYPE } from '../../../core/dns/wire/types';
import { mutated, randomFrom } from './mutate';
import { signedWorld, type World } from './signed/world';

/** What came of changed messages. */
export interface Outcome {
	readonly messages: number;
	/** Verdicts by how often. */
	readonly verdicts: Readonly<Record<string, number>>;
	/** Called secure with something else than what was signed, or insecure though it is signed. */
	readonly wrong: readonly string[];
	readonly slowestMs: number;
}

const NOW = 1_790_000_000;
const everMore = { from: NOW - 86_400, to: NOW + 86_400 };
const records = [
	'example.tld. A 192.0.2.1',
	'www.example.tld. A 192.0.2.2',
	'alias.example.tld. CNAME www.example.tld.',
	'*.wild.example.tld. TXT any',
	'old.example.tld. DNAME new.example.tld.',
	'www.new.example.tld. A 192.0.2.5',
];

const fuzzWorld = (denial: 'nsec' | { iterations: number; optOut: boolean }, algorithm: number): World =>
	signedWorld({
		zones: [
			{ name: '.', keys: [{ algorithm }], validity: everMore },
			{ name: 'tld.', keys: [{ algorithm }], denial, validity: everMore },
			{ name: 'example.tld.', keys: [{ algorithm }], denial, records, validity: everMore },
			{ name: 'plain.tld.', signed: false, records: ['www.plain.tld. A 192.0.2.9'] },
		],
	});

const asked: readonly (readonly [Name, number])[] = [
	['www.example.tld.', TYPE.A],
	['alias.example.tld.', TYPE.A],
	['none.example.tld.', TYPE.A],
	['www.example.tld.', TYPE.MX],
	['x.wild.example.tld.', TYPE.TXT],
	['x.wild.example.tld.', TYPE.A],
	['www.old.example.tld.', TYPE.A],
	['example.tld.', TYPE.DS],
	['www.plain.tld.', TYPE.A],
];

/** Changes one message of a chain, looks the name up, and does so until that many messages were changed. */
export async function fuzz(messages: number, seed = 1): Promise<Outcome> {
	const random = randomFrom(seed);
	// RSA is the quickest to verify, so that most of the time goes into what is looked for.
	const worlds = [
		fuzzWorld('nsec', 8),
		fuzzWorld({ iterations: 1, optOut: false }, 8),
		fuzzWorld({ iterations: 0, optOut: true }, 8),
	];
	const chains = await Promise.all(
		worlds.flatMap((world) => asked.map((question) => chainOf(world, question))),
	);
	const verdicts: Record<string, number> = {};
	const wrong: string[] = [];
	let slowestMs = 0;
	for (let count = 0; count < messages; count++) {
		const { world, question, questions, honest, honestReply } = chains[random(chains.length)]!;
		const victim = questions[random(questions.length)]!;
		const bytes = mutated(world.answer(victim), random);
		const changed = replyOf(bytes);
		const lookNow = () =>
			lookWith(world, question, (each) => (keyOf(each) === keyOf(victim) ? changed : honestReply(each)));
		const { found, ms } = await timed(lookNow);
		slowestMs = Math.max(slowestMs, ms);
		const { security } = found.verdict;
		verdicts[security] = (verdicts[security] ?? 0) + 1;
		const isDowngrade = security === 'insecure' && honest.verdict.security === 'secure';
		if (isDowngrade || (security === 'secure' && contentOf(found) !== contentOf(honest)))
			wrong.push(`${String(count)}: ${hex(bytes)} for ${victim.name}`);
	}
	return { messages, verdicts, wrong, slowestMs };
}

const SLOW_MS = 20;

/** What is slow by itself is slow each time; what waited for other work on the machine is not. */
async function timed(lookNow: () => Promise<Lookup>): Promise<{ found: Lookup; ms: number }> {
	let ms = Infinity;
	for (let tries = 5; ; tries--) {
		const start = performance.now();
		const found = await lookNow();
		ms = Math.min(ms, performance.now() - start);
		if (ms < SLOW_MS || tries === 0) return { found, ms };
	}
}

async function chainOf(world: World, question: readonly [Name, number]) {
	const questions: Question[] = [];
	const replies = new Map<string, Reply>();
	const honestReply = (each: Question) => {
		const known = replies.get(keyOf(each));
		if (known !== undefined) return known;
		const reply = replyOf(world.answer(each));
		replies.set(keyOf(each), reply);
		questions.push(each);
		return reply;
	};
	const honest = await lookWith(world, question, honestReply);
	return { world, question, questions: [...questions], honest, honestReply };
}

const keyOf = ({ name, type }: Question): string => `${name} ${String(type)}`;

function lookWith(
	world: World,
	[name, type]: readonly [Name, number],
	replyTo: (question: Question) => Reply,
): Promise<Lookup> {
	const resolver: Resolver = {
		host: 'resolver.test',
		ask: async (each, eachType) => replyTo({ name: each, type: eachType }),
	};
	return openValidator(resolver, { now: NOW * 1000, anchors: world.anchors }).look(name, type);
}

function replyOf(bytes: Uint8Array): Reply {
	try {
		return { message: decodeMessage(bytes), failed: null };
	} catch (error) {
		if (!(error instanceof Malformed)) throw error;
		return { message: null, failed: { kind: 'unreadable', what: error.message } };
	}
}

/** What was asked for; time to live may be shortened by anybody, and never lengthened. */
const contentOf = ({ rcode, aliases, records: found }: Lookup): string =>
	JSON.stringify([
		rcode,
		aliases,
		[
			...new Set(
				found.map(
					({ name, type, ttl, data }) => `${name} ${String(type)} ${String(ttl <= 3600)} ${hex(data)}`,
				),
			),
		].sort(),
	]);
