import type { AuditEntry } from '../../../core/audit/entry';
import type { AuditEvent } from '../../../core/audit/events/event';
import type { Managed } from '../../../core/audit/events/managed';
import { vaultAuditDevice } from '../../../core/audit/sources/vault-audit-device';
import { entriesIn } from '../../../demo/audit/segments';
import { KEY, PROVIDER, Scene, VAULT } from '../scene';
import { event } from './series';
import { auditedVault } from './vault-trail';

/** A whole rotation by the shipped engine, with what the vault and the provider saw of it. */
export interface Rotated {
	readonly scene: Scene;
	readonly entries: readonly AuditEntry[];
	readonly events: readonly AuditEvent[];
	readonly keys: readonly Managed[];
	readonly own: Readonly<Record<string, readonly string[]>>;
	readonly withoutValues: Readonly<Record<string, readonly string[]>>;
	/** When it began and when it was over, in ms since 1970. */
	readonly from: number;
	readonly to: number;
}

export async function rotated(): Promise<Rotated> {
	const scene = await Scene.begin();
	await scene.handMade();
	const { prefix } = scene.corner;
	const provider = providerTrail(scene);
	const lines = auditedVault(scene.host, VAULT);
	const from = scene.time.now;
	const keyturn = await scene.open();
	await keyturn.register(scene.registration());
	scene.time.pass(60_000);
	await scene.until(keyturn, 'up to date');
	scene.time.pass(3_600_000);
	await keyturn.rotateDue(60_000);
	const to = scene.time.now;
	return {
		scene,
		entries: entriesOf(scene),
		events: [...vaultAuditDevice.take(lines.join('\n'), to).events, ...provider].sort(
			(a, b) => a.time - b.time,
		),
		keys: [
			{
				name: KEY,
				at: [
					{ source: 'vault-audit-device', role: 'vault', target: `secret/${prefix}/values/${KEY}` },
					{ source: 'dev', role: 'provider', target: 'the account' },
				],
			},
		],
		own: { 'vault-audit-device': ['approle keyturn'] },
		withoutValues: {
			'vault-audit-device': ['documents', 'audit', 'due', 'system'].map(
				(each) => `secret/${prefix}/${each}/`,
			),
		},
		from,
		to,
	};
}

function entriesOf(scene: Scene): AuditEntry[] {
	const { secrets } = scene.vault.state.namespaces['']!.mounts['secret/']!;
	return Object.entries(secrets)
		.filter(([path]) => path.startsWith(`/${scene.corner.prefix}/audit/`))
		.flatMap(([, { versions }]) => Object.values(versions))
		.flatMap(({ data }) => entriesIn<AuditEntry>((data as { entries: string }).entries));
}

/** What the provider's own log would tell. */
function providerTrail(scene: Scene): AuditEvent[] {
	const events: AuditEvent[] = [];
	const handle = scene.host.services[PROVIDER]!;
	scene.host.services[PROVIDER] = (request) => {
		const response = handle(request);
		const done = response.status < 300;
		const tell = (action: AuditEvent['action'], target: string) =>
			events.push(
				event(scene.time.now, {
					source: 'dev',
					action,
					operation: action,
					actor: 'keyturn',
					target,
					within: 'the account',
					outcome: done ? 'done' : 'failed',
					from: '10.0.0.9',
				}),
			);
		if (request.method === 'POST' && request.path === '/v1/keys')
			tell('key created', done ? String(JSON.parse(response.body).id) : '');
		if (request.path.endsWith('/disable') || request.method === 'PATCH')
			tell('key disabled', request.path.split('/')[3] ?? '');
		if (request.method === 'DELETE') tell('key deleted', request.path.split('/').at(-1) ?? '');
		return response;
	};
	return events;
}
