import { hasCode } from '../../core/errors';
import { providers } from '../../core/providers';
import { entriesIn } from '../../demo/audit/segments';
import { KEY, PROVIDER } from '../fakes/scene';
import { refusal } from './provider-suite';
import { TargetStage, targetIds } from './target-stage';
import { TARGET } from './target-subjects';

/** Those that have to be told in every rotation. */
const always = targetIds.filter((id) => id !== 'n8n-vault-credential');

/** What the log says of the value that was deployed. */
function verified({ scene }: TargetStage): unknown {
	const { secrets } = scene.vault.state.namespaces['']!.mounts['secret/']!;
	const entries = Object.entries(secrets)
		.filter(([path]) => path.startsWith(`/${scene.corner.prefix}/audit/`))
		.flatMap(([, { versions }]) =>
			entriesIn<{ kind: string; facts: unknown }>(String(versions['1']?.data?.['entries'])),
		);
	return entries.find(({ kind }) => kind === 'value verified')?.facts;
}

describe.each(always)('%s: whole rotations', (id) => {
	it('the target has the new value before the old key goes, by one update', async () => {
		const [stage, keyturn] = await TargetStage.registered(id);
		const waiting = await stage.scene.until(keyturn, 'waiting');
		expect(waiting.oldKeyDiesAt).not.toBeNull();
		expect(stage.fake.held()).toBe(await stage.wanted(waiting));
		const done = await stage.scene.until(keyturn, 'up to date');
		expect(done).toMatchObject({ light: 'green', notProvedDead: 0, auditWaiting: 0 });
		expect(await stage.inUse()).not.toBe(stage.old);
		expect(stage.fake.held()).toBe(await stage.wanted(done));
		expect(stage.updates()).toBe(1);
		for (const secret of [...stage.scene.secrets, await stage.inUse()])
			expect(stage.scene.stored().text).not.toContain(secret);
	});

	it('two rotations in a row, one update each', async () => {
		const [stage, keyturn] = await TargetStage.registered(id);
		await stage.scene.until(keyturn, 'up to date');
		await keyturn.rotate(KEY);
		const done = await stage.scene.until(keyturn, 'up to date');
		expect(stage.fake.held()).toBe(await stage.wanted(done));
		expect(stage.updates()).toBe(2);
	});

	it('rolled back, it has the old value again', async () => {
		const [stage, keyturn] = await TargetStage.registered(id);
		await stage.scene.until(keyturn, 'waiting');
		await keyturn.rollBack(KEY);
		const back = await stage.scene.until(keyturn, 'rolled back');
		expect(await stage.inUse()).toBe(stage.old);
		expect(stage.fake.held()).toBe(await stage.wanted(back));
	});

	it('rolled back before anything was published, it is not touched', async () => {
		const [stage, keyturn] = await TargetStage.registered(id);
		stage.scene.provider.knobs.activateDelayMs = 600_000;
		const held = stage.fake.held();
		await keyturn.rotate(KEY);
		await keyturn.rollBack(KEY);
		await stage.scene.until(keyturn, 'rolled back');
		expect(stage.fake.held()).toBe(held);
		expect(stage.updates()).toBe(0);
	});

	it('what somebody changed in the grace is set right before the old key goes', async () => {
		const [stage, keyturn] = await TargetStage.registered(id);
		if (stage.fake.meddle === undefined) return;
		await stage.scene.until(keyturn, 'waiting');
		stage.fake.meddle();
		const done = await stage.scene.until(keyturn, 'up to date');
		expect(stage.fake.held()).toBe(await stage.wanted(done));
		expect(stage.updates()).toBe(2);
	});

	it('where its own test of the new value fails, the way leads back; an emergency does not wait for it', async () => {
		const [stage, keyturn] = await TargetStage.registered(id);
		if (stage.fake.setTest === undefined) return;
		stage.fake.setTest(false);
		for (let run = 0; run < 3; run++)
			expect((await keyturn.rotate(KEY)).sentence).toContain('its own test of it fails');
		await stage.scene.until(keyturn, 'rolled back');
		expect(await stage.inUse()).toBe(stage.old);
		await keyturn.rotate(KEY, { kind: 'emergency', confirmedBy: 'Ada', leaked: 'in use' });
		await stage.scene.until(keyturn, 'up to date');
		expect(await stage.inUse()).not.toBe(stage.old);
	});

	it('what nothing tries is said before, and not called tested afterwards', async () => {
		const smoke = {
			url: `${PROVIDER}/v1/whoami`,
			method: 'GET',
			sendAs: 'none',
			header: '',
			expectStatus: 401,
		} as const;
		for (const [passes, more, warned, tested] of [
			[null, {}, true, false],
			[null, { smoke }, false, true],
			[true, {}, false, true],
		] as const) {
			const [stage, keyturn] = await TargetStage.registered(id, more);
			const { setTest } = stage.fake;
			setTest?.(passes);
			const { warnings } = await keyturn.dryRun(KEY, 'planned');
			expect(warnings.some((each) => each.includes('put there and not tried'))).toBe(
				warned && setTest !== undefined,
			);
			await stage.scene.until(keyturn, 'up to date');
			const tries = setTest !== undefined || 'smoke' in more;
			expect(verified(stage)).toMatchObject({ tested: tested && tries });
		}
	});

	it('whether there is a test may stay unknown, and does not stop a rotation', async () => {
		const [stage, keyturn] = await TargetStage.registered(id);
		stage.scene.host.between = (request, service) =>
			request.path.endsWith('/test') ? { status: 502, headers: {}, body: '' } : service(request);
		const { possible, warnings } = await keyturn.dryRun(KEY, 'planned');
		expect(possible).toBe(true);
		expect(warnings.some((each) => each.includes('could not be seen'))).toBe(
			stage.fake.setTest !== undefined,
		);
	});

	it('an emergency tries nothing, so it warns of nothing and claims nothing', async () => {
		const [stage, keyturn] = await TargetStage.registered(id);
		stage.fake.setTest?.(null);
		expect((await keyturn.dryRun(KEY, 'emergency')).warnings.join()).not.toContain('tried');
		stage.fake.setTest?.(true);
		await keyturn.rotate(KEY, { kind: 'emergency', confirmedBy: 'Ada', leaked: 'in use' });
		await stage.scene.until(keyturn, 'up to date');
		expect(verified(stage)).toMatchObject({ tested: false });
	});

	it('a test that fails in the grace keeps the old key alive', async () => {
		const [stage, keyturn] = await TargetStage.registered(id, { observeSeconds: 0 });
		if (stage.fake.setTest === undefined) return;
		await stage.scene.until(keyturn, 'waiting');
		stage.fake.setTest(false);
		stage.scene.time.pass(86_410_000);
		const alive = stage.scene.living().length;
		expect((await keyturn.rotate(KEY)).sentence).toContain('its own test of it fails');
		expect(stage.scene.living()).toHaveLength(alive);
		stage.fake.setTest(true);
		expect((await stage.scene.until(keyturn, 'up to date')).notProvedDead).toBe(0);
	});

	it('an update whose answer is lost is found out', async () => {
		const [stage, keyturn] = await TargetStage.registered(id);
		const { host } = stage.scene;
		let lost = 0;
		host.between = (request, service, origin) => {
			const answer = service(request);
			const isUpdate = origin === TARGET && (request.method === 'PATCH' || request.method === 'POST');
			if (!isUpdate || ++lost > 1) return answer;
			return { ...answer, status: 0 };
		};
		const done = await stage.scene.until(keyturn, 'up to date');
		expect(lost).toBeGreaterThan(0);
		expect(stage.fake.held()).toBe(await stage.wanted(done));
	});

	it('a target that is down for good leads back to the old key', async () => {
		const [stage, keyturn] = await TargetStage.registered(id);
		const { host } = stage.scene;
		host.between = (request, service, origin) =>
			origin === TARGET && request.method !== 'GET'
				? { status: 503, headers: {}, body: '' }
				: service(request);
		const back = await stage.scene
			.until(keyturn, 'rolling back' as never, 3)
			.catch(async () => await keyturn.status(KEY));
		expect(back.sentence).toContain('did not answer');
		host.between = (request, service) => service(request);
		await stage.scene.until(keyturn, 'rolled back');
		expect(await stage.inUse()).toBe(stage.old);
	});

	it('a value that somebody puts into the vault while the new one is on its way reaches no target', async () => {
		const [stage, keyturn] = await TargetStage.registered(id);
		const { host, corner } = stage.scene;
		const held = stage.fake.held();
		host.between = (request, service, origin) =>
			origin === TARGET && request.method !== 'GET'
				? { status: 503, headers: {}, body: '' }
				: service(request);
		await keyturn.rotate(KEY);
		host.between = (request, service) => service(request);
		expect(await stage.inUse()).not.toBe(stage.old);
		const sent = stage.updates();
		await corner.write(`values/${KEY}`, { value: 'somebody-put-this-here-by-hand-0123456789' });
		const asked = await keyturn.rotate(KEY);
		expect(asked).toMatchObject({ status: 'needs you', light: 'red' });
		expect(asked.sentence).toContain('Somebody changed');
		expect(stage.fake.held()).toBe(held);
		expect(stage.updates()).toBe(sent);
	});

	it('gone in the middle of a planned rotation, the way leads back', async () => {
		const [stage, keyturn] = await TargetStage.registered(id);
		if (stage.fake.remove === undefined) return;
		stage.scene.provider.knobs.activateDelayMs = 20_000;
		await keyturn.rotate(KEY);
		stage.fake.remove();
		await stage.scene.until(keyturn, 'rolled back');
		expect(await stage.inUse()).toBe(stage.old);
		expect((await keyturn.status(KEY)).sentence).toContain('there no more');
	});
});

it('without a smoke test, and with targets that need no telling, nothing is called tested', async () => {
	const [stage, keyturn] = await TargetStage.registered('n8n-vault-credential');
	await stage.scene.until(keyturn, 'up to date');
	expect(verified(stage)).toMatchObject({ smokeTest: false, tested: false });
});

describe.each(targetIds)('%s: before a rotation, and in an emergency', (id) => {
	it('in an emergency it has the new value, and what is gone is not waited for', async () => {
		const [stage, keyturn] = await TargetStage.registered(id);
		await keyturn.rotate(KEY, { kind: 'emergency', confirmedBy: 'Ada', leaked: 'in use' });
		const done = await stage.scene.until(keyturn, 'up to date');
		expect(stage.fake.held()).toBe(await stage.wanted(done));
		if (stage.fake.remove === undefined) return;
		stage.fake.remove();
		expect((await refusal(() => keyturn.rotate(KEY))).code).toBe('NO_SUCH_ENTRY');
		const dry = await keyturn.dryRun(KEY, 'emergency');
		expect(dry).toMatchObject({ possible: true });
		expect(dry.warnings.join()).toContain('goes on without it');
		await keyturn.rotate(KEY, { kind: 'emergency', confirmedBy: 'Ada', leaked: 'in use' });
		expect((await stage.scene.until(keyturn, 'up to date')).notProvedDead).toBe(0);
	});

	it('a dry run names target and rights, and changes nothing', async () => {
		const stage = await TargetStage.begin(id);
		const keyturn = await stage.scene.open();
		const before = stage.scene.state();
		const dry = await keyturn.registerDryRun(stage.registration());
		expect(dry).toMatchObject({ possible: true, problems: [] });
		const step = dry.steps.find((each) => each.includes(TARGET));
		const planned = { 'n8n-credential': 'Send the new value to', 'http-hook': 'is not sent' }[id as string];
		expect(step).toContain(planned ?? 'within its Cache Time');
		expect(dry.rights).toMatch(/API key of n8n|signing secret/);
		expect(stage.scene.state()).toEqual(before);
		expect(stage.updates()).toBe(0);
	});

	it('an origin that nobody allowed is refused before anything is sent there', async () => {
		const cases = [await TargetStage.begin(id, [PROVIDER, TARGET], 'https://elsewhere.test')];
		const value = await TargetStage.begin(id, [PROVIDER]);
		if (value.sendsValue) cases.push(value);
		for (const stage of cases) {
			const keyturn = await stage.scene.open();
			const before = stage.scene.state();
			const error = await refusal(() => keyturn.register(stage.registration()));
			expect(error.code).toBe('ORIGIN_REFUSED');
			expect(stage.scene.host.sent.filter(({ url }) => url.startsWith(TARGET))).toEqual([]);
			expect(stage.scene.state()).toEqual(before);
		}
	});

	it('the key itself is no admin credential', async () => {
		const stage = await TargetStage.begin(id);
		await stage.scene.corner.write('admin/it', { value: stage.old });
		const keyturn = await stage.scene.open();
		expect((await refusal(() => keyturn.register(stage.registration()))).code).toBe('ADMIN_IS_KEY');
	});

	it('is chosen from the list, once, with an admin credential', async () => {
		const stage = await TargetStage.begin(id);
		const keyturn = await stage.scene.open();
		const [choice] = stage.registration().targets ?? [];
		const wrong = [[{ ...choice!, kind: 'toString' }], [{ ...choice!, admin: ' ' }], [choice!, choice!]];
		for (const targets of wrong) {
			const error = await refusal(() => keyturn.register(stage.registration({ targets })));
			expect(hasCode(error, 'BAD_INPUT')).toBe(true);
		}
		const missing = [{ ...choice!, admin: 'nobody' }];
		const error = await refusal(() => keyturn.register(stage.registration({ targets: missing })));
		expect(error.code).toBe('NO_SUCH_ENTRY');
	});
});

describe('n8n-vault-credential: whole rotations', () => {
	const emergency = (leaked: 'in use' | 'previous') =>
		({ kind: 'emergency', confirmedBy: 'Ada', leaked }) as const;

	it('a planned rotation leaves it to its Cache Time', async () => {
		const [stage, keyturn] = await TargetStage.registered('n8n-vault-credential');
		await stage.scene.until(keyturn, 'up to date');
		expect(stage.updates()).toBe(0);
	});

	it('an emergency that comes in the grace tells it before the old key goes', async () => {
		const [stage, keyturn] = await TargetStage.registered('n8n-vault-credential');
		await stage.scene.until(keyturn, 'waiting');
		await keyturn.rotate(KEY, emergency('previous'));
		const done = await stage.scene.until(keyturn, 'up to date');
		expect(stage.updates()).toBe(1);
		expect(stage.fake.held()).toBe(done.fingerprint);
	});

	it('when the new key leaked, it is told of the old one', async () => {
		const [stage, keyturn] = await TargetStage.registered('n8n-vault-credential');
		const { fingerprint: before } = await keyturn.status(KEY);
		const told: (string | null)[] = [];
		const { host } = stage.scene;
		host.between = (request, service) => {
			const answer = service(request);
			if (request.method === 'PATCH') told.push(stage.fake.held());
			return answer;
		};
		await stage.scene.until(keyturn, 'waiting');
		await keyturn.rotate(KEY, emergency('in use'));
		await stage.scene.until(keyturn, 'up to date');
		// What follows is a planned rotation again.
		expect(told).toEqual([before]);
	});
});

it('a deployment is waited for, run after run, for an hour and no longer', async () => {
	const [stage, keyturn] = await TargetStage.registered('http-hook');
	const { host, time } = stage.scene;
	let deploying: unknown = null;
	host.between = (request, service, origin) => {
		if (origin !== TARGET) return service(request);
		if (request.method === 'POST')
			deploying = (JSON.parse(request.body) as { fingerprint: string }).fingerprint;
		return { status: 200, headers: {}, body: JSON.stringify({ fingerprint: null, deploying }) };
	};
	for (let run = 0; run < 6; run++) {
		const report = await keyturn.rotate(KEY);
		expect(report).toMatchObject({ light: 'yellow', status: 'waiting' });
		expect([report.sentence, report.next]).toEqual([
			expect.stringContaining('still being deployed'),
			expect.stringContaining('Nothing to do'),
		]);
		time.pass(400_000);
	}
	expect(await stage.inUse()).not.toBe(stage.old);
	time.pass(3_600_000);
	for (let run = 0; run < 4; run++) await keyturn.rotate(KEY);
	expect(await stage.inUse()).toBe(stage.old);
	host.between = (request, service) => service(request);
	await stage.scene.until(keyturn, 'rolled back');
	expect(stage.updates()).toBeLessThanOrEqual(3);
});

it('a target of a later version is named, and nothing is begun without it', async () => {
	const [stage] = await TargetStage.registered('http-hook');
	const earlier = await stage.scene.open({}, { drivers: { providers, targets: {} } });
	const before = stage.scene.stored();
	const { code, message } = await refusal(() => earlier.rotate(KEY));
	expect([code, message]).toEqual([
		'BAD_INPUT',
		expect.stringContaining('does not know the target http-hook'),
	]);
	expect(stage.scene.stored()).toEqual(before);
});

it('who confirms an emergency without a name is told what breaks', async () => {
	const [, keyturn] = await TargetStage.registered('n8n-vault-credential');
	const error = await refusal(() =>
		keyturn.rotate(KEY, { kind: 'emergency', confirmedBy: ' ', leaked: 'in use' }),
	);
	expect(error.code).toBe('CONFIRM');
	expect(error.next).toContain('fails from the revocation on');
});
