import { checkDomain } from '../core/dns/check-domain';
import type { DomainReport } from '../core/dns/report/result';
import type { Host } from '../core/ports';
import { fuzz } from '../test/fakes/dns/fuzz';
import { ENDPOINTS, dohAnswer } from '../test/fakes/dns/internet';
import type { KeySpec } from '../test/fakes/dns/signed/keys';
import { type World, signedWorld } from '../test/fakes/dns/signed/world';
import { sizeOfDns } from './dns-size';
import type * as DnsChain from './dns-chain';
import { atMost, type Measurement } from './measurement';
import { shipped } from './shipped';

export const name = 'dns';

const NOW_MS = 1_790_000_000_000;
const ROUND_TRIP_MS = 40;
const CHAINS = 2_000;
const CHECKS = 15;
const CHANGED = { usual: 50_000, full: 1_000_000 };
/** Other changes than those of the tests. */
const SEED = 6;
const KEYS = {
	'RSA-2048': { algorithm: 8, bits: 2048 },
	'ECDSA P-256': { algorithm: 13 },
	Ed25519: { algorithm: 15 },
} as const satisfies Record<string, KeySpec>;

/** A domain with what most have, signed from a root of its own. */
const worldWith = (key: KeySpec): World =>
	signedWorld({
		zones: [
			{ name: '.', keys: [key] },
			{ name: 'tld.', keys: [key] },
			{
				name: 'example.tld.',
				keys: [key],
				records: [
					'example.tld. A 192.0.2.1',
					'example.tld. MX 10 mail.example.tld.',
					'example.tld. TXT "v=spf1 mx -all"',
					'mail.example.tld. A 192.0.2.3',
					'www.example.tld. A 192.0.2.2',
				],
			},
		],
	});

export async function run(full: boolean): Promise<readonly Measurement[]> {
	return [
		...(await chains()),
		...(await wholeCheck()),
		...(await changedMessages(full ? CHANGED.full : CHANGED.usual)),
		...size(),
	];
}

/** Reading and validating a whole chain; how long its signatures take alone is told beside it. */
async function chains(): Promise<readonly Measurement[]> {
	const { timeChains } = shipped('dns-chain.ts') as typeof DnsChain;
	const measured: Measurement[] = [];
	for (const [kind, key] of Object.entries(KEYS)) {
		const { whole, signatures, count } = await timeChains(worldWith(key), NOW_MS, CHAINS);
		const shown = (times: readonly number[]) =>
			`least ${String(least(times))} ms, median ${String(median(times))} ms`;
		process.stderr.write(
			`chain from the root, ${kind}: ${shown(whole)}; its ${String(count)} signatures alone: ${shown(signatures)}\n`,
		);
		measured.push(atMost(`chain from the root, ${kind}, ms, median`, median(whole), 1));
	}
	return measured;
}

/** A whole check with a delay for every request; nobody answers but the two resolvers. */
async function wholeCheck(): Promise<readonly Measurement[]> {
	const world = worldWith(KEYS['ECDSA P-256']);
	const times: number[] = [];
	let questions: DomainReport['questions'] = [];
	for (let count = 0; count < CHECKS; count++) {
		const began = performance.now();
		({ questions } = await checkDomain('example.tld.', slowHost(world), {
			endpoints: ENDPOINTS,
			anchors: world.anchors,
		}));
		times.push(performance.now() - began);
	}
	const [{ id: first }, { id: second }] = ENDPOINTS;
	const sent = (purpose: string, to: string = first) =>
		questions.find((each) => each.purpose === purpose && each.resolver === to)?.sent ?? NaN;
	const again = questions.filter((each) => each.resolver === second && each.purpose !== 'sensitive sets');
	return [
		atMost(`whole check at ${String(ROUND_TRIP_MS)} ms a request, ms, median`, median(times), 1_500),
		atMost(
			'questions for chain, apex and fixed names',
			['own names', 'key changes', 'mail policies'].reduce((sum, purpose) => sum + sent(purpose), 0),
			18,
		),
		atMost('questions to the second resolver', sent('sensitive sets', second), 9),
		atMost(
			'questions to the second resolver, again for what the first says of other names',
			again.reduce((sum, each) => sum + each.sent, 0),
			again.reduce((sum, each) => sum + each.limit, 0),
		),
		atMost('questions for mail', sent('mail'), 48),
	];
}

/** Messages that were changed on their way, through codec and validator; one that it cannot stand ends the bench. */
async function changedMessages(messages: number): Promise<readonly Measurement[]> {
	const { verdicts, wrong, slowestMs } = await fuzz(messages, SEED);
	const count = `${String(messages)} changed messages`;
	for (const [verdict, times] of Object.entries(verdicts))
		process.stderr.write(`${count}: ${String(times)} ${verdict}\n`);
	return [
		atMost(`${count}, called secure or unsigned and are not`, wrong.length, 0),
		atMost(`${count}, the slowest, ms`, Math.round(slowestMs * 100) / 100, 50),
	];
}

function size(): readonly Measurement[] {
	const { code, texts, bare, folders } = sizeOfDns();
	const sums = [
		['texts for people', texts],
		['all but the texts', code],
		['all but the texts, if no member had a name of more than two letters', bare],
	] as const;
	for (const [part, bytes] of [...folders, ...sums])
		process.stderr.write(`minified, bytes: ${String(bytes)} ${part}\n`);
	return [atMost('code minified, bytes', code + texts, 60_000)];
}

const slowHost = (world: World): Host => ({
	http: async (request) => {
		await new Promise((resolve) => setTimeout(resolve, ROUND_TRIP_MS));
		const isResolver = ENDPOINTS.some(({ url }) => request.url.startsWith(url));
		return isResolver ? dohAnswer(world, request) : { status: 503, headers: {}, body: '' };
	},
	clock: { now: () => NOW_MS, monotonic: () => performance.now(), sleep: () => Promise.resolve() },
	random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
	actor: 'bench',
});

const least = (values: readonly number[]): number => hundredths(Math.min(...values));
const median = (values: readonly number[]): number =>
	hundredths([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN);
const hundredths = (value: number): number => Math.round(value * 100) / 100;
