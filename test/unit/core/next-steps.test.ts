import { refusal } from '../../contract/provider-suite';
import { KEY, PROVIDER, Scene } from '../../fakes/scene';

// What a sentence asks a person to do can be done, and helps.

const short = { graceHours: 0.01, cacheSeconds: 5, delaySeconds: 5, observeSeconds: 0 };

it('a key of a vault that was restored is registered again with the key that a person put there, and rotates', async () => {
	const scene = await Scene.registered(short);
	const keyturn = await scene.open();
	const backup = structuredClone(scene.vault.state.namespaces['']!.mounts);
	const lost = await scene.until(keyturn, 'up to date');
	scene.vault.state.namespaces['']!.mounts = backup;
	const { next, code } = await refusal(async () => (await scene.open()).rotate(KEY));
	expect([code, next.includes('register the key again')]).toEqual(['RESTORED', true]);
	const again = await scene.open();
	const dead = await refusal(() => again.register(scene.registration(short)));
	expect([dead.code, dead.next]).toEqual(['OLD_NOT_ALIVE', expect.stringContaining('Put a key that works')]);
	const made = await scene.handMade();

	const report = await again.register(scene.registration(short));
	expect(report.sentence).toContain(`not proved dead: key ${lost.keyId!}`);
	const ended = await scene.until(again, 'up to date');
	expect(ended.oldKeyId).toBe(made.id);
	expect(scene.living()).toEqual([lost.keyId, ended.keyId]);
});

it('a dead key is not registered, and the sentence names what can be done', async () => {
	const scene = await Scene.begin();
	await scene.corner.write(`values/${KEY}`, { value: 'a-key-that-is-dead-0123456789' });
	const error = await refusal(async () => (await scene.open()).register(scene.registration()));
	expect(error).toMatchObject({ code: 'OLD_NOT_ALIVE' });
	expect(error.next).toBe('Put a key that works into the vault’s entry, then register it.');
	const told = await (await scene.open()).registerDryRun(scene.registration());
	expect(told.next).toBe(error.next);
});

it('a check that accepts anything: after Roll Back the key is registered again with another check', async () => {
	const scene = await Scene.begin();
	await scene.handMade();
	const checkedAt = (path: string) =>
		scene.registration({
			...short,
			provider: 'manual',
			admin: '',
			providerSettings: { createPage: `${PROVIDER}/new`, probeUrl: `${PROVIDER}${path}` },
		});
	scene.host.between = (request, service) =>
		request.path === '/anything'
			? { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' }
			: service(request);
	const keyturn = await scene.open();
	await keyturn.register(checkedAt('/anything'));
	await keyturn.rotate(KEY);
	await scene.corner.write(`pending/${KEY}`, { value: 'pasted-by-somebody-0123456789' });
	expect((await keyturn.rotate(KEY)).sentence).toContain('accepts anything');
	const { code, next } = await refusal(() => keyturn.register(checkedAt('/v1/whoami')));
	expect([code, next.includes('Roll Back')]).toEqual(['NOT_NOW', true]);

	expect(await keyturn.rollBack(KEY)).toMatchObject({ status: 'rolled back' });
	await keyturn.register(checkedAt('/v1/whoami'));
	await keyturn.rotate(KEY);
	const made = await scene.handMade('another');
	await scene.corner.write(`pending/${KEY}`, { value: made.value });
	expect(await keyturn.rotate(KEY)).toMatchObject({ status: 'waiting' });
});
