import { fakeLogStores } from '../log-stores';
import { Scene } from '../scene';

export const ORIGIN = 'https://store.test';

/** A scene with a bucket, and its credential in the vault. */
export async function withBucket(more: { readonly heedless?: boolean } = {}) {
	const scene = await Scene.registered();
	await scene.until(await scene.open(), 'up to date');
	const files = new Map<string, string>();
	const fake = fakeLogStores.s3({
		origin: ORIGIN,
		files,
		mark: 'MARK',
		now: () => scene.time.now,
		settings: {},
		...more,
	});
	Object.assign(scene.host.services, fake.services);
	await scene.corner.allow('admin/bucket', ORIGIN);
	await scene.corner.write('admin/bucket', { value: fake.admin });
	return { scene, files, choice: { kind: 's3', settings: fake.settings, admin: 'bucket' } };
}
