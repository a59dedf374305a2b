import type { Keyturn } from '../../../core/keyturn';
import type { AuditEntry } from '../../../core/audit/entry';
import type { Person } from '../../../core/dns/watch/document';
import type { ZoneReport } from '../../../core/dns/watch/report';
import type { HttpRequest } from '../../../core/ports';
import type { PlainHandler } from '../../../demo/http/plain';
import { Scene } from '../scene';
import { dohAnswer, ENDPOINTS } from './internet';
import { IANA, REGISTRY, iana, registry, sound } from './rdap';
import { type Edit, type World, signedWorld } from './signed/world';
import { entriesIn } from '../../../demo/audit/segments';

export const DOMAIN = 'example.com.';
export const ADA: Person = { name: 'Ada Lovelace', how: 'typed' };

/** How the domain stands in the beginning; lines of a master file. */
export const RECORDS = [
	'example.com. MX 10 mail.example.net.',
	'example.com. A 192.0.2.1',
	'example.com. TXT "v=spf1 -all"',
	'example.com. TXT "some-service-verification=1"',
	'_dmarc.example.com. TXT "v=DMARC1; p=reject"',
	'www.example.com. CNAME app.hosting.example.',
];

const worlds = new Map<string, World>();

const HOSTING = ['app.hosting.example. A 198.51.100.80'];

/** A world with this zone in it, and the one of others; the same zones are signed once for a process. */
export function worldWith(records: readonly string[], others: readonly string[] = HOSTING): World {
	const key = [...records, '', ...others].join('\n');
	const known =
		worlds.get(key) ??
		signedWorld({
			zones: [
				{ name: '.' },
				{ name: 'com.' },
				{ name: DOMAIN, signed: false, records },
				{ name: 'example.', signed: false, records: others },
			],
		});
	worlds.set(key, known);
	return known;
}

/** A domain, both resolvers, its registry, and a vault that keeps what was approved of it. */
export class WatchedDomain {
	readonly scene: Scene;
	keyturn: Keyturn;
	world = worldWith(RECORDS);
	registration: object | 'silent' = sound('example.com');
	/** What each resolver changes of the truth. */
	lies: { first?: Edit; second?: Edit } = {};

	private constructor(scene: Scene, keyturn: Keyturn) {
		this.scene = scene;
		this.keyturn = keyturn;
		const resolver =
			(who: 'first' | 'second'): PlainHandler =>
			({ query }) =>
				dohAnswer(
					this.world,
					{ url: `https://x/dns-query?dns=${query['dns'] ?? ''}` } as HttpRequest,
					this.lies[who],
				);
		const { services } = scene.host;
		services['https://first.test'] = resolver('first');
		services['https://second.test'] = resolver('second');
		services[IANA] = iana;
		services[REGISTRY] = (request) =>
			this.registration === 'silent'
				? { status: 503, headers: {}, body: '' }
				: registry({ 'example.com': this.registration })(request);
	}

	static async begin(): Promise<WatchedDomain> {
		const scene = await Scene.begin();
		return new WatchedDomain(scene, await scene.open());
	}

	/** The same, with how it stands approved. */
	static async approved(): Promise<WatchedDomain> {
		const domain = await WatchedDomain.begin();
		await domain.approve((await domain.compare()).digest);
		domain.passDays(1);
		return domain;
	}

	get asked() {
		return { endpoints: ENDPOINTS, anchors: this.world.anchors };
	}

	/** Changes records: those that begin like one of `without` go, `more` come. */
	change({ without = [], more = [] }: { without?: readonly string[]; more?: readonly string[] }): void {
		const kept = RECORDS.filter((line) => !without.some((start) => line.startsWith(start)));
		this.world = worldWith([...kept, ...more]);
	}

	passDays(days: number): void {
		this.scene.time.pass(days * 86_400_000);
	}

	/** Another login at the same vault: a second run, on another machine. */
	async another(): Promise<Keyturn> {
		return await this.scene.open();
	}

	compare = (by: Keyturn = this.keyturn): Promise<ZoneReport> => by.watchZone(DOMAIN, this.asked);
	approve = (digest: string | null, by = ADA, domain = DOMAIN): Promise<ZoneReport> =>
		this.keyturn.approveZone({ domain, digest: digest ?? '', by }, this.asked);
	reject = (digest: string | null, by = ADA): Promise<ZoneReport> =>
		this.keyturn.rejectZone({ domain: DOMAIN, digest: digest ?? '', by });

	/** Everything below a folder of the vault, by path. */
	stored(folder: string): Record<string, Record<string, unknown>> {
		const { secrets } = this.scene.vault.state.namespaces['']!.mounts['secret/']!;
		const root = `/${this.scene.corner.prefix}/${folder}/`;
		return Object.fromEntries(
			Object.entries(secrets)
				.filter(([path]) => path.startsWith(root))
				.map(([path, { versions, currentVersion }]) => [
					path.slice(root.length),
					versions[currentVersion]!.data as Record<string, unknown>,
				]),
		);
	}

	/** The audit log in the order of its entries. */
	audit(): AuditEntry[] {
		return Object.values(this.stored('audit'))
			.flatMap(({ entries }) => entriesIn<AuditEntry>(String(entries)))
			.sort((a, b) => numberOf(a) - numberOf(b));
	}

	kinds = (): string[] => this.audit().map(({ kind }) => kind);
}

const numberOf = ({ id }: AuditEntry) => Number(id.split('/').at(-1));
