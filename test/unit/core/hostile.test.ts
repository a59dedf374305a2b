import { KeyturnError } from '../../../core/errors';
import { openKeyturn, type Keyturn } from '../../../core/keyturn';
import { hashicorp } from '../../../core/vaults/hashicorp';
import { Corner } from '../../contract/vault-root';
import { chance } from '../../simulation/scheduler';
import type { FakeHost } from '../../fakes/host';
import { KEY, PROVIDER, Scene, VAULT } from '../../fakes/scene';
import { lieNames, lies } from './hostile-answers';

const ANSWERS = 10_000;
const ACTIONS: ReadonlyArray<(keyturn: Keyturn) => Promise<unknown>> = [
	(keyturn) => keyturn.rotate(KEY),
	(keyturn) => keyturn.rotate(KEY),
	(keyturn) => keyturn.rotateDue(60_000),
	(keyturn) => keyturn.rollBack(KEY),
	(keyturn) => keyturn.retireOldKey(KEY),
	(keyturn) => keyturn.dryRun(KEY, 'planned'),
	(keyturn) => keyturn.rotate(KEY, { kind: 'emergency', confirmedBy: 'Ada', leaked: 'in use' }),
];
/** No run may take longer than its budget, one request’s patience and the lease’s margin; in virtual time. */
const LONGEST_RUN_MS = 120_000;
const MOST_REQUESTS = 600;

/** Finds a secret of which 24 characters in a row are in a text. */
function leakIn(text: string, secrets: readonly string[]): string | undefined {
	return secrets.find((secret) => {
		for (let at = 0; at + 16 <= secret.length; at += 8)
			if (text.includes(secret.slice(at, at + 16))) return true;
		return false;
	});
}

interface Tally {
	answers: number;
	readonly lies: Map<string, number>;
	readonly codes: Map<string, number>;
	revokes: number;
	readonly wrongs: string[];
}

/** One key among hostile answers, from its adoption until the provider is honest again. */
class Ordeal {
	readonly scene: Scene;
	readonly tally: Tally;
	readonly random: () => number;
	readonly texts: string[] = [];
	hostile = true;
	/** The share of answers that are lies. */
	readonly share: number;

	constructor(scene: Scene, tally: Tally, seed: number) {
		this.scene = scene;
		this.tally = tally;
		this.random = chance(seed);
		this.share = [0.2, 0.6, 0.9][seed % 3]!;
		scene.host.between = (request, service, origin) => {
			if (origin !== PROVIDER) return service(request);
			if (request.method === 'DELETE') this.checkRevoke(request.path);
			return this.lieOrNot(request, service);
		};
	}

	private lieOrNot(request: Parameters<FakeHost['between']>[0], service: Parameters<FakeHost['between']>[1]) {
		if (!this.hostile || this.random() > this.share) return this.remember(service(request));
		const name = lieNames[Math.floor(this.random() * lieNames.length)]!;
		this.tally.lies.set(name, (this.tally.lies.get(name) ?? 0) + 1);
		this.tally.answers += 1;
		const known = { ids: this.scene.provider.state.keys.map(({ id }) => id), values: this.scene.secrets };
		return lies[name]!(request, (each) => this.remember(service(each)), known, this.random);
	}

	/** Values that the service makes are secrets from then on. */
	private remember<Response extends { body: string }>(response: Response): Response {
		const value = /"value":"(dpk_[^"]+)"/.exec(response.body)?.[1];
		if (value !== undefined && !this.scene.secrets.includes(value)) this.scene.secrets.push(value);
		return response;
	}

	/** A revocation must be named by the document as it stands at that moment. */
	private checkRevoke(path: string): void {
		const id = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
		const body = JSON.parse((JSON.parse(this.scene.stored().text) as { body: string }).body) as {
			debt: { keyId: string }[];
			current: { keyId: string } | null;
			rotation: { state: string; old: { keyId: string } | null; next: { keyId: string } | null } | null;
		};
		const { rotation, debt } = body;
		const revoking = rotation !== null && ['REVOKING', 'REVOKE_PENDING'].includes(rotation.state);
		const named = [...debt.map(({ keyId }) => keyId), ...(revoking ? [rotation.old?.keyId] : [])];
		this.tally.revokes += 1;
		if (!named.includes(id)) this.tally.wrongs.push(`revoked ${id}, which the document did not name`);
		if (!revoking && body.current?.keyId === id && rotation === null)
			this.tally.wrongs.push(`revoked the key in use`);
	}

	async act(keyturn: Keyturn, action: (keyturn: Keyturn) => Promise<unknown>): Promise<void> {
		const { time, host } = this.scene;
		const [began, sent] = [time.now, host.sent.length];
		try {
			this.texts.push(JSON.stringify(await action(keyturn)));
		} catch (error) {
			if (!(error instanceof KeyturnError)) {
				this.tally.wrongs.push(
					`threw ${String(error).slice(0, 200)} ${(error as Error).stack?.split('\n')[4] ?? ''}`,
				);
				return;
			}
			this.tally.codes.set(error.code, (this.tally.codes.get(error.code) ?? 0) + 1);
			this.texts.push(`${error.message} ${error.next} ${error.stack ?? ''} ${JSON.stringify(error)}`);
		}
		if (time.now - began > LONGEST_RUN_MS) this.tally.wrongs.push(`ran for ${time.now - began} ms`);
		if (host.sent.length - sent > MOST_REQUESTS)
			this.tally.wrongs.push(`sent ${host.sent.length - sent} requests`);
	}

	/** All that Keyturn wrote outside of the entries that are made for values. */
	written(): string {
		const { secrets } = this.scene.vault.state.namespaces['']!.mounts['secret/']!;
		const open = Object.entries(secrets).filter(([path]) => /\/(documents|audit|due)\//.test(path));
		return JSON.stringify([open, this.scene.vault.accessLog]);
	}
}

async function run(seed: number, tally: Tally, base: Base): Promise<void> {
	const { scene, keyturn } = base.fresh();
	const ordeal = new Ordeal(scene, tally, seed);
	Object.assign(scene.host, { progress: (step: object) => ordeal.texts.push(JSON.stringify(step)) });
	const turns = 3 + Math.floor(ordeal.random() * 4);
	for (let turn = 0; turn < turns; turn++) {
		await ordeal.act(keyturn, ACTIONS[Math.floor(ordeal.random() * ACTIONS.length)]!);
		scene.time.pass(Math.floor(ordeal.random() * 200_000));
	}
	const text = `${ordeal.texts.join('\n')}\n${ordeal.written()}`;
	const leaked = leakIn(text, scene.secrets);
	if (leaked !== undefined)
		tally.wrongs.push(
			`seed ${seed}: ${leaked.slice(0, 6)}… leaked near ${text.slice(Math.max(0, text.indexOf(leaked.slice(0, 16)) - 60), text.indexOf(leaked.slice(0, 16)))}`,
		);
	// No lie may put something into use that is no key, or that is the provider's admin credential.
	const inUse = base.valueOf(scene);
	if (inUse === undefined || inUse.trim() === '' || /[\u0000-\u001f]/.test(inUse))
		tally.wrongs.push(`seed ${seed}: the value in use is no key`);
	if (inUse === scene.secrets[0])
		tally.wrongs.push(`seed ${seed}: the admin credential is in use as the key`);
	ordeal.hostile = false;
}

/** A registered key and a login, copied for each run instead of made anew. */
class Base {
	readonly #scene: Scene;
	readonly #token: string;
	readonly #secrets: number;
	readonly #vault: string;
	readonly #provider: string;

	constructor(scene: Scene, token: string) {
		this.#scene = scene;
		this.#token = token;
		this.#secrets = scene.secrets.length;
		this.#vault = JSON.stringify(scene.vault.state);
		this.#provider = JSON.stringify(scene.provider.state);
	}

	static async begin(): Promise<Base> {
		const scene = await Scene.registered({
			graceHours: 0.01,
			cacheSeconds: 5,
			delaySeconds: 5,
			observeSeconds: 10,
		});
		for (const other of ['somebody else’s', 'and another']) await scene.handMade(other.replace(/\W/g, ''));
		const token = await scene.corner.token(undefined, '700h');
		scene.secrets.push(token);
		return new Base(scene, token);
	}

	fresh(): { scene: Scene; keyturn: Keyturn } {
		const scene = this.#scene;
		Object.assign(scene.vault.state, JSON.parse(this.#vault));
		Object.assign(scene.provider.state, JSON.parse(this.#provider));
		scene.time.now = scene.time.start + 1_000;
		scene.host.sent.length = 0;
		scene.secrets.length = this.#secrets;
		scene.vault.accessLog.length = 0;
		const corner = new Corner({ ...scene.corner.server, address: VAULT, host: scene.host });
		const settings = {
			address: corner.server.address,
			login: 'token',
			token: this.#token,
			prefix: scene.corner.prefix,
		};
		return { scene, keyturn: openKeyturn(scene.host, hashicorp.open(settings, scene.host)) };
	}

	valueOf(scene: Scene): string | undefined {
		const { secrets } = scene.vault.state.namespaces['']!.mounts['secret/']!;
		const entry = secrets[`/${scene.corner.prefix}/values/${KEY}`]!;
		return (entry.versions[entry.currentVersion]!.data as { value?: string } | null)?.value;
	}
}

const emptyTally = (): Tally => ({
	answers: 0,
	lies: new Map(),
	codes: new Map(),
	revokes: 0,
	wrongs: [],
});

describe('a provider whose answers are hostile', () => {
	it(`${ANSWERS} answers: nothing leaks, nothing hangs, nothing is revoked that the document does not name`, async () => {
		const base = await Base.begin();
		const tally = emptyTally();
		let seed = 0;
		for (; tally.answers < ANSWERS && tally.wrongs.length < 5; seed++) await run(seed, tally, base);
		expect(tally.wrongs).toEqual([]);
		expect(tally.answers).toBeGreaterThanOrEqual(ANSWERS);
		expect([...tally.lies.keys()].sort()).toEqual([...lieNames].sort());
		expect(Math.min(...tally.lies.values())).toBeGreaterThan(100);
		// The runs come as far as to revoke, and fail in many ways: the search is not an empty one.
		expect(tally.revokes).toBeGreaterThan(50);
		expect(tally.codes.size).toBeGreaterThan(6);
		expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
	}, 60_000);

	it.each<[string, (scene: Scene) => string]>([
		['the admin credential', ({ secrets }) => secrets[0]!],
		['the old value', ({ secrets }) => secrets.find((each) => each.startsWith('dpk_'))!],
		['nothing', () => ''],
		['two lines', () => 'one\ntwo'],
	])(
		'a new key whose value is %s is never put into use, whatever the probe says, and it dies again',
		async (_name, valueOf) => {
			const scene = await Scene.registered();
			const before = await scene.corner.root('GET', `secret/data/${scene.corner.prefix}/values/${KEY}`);
			let id = '';
			scene.host.between = (request, service, origin) => {
				const answer = service(request);
				if (origin !== PROVIDER) return answer;
				if (
					request.path === '/v1/whoami' &&
					request.headers['authorization']?.includes('known-bad') === false &&
					id !== ''
				)
					return { ...answer, status: 200, body: JSON.stringify({ keyId: id }) };
				if (request.method !== 'POST') return answer;
				const body = JSON.parse(answer.body) as { id: string };
				({ id } = body);
				return { ...answer, body: JSON.stringify({ ...body, value: valueOf(scene) }) };
			};
			const keyturn = await scene.open();
			for (let turn = 0; turn < 4; turn++) {
				await keyturn.rotateDue(60_000);
				await keyturn.rotate(KEY).catch(() => undefined);
				scene.time.pass(200_000);
			}
			const after = await scene.corner.root('GET', `secret/data/${scene.corner.prefix}/values/${KEY}`);
			expect(after.json.data).toEqual(before.json.data);
			expect(scene.living()).toHaveLength(1);
		},
	);

	it('the search finds a value that leaks, and a revocation that nobody wrote down', async () => {
		const base = await Base.begin();
		const tally = emptyTally();
		const { scene, keyturn } = base.fresh();
		const ordeal = new Ordeal(scene, tally, 1);
		ordeal.hostile = false;
		const value = base.valueOf(scene)!;
		expect(leakIn(`xx ${value.slice(8)} xx`, scene.secrets)).toBe(value);
		expect(leakIn(ordeal.written(), scene.secrets)).toBeUndefined();
		await ordeal.act(keyturn, () => Promise.reject(new TypeError('a bug')));
		await ordeal.act(keyturn, async () => scene.time.pass(LONGEST_RUN_MS + 1));
		const [key] = scene.provider.state.keys;
		await scene.host.http({
			method: 'DELETE',
			url: `${PROVIDER}/v1/keys/${key!.id}`,
			headers: {},
			timeoutMs: 1,
			maxBytes: 1_000,
		});
		expect(tally.wrongs).toEqual([
			expect.stringContaining('TypeError: a bug'),
			expect.stringContaining('ran for'),
			expect.stringContaining('which the document did not name'),
			'revoked the key in use',
		]);
	});
});
