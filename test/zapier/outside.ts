import { ENDPOINTS } from '../../core/dns/endpoints';
import type { Clock, Http, HttpRequest } from '../../core/ports';
import type { PlainHandler } from '../../demo/http/plain';
import { toPlain } from '../fakes/host';
import { certspotter, entry, LOGS } from '../fakes/dns/certspotter';
import { dohAnswer } from '../fakes/dns/internet';
import { iana, IANA, registry, REGISTRY, sound } from '../fakes/dns/rdap';
import { signedWorld, type World } from '../fakes/dns/signed/world';

export const DOMAIN = 'example.com';
export const NOW_MS = Date.UTC(2030, 0, 1);
/** Somewhere on the internet; nothing is sent there. */
const SITE = '93.184.216.34';
/** A chain of SPF records, each of which has to be asked for before the next is known. */
const SPF = Array.from({ length: 9 }, (_, at) => `s${String(at)}`);

/** What the domain's owner wrote into DNS. */
export const RECORDS = [
	`example.com. A ${SITE}`,
	`www.example.com. A ${SITE}`,
	'example.com. MX 10 mail.example.com.',
	`mail.example.com. A ${SITE}`,
	'example.com. TXT "v=spf1 include:s0.example.com -all"',
	...SPF.map((name, at) => `${name}.example.com. TXT "v=spf1 include:s${String(at + 1)}.example.com -all"`),
	`s${String(SPF.length)}.example.com. TXT "v=spf1 -all"`,
	'_dmarc.example.com. TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"',
	'_mta-sts.example.com. TXT "v=STSv1; id=1"',
	`mta-sts.example.com. A ${SITE}`,
	// A name that a certificate tells of, and that leads to a service where a stranger could set up a page.
	'a.old.example.com. CNAME org.github.io.',
];

export const worldOf = (records = RECORDS): World =>
	signedWorld({
		zones: [
			{ name: '.' },
			{ name: 'com.' },
			{ name: 'example.com.', records },
			{ name: 'github.io.', records: ['org.github.io. A 185.199.108.153'] },
		],
	});

const RESOLVERS = ENDPOINTS.map(({ url }) => new URL(url).origin);

/** The names of all that a check asks and that is not the domain's. */
export const SERVICES = [...RESOLVERS, IANA, REGISTRY, LOGS].map((origin) => new URL(origin).hostname);

/** The internet that a check of the domain asks: the two resolvers, the registry, the logs. Any other name is the domain's. */
export function outside(world: World, elsewhere: Http = nobody, registration: object = {}): Http {
	const registered = { [DOMAIN]: sound(DOMAIN, registration) };
	const services: Readonly<Record<string, PlainHandler>> = {
		[IANA]: iana,
		[REGISTRY]: registry(registered),
		[LOGS]: certspotter([entry(1, [DOMAIN, `www.${DOMAIN}`, `a.old.${DOMAIN}`])]),
	};
	return async (request) => {
		const { origin } = new URL(request.url);
		if (RESOLVERS.includes(origin)) return dohAnswer(world, request);
		const service = services[origin];
		return service === undefined ? await elsewhere(request) : service(toPlain(request));
	};
}

const nobody: Http = () => Promise.reject(new Error('nobody is there'));

/** Time that passes only while everybody waits: each request takes as long as a test says, and many wait at once. */
export class SlowWorld {
	#now = 0;
	#waiting: { readonly at: number; readonly go: () => void }[] = [];
	/** How long an answer takes, in ms. */
	delayOf: (request: HttpRequest) => number = () => 20;
	readonly sent: HttpRequest[] = [];

	readonly clock: Clock = {
		now: () => NOW_MS + this.#now,
		monotonic: () => this.#now,
		sleep: (ms) => this.#pass(ms),
	};

	readonly slow =
		(http: Http): Http =>
		async (request) => {
			this.sent.push(request);
			const delay = this.delayOf(request);
			await this.#pass(Math.min(delay, request.timeoutMs));
			if (delay >= request.timeoutMs) throw new Error('no answer in time');
			return await http(request);
		};

	async #pass(ms: number): Promise<void> {
		await new Promise<void>((go) => {
			this.#waiting.push({ at: this.#now + ms, go });
			if (this.#waiting.length === 1) setImmediate(() => this.#wake());
		});
	}

	/** Promises are done with before this runs, so all that can begin has begun. */
	#wake(): void {
		const [first, ...rest] = [...this.#waiting].sort((a, b) => a.at - b.at);
		if (first === undefined) return;
		this.#waiting = rest;
		this.#now = first.at;
		first.go();
		if (rest.length > 0) setImmediate(() => this.#wake());
	}
}
