import type { Keyturn } from '../../core/keyturn';
import type { Registration } from '../../core/operations/register';
import type { Report } from '../../core/operations/report';
import { targets } from '../../core/targets';
import { fakeTargets } from '../fakes/targets';
import type { FakeTarget } from '../fakes/targets/fake';
import { KEY, PROVIDER, Scene } from '../fakes/scene';
import { ADMIN, TARGET } from './target-subjects';

export type TargetId = keyof typeof targets;
export const targetIds = Object.keys(targets) as readonly TargetId[];

/** A managed key at the dev provider whose value one target needs as well. */
export class TargetStage {
	readonly id: TargetId;
	readonly scene: Scene;
	readonly fake: FakeTarget;
	old = '';

	private constructor(id: TargetId, scene: Scene) {
		this.id = id;
		this.scene = scene;
		const { host, time } = scene;
		this.fake = fakeTargets[id]({ now: () => time.now, origin: TARGET, admin: ADMIN });
		host.services[TARGET] = this.fake.handle;
		scene.secrets.push(ADMIN);
	}

	/** Everything is in the vault, with the origins that people allowed; nothing is registered yet. */
	static async begin(id: TargetId, allowed = [PROVIDER, TARGET], adminMay = TARGET): Promise<TargetStage> {
		const stage = new TargetStage(id, await Scene.begin());
		const { corner } = stage.scene;
		await corner.allow('admin/it', adminMay);
		await corner.write('admin/it', { value: ADMIN });
		await corner.allow(`values/${KEY}`, allowed.join(' '));
		stage.old = (await stage.scene.handMade()).value;
		return stage;
	}

	static async registered(id: TargetId, more: Partial<Registration> = {}): Promise<[TargetStage, Keyturn]> {
		const stage = await TargetStage.begin(id);
		const keyturn = await stage.scene.open();
		await keyturn.register(stage.registration(more));
		return [stage, keyturn];
	}

	registration(more: Partial<Registration> = {}): Registration {
		const { id, fake } = this;
		return this.scene.registration({
			targets: [{ kind: id, settings: fake.settings, admin: 'it' }],
			...more,
		});
	}

	get sendsValue(): boolean {
		return this.id === 'n8n-credential';
	}

	/** What the target should hold now: the value that the vault gives, or that value's fingerprint. */
	async wanted(report: Report): Promise<string | null> {
		return this.sendsValue ? await this.inUse() : report.fingerprint;
	}

	async inUse(): Promise<string> {
		const { corner } = this.scene;
		const { json } = await corner.root('GET', `secret/data/${corner.prefix}/values/${KEY}`);
		return String(json.data.data.value);
	}

	/** Requests to the target that change something there. */
	updates(): number {
		return this.scene.host.sent.filter(
			({ url, method }) =>
				url.startsWith(TARGET) && (method === 'PATCH' || method === 'POST') && !url.endsWith('/test'),
		).length;
	}
}
