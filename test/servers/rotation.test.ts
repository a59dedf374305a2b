import { KeyturnError } from '../../core/errors';
import { leastPolicy, without } from '../fakes/policy';
import { openKeyturn } from '../../core/keyturn';
import { refusal } from '../contract/provider-suite';
import { realHost } from './host';
import { RotationStage, type HubToken } from './rotation-stage';

/** A whole rotation takes as long as a request may be late: T + 2 S + L, here 21 s. They run side by side. */
jest.setTimeout(180_000);

const lifetime = ({ created, expires_at }: HubToken) =>
	Math.round((Date.parse(expires_at ?? '') - Date.parse(created)) / 1_000);

/** A stage with a key of this name. The numbers in the names of keys keep them apart at the one hub. */
const stage = (name: string) => new RotationStage(`${name}.jupyterhub`).prepare();

afterAll(() => RotationStage.cleanUp());

describe('rotations on a real OpenBao and a real JupyterHub', () => {
	it.concurrent(
		'a key is adopted and rotated; the old one is refused by the hub, the new one is as narrow',
		async () => {
			const at = await stage('adopted');
			const old = await at.handMade();
			const keyturn = await at.runner('runner of adopted');
			const registered = await keyturn.register(at.registration());
			expect(registered).toMatchObject({ status: 'up to date', keyId: `${old.id}@${old.created}` });
			const done = await at.until(keyturn, 'up to date');

			const value = await at.inUse();
			expect(value).not.toBe(old.token);
			expect([await at.statusOf(old.token), await at.statusOf(value)]).toEqual([403, 200]);
			const note = await at.noteOf(value);
			expect(note).toMatch(/^kt-[0-9a-f]{12}-1\.\d+\.1$/);
			expect(await at.tokens(`by hand for ${at.corner.prefix}`)).toEqual([]);
			const ours = await at.tokens(note.slice(0, 16));
			expect(ours).toHaveLength(1);
			expect([...ours[0]!.scopes].sort()).toEqual([...old.scopes].sort());
			expect(Math.abs(lifetime(ours[0]!) - lifetime(old))).toBeLessThanOrEqual(2);
			expect(done).toMatchObject({
				light: 'green',
				notProvedDead: 0,
				auditWaiting: 0,
				keyId: `${ours[0]!.id}@${ours[0]!.created}`,
			});
			expect(done.proof).toContain('refuses the old key (403)');

			const entries = await at.audit();
			expect(entries.map(({ kind }) => kind)).toEqual([
				'key registered',
				'rotation planned',
				'key created',
				'value published',
				'value verified',
				'old key proved dead',
			]);
			expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
			expect(entries.at(-1)?.facts).toMatchObject({
				keyId: `${old.id}@${old.created}`,
				how: 'refused',
				status: 403,
			});
			const stored = await at.stored();
			expect(stored).toContain(ours[0]!.note);
			for (const each of [...at.values, at.hub.token]) expect(stored).not.toContain(each);
			expect((await keyturn.rotateDue(30_000)).failures).toEqual([]);
			expect((await keyturn.status(at.name)).sweeps).toBe('nightly workflow active');

			const log = await keyturn.logReport();
			expect(log).toMatchObject({ light: 'green', waiting: 0, refused: [] });
			const everything = { from: null, to: null, subjects: [at.name], kinds: [] };
			const logged = await keyturn.listEntries(everything, 100);
			expect(logged.map(({ id }) => id)).toEqual(entries.map(({ id }) => id));
			expect(await keyturn.logReport()).toMatchObject({ size: log.size, root: log.root, added: 0 });
		},
	);

	it.concurrent('a roll back in grace brings the old key back and kills the new one', async () => {
		const at = await stage('rolled-back');
		const old = await at.handMade();
		const keyturn = await at.runner('runner of rolled-back');
		await keyturn.register(at.registration({ graceHours: 1 }));
		await at.until(keyturn, 'waiting');
		const fresh = await at.inUse();
		expect([await at.statusOf(old.token), await at.statusOf(fresh)]).toEqual([200, 200]);
		await keyturn.rollBack(at.name);
		const done = await at.until(keyturn, 'rolled back');
		expect(await at.inUse()).toBe(old.token);
		expect([await at.statusOf(old.token), await at.statusOf(fresh)]).toEqual([200, 403]);
		expect(done).toMatchObject({ light: 'yellow', notProvedDead: 0, keyId: `${old.id}@${old.created}` });
		expect((await at.audit()).map(({ kind }) => kind)).toEqual(
			expect.arrayContaining(['key proved dead', 'rolled back']),
		);
	});

	it.concurrent('a key that never was is issued for the first time', async () => {
		const at = await stage('first-issue');
		const keyturn = await at.runner('runner of first-issue');
		const { address, user } = at.registration().providerSettings as { address: string; user: string };
		const providerSettings = {
			address,
			user,
			scopes: 'access:servers!user, read:users!user',
			expiresInDays: '3',
		};
		expect((await keyturn.register(at.registration({ providerSettings }))).status).toBe('never issued');
		await at.until(keyturn, 'up to date');
		const value = await at.inUse();
		expect(await at.statusOf(value)).toBe(200);
		const [token] = await at.tokens(await at.noteOf(value));
		expect(lifetime(token!)).toBe(3 * 86_400);
		expect(token!.scopes.every((scope) => scope.endsWith(`!user=${at.hub.user}`))).toBe(true);
		expect(token!.scopes.map((scope) => scope.split('!')[0]).sort()).toEqual([
			'access:servers',
			'read:users',
			'read:users:activity',
			'read:users:groups',
			'read:users:name',
		]);
	});

	it.concurrent(
		'in an emergency the leaked key dies without a grace, and the log names who confirmed it',
		async () => {
			const at = await stage('emergency');
			const old = await at.handMade();
			const keyturn = await at.runner('runner of emergency');
			await keyturn.register(at.registration({ graceHours: 24 }));
			expect(
				(
					await refusal(() =>
						keyturn.rotate(at.name, { kind: 'emergency', confirmedBy: ' ', leaked: 'in use' }),
					)
				).code,
			).toBe('CONFIRM');
			await keyturn.rotate(at.name, { kind: 'emergency', confirmedBy: 'Ada Lovelace', leaked: 'in use' });
			await at.until(keyturn, 'up to date');
			expect([await at.statusOf(old.token), await at.statusOf(await at.inUse())]).toEqual([403, 200]);
			const declared = (await at.audit()).find(({ kind }) => kind === 'emergency declared');
			expect(declared?.facts).toMatchObject({ by: 'Ada Lovelace' });
			expect((await refusal(() => keyturn.rollBack(at.name))).code).toBe('NOT_NOW');
		},
	);

	it.concurrent('of three runners at once one rotates, and there is one new key', async () => {
		const at = await stage('three-runners');
		const old = await at.handMade();
		const keyturn = await at.runner('runner of three-runners');
		await keyturn.register(at.registration({ graceHours: 1 }));
		const runners = await Promise.all(['one', 'two', 'three'].map((name) => at.runner(name)));
		const ends = await Promise.allSettled(runners.map((each) => each.rotate(at.name)));
		const refused = ends
			.filter((end) => end.status === 'rejected')
			.map(({ reason }) => (reason as KeyturnError).code);
		expect(refused).toEqual(['BUSY', 'BUSY']);
		const note = await at.noteOf(await at.inUse());
		expect(await at.tokens(note.slice(0, 16))).toHaveLength(1);
		expect(await at.statusOf(old.token)).toBe(200);
		expect((await at.audit()).filter(({ kind }) => kind === 'key created').length).toBeLessThanOrEqual(1);
	});

	it.concurrent(
		'a key whose answer was lost is found by its name and dies; the next one is used',
		async () => {
			const at = await stage('lost-answer');
			await at.handMade();
			const host = realHost('runner of lost-answer');
			let lost = 0;
			const cut = {
				...host,
				http: async (request: Parameters<typeof host.http>[0]) => {
					const answer = await host.http(request);
					if (request.method !== 'POST' || !request.url.endsWith('/tokens') || lost > 0) return answer;
					lost += 1;
					throw new Error('cut off');
				},
			};
			const vault = at.corner.open({ login: 'approle', ...(await at.corner.appRole()) });
			const keyturn = openKeyturn(cut, vault);
			await keyturn.register(at.registration());
			const done = await at.until(keyturn, 'up to date');
			expect(lost).toBe(1);
			const value = await at.inUse();
			expect(await at.statusOf(value)).toBe(200);
			const note = await at.noteOf(value);
			expect(note).toMatch(/\.2$/);
			expect(await at.tokens(note.slice(0, 16))).toHaveLength(1);
			expect(done.notProvedDead).toBe(0);
			expect((await at.audit()).find(({ kind }) => kind === 'key proved dead')?.facts).toMatchObject({
				reason: 'orphan',
				how: 'not listed',
			});
		},
	);

	it.concurrent('a missing right is named before anything is written, here or there', async () => {
		const at = await stage('missing-right');
		const old = await at.handMade();
		const rules = leastPolicy('secret', at.corner.prefix);
		const before = await at.corner.everything();
		const lacks: ReadonlyArray<readonly [string, string]> = [
			[`secret/data/${at.corner.prefix}/pending/*`, 'update'],
			[`secret/data/${at.corner.prefix}/admin/*`, 'read'],
			[`secret/data/${at.corner.prefix}/audit/*`, 'create'],
		];
		for (const [path, right] of lacks) {
			const vault = at.corner.open({ token: await at.corner.token(without(rules, path, right)) });
			const keyturn = openKeyturn(realHost(), vault);
			const error = await refusal(() => keyturn.register(at.registration()));
			expect(error.code).toBe('RIGHT_MISSING');
			expect(error.message).toContain(`${right} on ${path.slice(0, -1)}`);
			expect(await at.corner.everything()).toEqual(before);
		}
		const whole = await at.runner('runner of missing-right');
		await whole.register(at.registration());
		const registered = await at.corner.everything();
		for (const [path, right] of lacks) {
			const vault = at.corner.open({ token: await at.corner.token(without(rules, path, right)) });
			const error = await refusal(() => openKeyturn(realHost(), vault).rotate(at.name));
			expect(error.code).toBe('RIGHT_MISSING');
		}
		expect(await at.corner.everything()).toEqual(registered);
		expect(await at.inUse()).toBe(old.token);
		expect(await at.tokens(`by hand for ${at.corner.prefix}`)).toHaveLength(1);
	});

	it.concurrent('a dry run sends reads alone', async () => {
		const at = await stage('dry-run');
		await at.handMade();
		const host = realHost();
		const vault = at.corner.open({ login: 'approle', ...(await at.corner.appRole()) });
		const keyturn = openKeyturn(host, vault);
		const before = await at.corner.everything();
		expect((await keyturn.registerDryRun(at.registration())).possible).toBe(true);
		expect(await at.corner.everything()).toEqual(before);
		await keyturn.register(at.registration());
		const registered = await at.corner.everything();
		const plan = await keyturn.dryRun(at.name, 'planned');
		expect(plan).toMatchObject({ possible: true, light: 'green', problems: [], warnings: [] });
		expect(await at.corner.everything()).toEqual(registered);
	});

	it.concurrent(
		'where only a person can make keys, each step names the page and the entry, and the proof is the same',
		async () => {
			const at = await stage('by-a-person');
			const old = await at.handMade();
			const keyturn = await at.runner('runner of by-a-person');
			const page = `${at.hub.url}/hub/token`;
			const probeUrl = `${at.hub.url}/hub/api/user`;
			const providerSettings = { createPage: page, probeUrl, sendAs: 'bearer', deadStatus: '403' };
			await keyturn.register(at.registration({ provider: 'manual', providerSettings, admin: '' }));
			const asks = await keyturn.rotate(at.name);
			expect(asks).toMatchObject({ status: 'needs you', light: 'red' });
			expect(asks.next).toContain(page);
			expect(asks.next).toContain(`secret/${at.corner.prefix}/pending/${at.name}`);

			await at.corner.write(`pending/${at.name}`, { value: old.token });
			expect((await keyturn.rotate(at.name)).sentence).toContain('it is the old one');
			const fresh = await at.make({ note: `by hand for ${at.corner.prefix}, new` });
			await at.corner.write(`pending/${at.name}`, { value: fresh.token });
			await at.until(keyturn, 'needs you');
			expect(await at.inUse()).toBe(fresh.token);
			const revoke = await keyturn.status(at.name);
			expect(revoke.sentence).toContain('only a person can revoke it');
			expect(revoke.next).toContain(page);
			expect(await at.statusOf(old.token)).toBe(200);

			await at.remove(old);
			const done = await at.until(keyturn, 'up to date');
			expect(done.proof).toContain('refuses the old key (403)');
			expect([await at.statusOf(old.token), await at.statusOf(fresh.token)]).toEqual([403, 200]);
			const stored = await at.stored();
			for (const each of at.values) expect(stored).not.toContain(each);
		},
	);
});
