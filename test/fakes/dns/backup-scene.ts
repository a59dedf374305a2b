import type { CheckOrder } from '../../../core/operations/back-up-zone';
import type { Keyturn } from '../../../core/keyturn';
import { latin1 } from '../../../core/dns/wire/bytes';
import { decodeMessage, type DnsRecord } from '../../../core/dns/wire/message';
import { parseZoneFile } from '../../../core/dns/zone-file/read';
import type { PlainRequest, PlainResponse } from '../../../demo/http/plain';
import { Scene } from '../scene';
import { encodeMessage } from './encode';
import { fakeHosts } from './hosts';
import { exampleZone, ZONE } from './hosts/example';
import type { HostedZone } from './hosts/fake';
import { ENDPOINTS } from './internet';
import { entriesIn } from '../../../demo/audit/segments';

export const DNS_ORIGIN = 'https://dns-host.test';
export const TOKEN = 'dns-token-0123456789abcdef';
export const ASKED = { endpoints: ENDPOINTS };
const RESOLVERS = ENDPOINTS.map(({ url }) => new URL(url).origin);

type Kind = keyof typeof fakeHosts;

/** A zone at a host, the live DNS that serves it, and a vault to keep it in. */
export class BackupScene {
	readonly scene: Scene;
	/** What the host keeps; a test may change it. */
	readonly zones: HostedZone[];
	/** What resolvers answer with; null: what the host keeps. Per resolver, the first and the second. */
	readonly answers: (
		((records: readonly DnsRecord[]) => readonly DnsRecord[]) | 'silent' | 'servfail' | null
	)[] = [null, null];
	readonly order: CheckOrder;
	#read: { zone: HostedZone; records: readonly DnsRecord[] } | null = null;

	private constructor(scene: Scene, kind: Kind, zones: HostedZone[], seesItself: boolean) {
		this.scene = scene;
		this.zones = zones;
		const fake = fakeHosts[kind]({
			origin: DNS_ORIGIN,
			admin: TOKEN,
			zones,
			seesItself,
			mark: 'MARK',
		});
		scene.host.services[DNS_ORIGIN] = fake.handle;
		for (const [index, origin] of RESOLVERS.entries())
			scene.host.services[origin] = (request) => this.#answer(request, index);
		this.order = {
			domain: ZONE,
			host: kind,
			settings: fake.settings,
			admin: 'dns',
			withFile: false,
			confirmedBy: null,
		};
	}

	static async begin(
		kind: Kind = 'desec',
		zones: HostedZone[] = [exampleZone()],
		seesItself = false,
	): Promise<BackupScene> {
		const scene = await Scene.begin();
		await scene.corner.allow('admin/dns', DNS_ORIGIN);
		await scene.corner.write('admin/dns', { value: TOKEN });
		scene.secrets.push(TOKEN);
		return new BackupScene(scene, kind, zones, seesItself);
	}

	open = (): Promise<Keyturn> => this.scene.open();

	async backUp(more: Partial<CheckOrder> = {}) {
		return await (await this.open()).backUpZone({ ...this.order, ...more }, ASKED);
	}

	async check(more: Partial<CheckOrder> = {}) {
		return await (await this.open()).checkBackup({ ...this.order, ...more }, ASKED);
	}

	/** Replaces a text everywhere in the zone. */
	change(from: string, to: string): void {
		const { name, lines } = this.zones[0]!;
		this.zones[0] = {
			name,
			lines: lines.map((line) => ({ ...line, content: line.content.replace(from, to) })),
		};
	}

	/** The entries below a folder of the vault, each with its newest fields. */
	entries(folder: string): Map<string, Record<string, unknown>> {
		const { secrets } = this.scene.vault.state.namespaces['']!.mounts['secret/']!;
		const root = `/${this.scene.corner.prefix}/${folder}/`;
		return new Map(
			Object.entries(secrets)
				.filter(([path]) => path.startsWith(root))
				.map(([path, entry]) => [
					path.slice(root.length),
					entry.versions[entry.currentVersion]!.data as Record<string, unknown>,
				]),
		);
	}

	/** The newest version of an entry of this zone's backups. */
	version(path: string): string {
		const { secrets } = this.scene.vault.state.namespaces['']!.mounts['secret/']!;
		return String(secrets[`/${this.scene.corner.prefix}/zones/${path}`]!.currentVersion);
	}

	/** The bodies of the sealed texts of this zone's backups. */
	backups(): Map<string, string> {
		return new Map(
			[...this.entries('zones')].map(([path, { document }]) => [
				path,
				(JSON.parse(document as string) as { body: string }).body,
			]),
		);
	}

	/** What the audit log holds, as kinds, with how often. */
	audited(): string[] {
		return [...this.entries('audit').values()]
			.flatMap(({ entries }) => entriesIn(entries as string))
			.map(({ kind }) => kind)
			.sort();
	}

	#answer({ query }: PlainRequest, index: number): PlainResponse {
		const answers = this.answers[index] ?? null;
		if (answers === 'silent') return { status: 0, headers: {}, body: '' };
		const kept = this.#kept();
		const records = answers === null || answers === 'servfail' ? kept : answers(kept);
		return liveAnswer(records, query, answers === 'servfail');
	}

	/** The records that the host keeps now; read again only after a change. */
	#kept(): readonly DnsRecord[] {
		const zone = this.zones[0]!;
		if (this.#read?.zone !== zone) this.#read = { zone, records: recordsIn(zone) };
		return this.#read.records;
	}
}

/** The records of a zone that a name server answers with. */
export function recordsIn({ name, lines }: HostedZone): readonly DnsRecord[] {
	const text = lines.map((line) => `${line.name} ${line.ttl} IN ${line.type} ${line.content}\n`).join('');
	return parseZoneFile(name, Buffer.from(text).toString('latin1'), new Set(['ALIAS', 'LUA'])).records;
}

/** What a resolver answers to a question in the address (RFC 8484) when these are all the records there are. */
export function liveAnswer(
	records: readonly DnsRecord[],
	{ dns = '' }: PlainRequest['query'],
	fails = false,
): PlainResponse {
	const asked = decodeMessage(Uint8Array.from(Buffer.from(dns, 'base64url')));
	const { name, type } = asked.questions[0]!;
	const answer = records.filter((record) => record.name === name && record.type === type);
	const rcode = fails ? 2 : answer.length > 0 ? 0 : 3;
	const message = { ...asked, isAnswer: true, rcode, answer, authority: [], additional: [] };
	return {
		status: 200,
		headers: { 'content-type': 'application/dns-message' },
		body: latin1(encodeMessage(message)),
	};
}
