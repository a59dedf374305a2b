import type { Scene } from '../setting';
import { KEY } from '../world';
import { otherInstallation } from './other-installation';
import { schedule, type Schedule } from './schedule';

const DAY = 86_400_000;

/** What people do in the vault's own page, and who else is at the provider. */
export const outside: readonly Schedule[] = [
	schedule('a person writes the value between proving and publishing', () => {
		let theirs = '';
		return {
			start: { targets: 0 },
			script: (scene: Scene) => {
				const { id, value } = scene.world.handMade('by a person');
				scene.laws.values.set(value, id);
				theirs = value;
				scene.when(
					({ rotation }) => rotation?.state === 'PROBED',
					() => scene.world.asRoot('POST', scene.world.valuePath, { data: { value } }),
				);
			},
			lasts: 300_000,
			ends: ({ laws }) => (laws.currentValue() === theirs ? null : 'what a person wrote was overwritten'),
		};
	}),
	schedule('the vault is restored from a backup in the grace', () => ({
		start: { grace: true },
		script: (scene: Scene) => {
			const { namespaces } = structuredClone(scene.world.vault.state);
			scene.when(
				({ rotation }) => rotation?.state === 'GRACE',
				() => {
					scene.scheduler.after(1_000, () => {
						scene.laws.restored();
						Object.assign(scene.world.vault.state.namespaces, namespaces);
					});
				},
			);
		},
		lasts: 300_000,
		ends: nothingChangedAtTheProvider,
	})),
	schedule('another installation with the same key name at the same provider', () => ({
		start: { targets: 0 },
		knobs: { duplicateNames: 'allow' },
		faults: [{ purpose: 'create', fault: 'lost before' }],
		script: (scene: Scene) => {
			scene.when(
				({ rotation }) => rotation?.state === 'PLANNED',
				() => {
					// Time stands still until the other one is done.
					scene.scheduler.running++;
					void otherInstallation(scene)
						.catch((error: unknown) => {
							scene.laws.fail('crash', String(error));
						})
						.then(() => scene.scheduler.running--);
				},
			);
		},
	})),
	schedule('the document is deleted for three days', () => ({
		start: { grace: true },
		sweeps: true,
		pause: DAY / 2,
		calmAfter: 8 * DAY,
		script: (scene: Scene) => {
			scene.when(
				({ rotation }) => rotation?.state === 'GRACE',
				() => {
					const versions = [scene.world.documentVersion];
					const path = scene.world.documentPath;
					scene.scheduler.after(1_000, () => scene.world.asRoot('POST', `delete/${path}`, { versions }));
					scene.scheduler.after(3 * DAY, () => scene.world.asRoot('POST', `undelete/${path}`, { versions }));
				},
			);
		},
	})),
	...(['roll back', 'emergency both'] as const).map((wish) =>
		schedule(`a person deletes the staged entry in the grace, then ${wish}`, () => ({
			start: { grace: true },
			wishes: [
				{ after: 'GRACE', at: 5_000, wish },
				{ at: 400_000, wish: 'rotate again' },
			],
			script: (scene: Scene) => {
				const body = { versions: [1, 2, 3] };
				const remove = () => scene.world.asRoot('POST', `delete/keyturn/pending/${KEY}`, body);
				scene.when(({ rotation }) => rotation?.state === 'GRACE', remove);
			},
		})),
	),
	schedule('an earlier document is written again in the grace', () => ({
		start: { grace: true },
		script: (scene: Scene) => {
			let text: unknown = null;
			const path = scene.world.documentPath;
			scene.when(
				({ rotation }) => rotation?.state === 'PLANNED',
				() => {
					text = scene.world.read(path);
				},
			);
			scene.when(
				({ rotation }) => rotation?.state === 'GRACE',
				() => {
					scene.scheduler.after(5_000, () => scene.world.asRoot('POST', `data/${path}`, { data: text }));
				},
			);
		},
		lasts: 300_000,
		ends: nothingChangedAtTheProvider,
	})),
	schedule('a document that names somebody else’s key is forged', () => ({
		start: { grace: true },
		script: (scene: Scene) => {
			const path = scene.world.documentPath;
			scene.when(
				({ rotation }) => rotation?.state === 'GRACE',
				() => {
					const data = scene.world.read(path) as { document: string };
					const old = scene.document()?.rotation?.old?.keyId ?? '';
					const id = scene.world.provider.state.keys[0]?.id ?? '';
					const forged = { document: data.document.replaceAll(old, id) };
					scene.scheduler.after(5_000, () => scene.world.asRoot('POST', `data/${path}`, { data: forged }));
				},
			);
		},
		lasts: 300_000,
		ends: nothingChangedAtTheProvider,
	})),
];

/** Two keys made by hand and the new one: all there, none besides. */
function nothingChangedAtTheProvider({ world }: Scene): string | null {
	const { keys } = world.provider.state;
	if (keys.some(({ deletedMs }) => deletedMs !== null)) return 'a key was revoked';
	return keys.length === 3 ? null : 'a key was made';
}
