import { KeyturnError } from '../../../../../core/errors';
import { BackupScene } from '../../../../fakes/dns/backup-scene';
import { VAULT } from '../../../../fakes/scene';

/** Each request to the vault is cut off: before its effect, after it with the answer lost, and with the process killed. */
const cuts = ['never sent', 'answer lost', 'killed after'] as const;

class Killed extends Error {}

/** Runs a backup whose n-th request to the vault is cut off. True when there was such a request. */
async function run(scene: BackupScene, at: number, cut: (typeof cuts)[number]): Promise<boolean> {
	let sent = 0;
	let killed = false;
	scene.scene.host.between = (request, service, origin) => {
		if (killed) throw new Killed();
		if (origin !== VAULT || (sent += 1) !== at) return service(request);
		if (cut === 'never sent') return { status: 0, headers: {}, body: '' };
		const response = service(request);
		killed = cut === 'killed after';
		return killed ? { ...response, status: 0 } : { status: 0, headers: {}, body: '' };
	};
	try {
		await scene.backUp();
	} catch (error) {
		if (!(error instanceof KeyturnError)) throw error;
	} finally {
		scene.scene.host.between = (request, service) => service(request);
	}
	return sent >= at;
}

/** Every manifest that names a backup, and whether all that it names is there. */
function whole(scene: BackupScene): boolean[] {
	const texts = scene.backups();
	return [...texts]
		.filter(([path]) => path.endsWith('/manifest'))
		.map(([path, text]) => {
			const { backup } = JSON.parse(text) as {
				backup: Record<'file' | 'native', { parts: string[] }> | null;
			};
			const folder = path.slice(0, -'/manifest'.length);
			return (
				backup !== null &&
				(['file', 'native'] as const).every((name) =>
					backup[name].parts.every((_, index) => texts.has(`${folder}/${name}/${index}`)),
				)
			);
		});
}

describe.each(cuts)('a run whose request to the vault is cut off (%s)', (cut) => {
	it('leaves nothing that counts as a backup and is none, and the next run succeeds', async () => {
		let tried = 0;
		for (let at = 1; ; at++) {
			const scene = await BackupScene.begin();
			if (!(await run(scene, at, cut))) break;
			tried++;
			expect([at, whole(scene).every(Boolean)]).toEqual([at, true]);
			const report = await scene.backUp();
			expect([at, report.check, whole(scene).every(Boolean)]).toEqual([at, 'verified', true]);
			const made = scene.audited().filter((kind) => kind === 'zone backed up');
			expect([at, made.length]).toEqual([at, whole(scene).length]);
			// Nothing waits any more.
			const manifests = [...scene.backups()]
				.filter(([path]) => path.endsWith('/manifest'))
				.map(([, text]) => JSON.parse(text) as { outbox: [] });
			expect([at, manifests.map(({ outbox }) => outbox.length)]).toEqual([at, manifests.map(() => 0)]);
		}
		expect(tried).toBeGreaterThan(15);
	}, 60_000);
});

it('parts that were left behind are in nobody’s way, also when the zone changes in the same second', async () => {
	const scene = await BackupScene.begin();
	scene.scene.host.between = (request, service) =>
		request.path.includes('/native/') ? { status: 0, headers: {}, body: '' } : service(request);
	await expect(scene.backUp()).rejects.toThrow(KeyturnError);
	scene.scene.host.between = (request, service) => service(request);
	expect([...scene.backups().keys()]).toEqual([expect.stringMatching(/file\/0$/)]);
	scene.change('192.0.2.20', '192.0.2.21');
	expect(await scene.backUp()).toMatchObject({ status: 'new copy', check: 'verified' });
});

it('when more than fifty were begun and none was finished, a person has to look', async () => {
	const scene = await BackupScene.begin();
	scene.scene.host.between = (request, service) =>
		request.path.includes('/native/') ? { status: 0, headers: {}, body: '' } : service(request);
	for (let begun = 0; begun <= 50; begun++)
		await expect(scene.backUp()).rejects.not.toMatchObject({ code: 'NEEDS_HUMAN' });
	scene.scene.host.between = (request, service) => service(request);
	await expect(scene.backUp()).rejects.toMatchObject({
		code: 'NEEDS_HUMAN',
		message: expect.stringContaining('begun and not finished'),
		next: expect.stringContaining('Delete the folders without a manifest'),
	});
}, 60_000);
