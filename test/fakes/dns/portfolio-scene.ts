import type { Keyturn } from '../../../core/keyturn';
import type { PortfolioOrder, PortfolioReport } from '../../../core/operations/check-portfolio';
import type { HttpRequest, HttpResponse } from '../../../core/ports';
import type { Name } from '../../../core/dns/wire/name';
import { toPlain } from '../host';
import { Scene, VAULT } from '../scene';
import { SteppedTime } from '../stepped-time';
import { LOGS, certspotter, entry } from './certspotter';
import { ENDPOINTS, dohAnswer } from './internet';
import { IANA, REGISTRY, iana, registry, sound } from './rdap';
import { type Edit, type World, signedWorld } from './signed/world';

/** One of the domains that exist: `d7.com`. What is asked about it is answered as about `example.com`. */
const OWN = /(^|\.)d\d+\.com\.$/;
const NAME_SERVERS = [{ ldhName: 'ns.example.com' }, { ldhName: 'ns1.example.net' }];
const HOUR_MS = 3_600_000;

let world: World | null = null;

/** Nothing below the root is signed, so that a domain’s answers are another’s but for the name. */
const theWorld = (): World =>
	(world ??= signedWorld({
		zones: [
			{ name: '.' },
			{ name: 'com.', signed: false },
			{
				name: 'net.',
				signed: false,
				records: ['ns1.example.net. A 192.0.2.4'],
			},
			{
				name: 'example.com.',
				signed: false,
				records: [
					'example.com. A 192.0.2.1',
					'example.com. MX 10 mail.example.com.',
					'mail.example.com. A 192.0.2.3',
					'example.com. NS ns1.example.net.',
					'ns.example.com. A 192.0.2.9',
					'example.com. TXT "v=spf1 -all"',
					'_dmarc.example.com. TXT "v=DMARC1; p=reject"',
				],
			},
		],
	}));

function renamed(request: HttpRequest): HttpResponse {
	let own = '';
	const swap = (name: Name, to: (found: string) => string) => name.replace(OWN, (found) => to(found));
	const asExample = (name: Name) =>
		swap(name, (found) => {
			own = found;
			return found.startsWith('.') ? '.example.com.' : 'example.com.';
		});
	const back: Edit = (message, { name }) => {
		const tail = own.replace(/^\./, '');
		const rename = (each: Name) =>
			own === '' ? each : each.replace(/(^|\.)example\.com\.$/, (_found, dot: string) => `${dot}${tail}`);
		const records = (of: typeof message.answer) => of.map((each) => ({ ...each, name: rename(each.name) }));
		return {
			...message,
			questions: message.questions.map((each) => ({ ...each, name: rename(name) })),
			answer: records(message.answer),
			authority: records(message.authority),
			additional: records(message.additional),
		};
	};
	const asked = {
		...theWorld(),
		answer: (question: Parameters<World['answer']>[0]) =>
			theWorld().answer({ ...question, name: asExample(question.name) }),
	};
	return dohAnswer(asked, request, back);
}

export interface AskedAt {
	readonly origin: string;
	readonly url: string;
	readonly at: number;
}

/** Many domains, all that is asked about them, and a vault; each request takes a while, and time passes only by that. */
export class PortfolioScene {
	readonly scene: Scene;
	readonly keyturn: Keyturn;
	/** Every request that reached a place outside of the vault. */
	readonly asked: AskedAt[] = [];
	/** May answer in a place’s stead. */
	instead: (request: HttpRequest, origin: string) => HttpResponse | null = () => null;
	/** Each request to the vault, before it is answered; what it throws is what became of it. */
	atVault: (request: HttpRequest, answer: () => HttpResponse) => HttpResponse = (_request, answer) =>
		answer();
	/** From now on nothing is sent any more: the process is gone. */
	isDead = false;

	private constructor(scene: Scene, keyturn: Keyturn) {
		this.scene = scene;
		this.keyturn = keyturn;
	}

	static async begin(roundTripMs = 40): Promise<PortfolioScene> {
		const scene = await Scene.begin();
		const clock = new SteppedTime(scene.time);
		const made: { scene?: PortfolioScene } = {};
		const { services } = scene.host;
		services[IANA] = iana;
		services[REGISTRY] = (request) => {
			const name = request.path.split('/').at(-1) ?? '';
			return registry({ [name]: sound(name, { nameservers: NAME_SERVERS }) })(request);
		};
		const day = new Date(scene.time.now - HOUR_MS).toISOString();
		services[LOGS] = (request) =>
			certspotter([entry(1, [request.query['domain'] ?? ''], { not_before: day })])(request);
		Object.assign(scene.host, {
			clock,
			http: async (request: HttpRequest) => {
				const { origin } = new URL(request.url);
				const self = made.scene;
				if (self?.isDead === true) return await new Promise<never>(() => undefined);
				if (origin !== VAULT) self?.asked.push({ origin, url: request.url, at: scene.time.now });
				await clock.sleep(roundTripMs);
				const answer = () => {
					if (ENDPOINTS.some(({ url }) => request.url.startsWith(url))) return renamed(request);
					const service = scene.host.services[origin];
					// Each domain’s web server.
					return service === undefined ? { status: 200, headers: {}, body: '' } : service(toPlain(request));
				};
				if (origin === VAULT) return self === undefined ? answer() : self.atVault(request, answer);
				return self?.instead(request, origin) ?? answer();
			},
		});
		return (made.scene = new PortfolioScene(scene, await scene.open()));
	}

	/** So many domains that exist. */
	domains = (count: number): string[] => Array.from({ length: count }, (_, index) => `d${String(index)}.com`);

	run = (
		domains: unknown,
		{ by = this.keyturn, ...more }: Partial<PortfolioOrder> & { readonly by?: Keyturn } = {},
	): Promise<PortfolioReport> =>
		by.checkPortfolio(
			{ name: 'all', domains, totalMs: 300_000, ...more },
			{ endpoints: ENDPOINTS, anchors: theWorld().anchors },
		);

	/** How many requests began at most within any such time, at the hosts of one origin. */
	mostWithin(origin: string, ms: number): number {
		const times = this.asked.filter((each) => each.origin === origin).map(({ at }) => at);
		let from = 0;
		let most = 0;
		for (const [index, at] of times.entries()) {
			while ((times[from] ?? at) <= at - ms) from++;
			most = Math.max(most, index - from + 1);
		}
		return most;
	}

	/** Names whose certificates were searched, each as often as it was begun. */
	searches = (): string[] =>
		this.asked
			.filter(({ origin, url }) => origin === LOGS && !url.includes('after='))
			.map(({ url }) => new URL(url).searchParams.get('domain') ?? '');
}
