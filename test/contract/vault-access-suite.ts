import { Secret } from '../../core/secret';
import { hashicorp } from '../../core/vaults/hashicorp';
import type { Place, Vault } from '../../core/vaults/vault';
import { leastPolicy, without } from '../fakes/policy';
import { refusal } from './provider-suite';
import { Corner, type VaultServer } from './vault-root';

const KEY = 'marketing-summariser.openai';
const ADMIN = 'openai';

/** Logins, rights, and everything that a vault driver must refuse, on the real server and on the dev vault alike. */
export function vaultAccessSuite(title: string, begin: () => Promise<VaultServer>): void {
	describe(`${title}: whom it lets in`, () => {
		let corner: Corner;
		const place = (): Place => ({ path: `${corner.prefix}/values/${KEY}`, field: 'value' });
		const least = () => leastPolicy('secret', corner.prefix);
		const secret = (text: string) => new Secret(text, 'a value', [corner.server.address]);

		beforeEach(async () => {
			corner = new Corner(await begin());
		});

		it('the least policy lacks nothing and has nothing too much', async () => {
			const vault = await corner.openLeast();
			expect(await vault.check(KEY, place(), ADMIN)).toEqual({ missing: [], excess: [] });
			expect(await vault.check(KEY, place(), null)).toEqual({ missing: [], excess: [] });
			await expect(vault.checkEngine()).resolves.toBeUndefined();
			expect(await vault.missingForZones()).toEqual([]);
		});

		it('looking up rights changes nothing', async () => {
			const vault = await corner.openLeast();
			await corner.write(`values/${KEY}`, { value: 'v1' });
			const before = await corner.everything();
			await vault.check(KEY, place(), ADMIN);
			await vault.missingForZones();
			expect(await corner.everything()).toEqual(before);
		});

		const rights = Object.entries(leastPolicy('secret', 'PREFIX'))
			.filter(([path]) => !path.includes('/zones/'))
			.flatMap(([path, list]) => list.map((right) => [path, right] as const));

		it('the table below is the least policy, right by right', () => {
			expect(rights.map(([path, right]) => `${right} ${path}`)).toEqual(
				expect.arrayContaining([
					'create secret/data/PREFIX/due/*',
					'update secret/data/PREFIX/due/*',
					'delete secret/metadata/PREFIX/due/*',
					'create secret/metadata/PREFIX/pending/*',
					'update secret/metadata/PREFIX/pending/*',
					'create secret/data/PREFIX/system/*',
					'update secret/data/PREFIX/system/*',
					'list secret/metadata/PREFIX/admin/*',
					'list secret/metadata/PREFIX/audit/*',
					'update secret/destroy/PREFIX/values/*',
				]),
			);
		});

		it.each(rights)('of %s, the missing right to %s is named, and no other', async (rule, right) => {
			const path = rule.replace('PREFIX', corner.prefix);
			const vault = corner.open({ token: await corner.token(without(least(), path, right)) });
			const { missing, excess } = await vault.check(KEY, place(), ADMIN);
			expect(missing).not.toEqual([]);
			for (const each of missing) expect(each.startsWith(`${right} on ${path.slice(0, -1)}`)).toBe(true);
			expect(excess).toEqual([]);
		});

		it('a login that may use single entries of Keyturn’s own is told which it lacks', async () => {
			const own = `secret/data/${corner.prefix}/system/`;
			const { [`${own}*`]: all = [], ...rules } = least();
			const vault = corner.open({ token: await corner.token({ ...rules, [`${own}installation`]: all }) });
			const { missing } = await vault.check(KEY, place(), ADMIN);
			expect(missing.map((each) => each.replace(/place-[0-9a-f]{32}$/, 'place-…'))).toEqual(
				['place-…', 'sweep'].flatMap((entry) =>
					['create', 'read', 'update'].map((right) => `${right} on ${own}${entry}`),
				),
			);
		});

		const ofZones: ReadonlyArray<readonly [folder: string, right: string]> = [
			['data/PREFIX/zones', 'create'],
			['data/PREFIX/zones', 'read'],
			['data/PREFIX/zones', 'update'],
			['metadata/PREFIX/zones', 'list'],
			['data/PREFIX/system', 'create'],
			['data/PREFIX/system', 'read'],
			['data/PREFIX/audit', 'create'],
			['data/PREFIX/audit', 'read'],
			['data/PREFIX/admin', 'read'],
			['metadata/PREFIX/admin', 'list'],
		];
		it.each(ofZones)(
			'of %s, the missing right to %s is named for zones, and no other',
			async (folder, right) => {
				const path = `secret/${folder.replace('PREFIX', corner.prefix)}/*`;
				const vault = corner.open({ token: await corner.token(without(least(), path, right)) });
				expect(await vault.missingForZones()).toEqual([
					expect.stringMatching(new RegExp(`^${right} on ${path.slice(0, -1)}`)),
				]);
			},
		);

		it('a login without a single right on zones lacks nothing for keys, and is refused by the zones', async () => {
			const rules = Object.entries(least()).filter(([path]) => !path.includes('/zones/'));
			const vault = corner.open({ token: await corner.token(Object.fromEntries(rules)) });
			expect((await vault.check(KEY, place(), ADMIN)).missing).toEqual([]);
			expect(await vault.missingForZones()).toEqual([
				...['create', 'read', 'update'].map((right) =>
					expect.stringContaining(`${right} on secret/data/${corner.prefix}/zones/`),
				),
				`list on secret/metadata/${corner.prefix}/zones/`,
			]);
			expect((await refusal(() => vault.zones.read('example.com/state'))).code).toBe('LOGIN_REFUSED');
		});

		it('rights that only people should have are named as too much', async () => {
			const more = {
				...least(),
				[`secret/metadata/${corner.prefix}/values/*`]: ['read', 'update'],
				[`secret/data/${corner.prefix}/admin/*`]: ['read', 'create', 'patch'],
				[`secret/metadata/${corner.prefix}/admin/*`]: ['list', 'create'],
			};
			const { missing, excess } = await corner
				.open({ token: await corner.token(more) })
				.check(KEY, place(), ADMIN);
			expect(missing).toEqual([]);
			expect([...excess].sort()).toEqual([
				`create on secret/data/${corner.prefix}/admin/${ADMIN}`,
				`create on secret/metadata/${corner.prefix}/admin/${ADMIN}`,
				`patch on secret/data/${corner.prefix}/admin/${ADMIN}`,
				`update on secret/metadata/${corner.prefix}/values/${KEY}`,
			]);
		});

		it('the root token lacks nothing and is told to be too much', async () => {
			const { missing, excess } = await corner
				.open({ token: corner.server.rootToken })
				.check(KEY, place(), ADMIN);
			expect(missing).toEqual([]);
			expect(excess.length).toBeGreaterThan(0);
		});

		it('a right that is missing after all is refused by name when it is used', async () => {
			const vault = corner.open({
				token: await corner.token(without(least(), `secret/data/${corner.prefix}/values/*`, 'read')),
			});
			const error = await refusal(() => vault.read(place()));
			expect(['LOGIN_REFUSED', 'RIGHT_MISSING']).toContain(error.code);
			expect(error.message).toContain(`${corner.prefix}/values/${KEY}`);
		});

		it('an AppRole logs in once for many calls', async () => {
			const vault = corner.open({ login: 'approle', ...(await corner.appRole()) });
			const before = corner.server.sent();
			await vault.listDocuments();
			await vault.listDocuments();
			expect(corner.server.sent() - before).toBe(3);
			expect((await vault.check(KEY, place(), ADMIN)).missing).toEqual([]);
		});

		it('a wrong secret ID, role ID or token is refused in so many words, without repeating it', async () => {
			const role = await corner.appRole();
			for (const settings of [
				{ login: 'approle', ...role, secretId: 'wrong-secret-id' },
				{ login: 'approle', ...role, roleId: 'wrong-role-id' },
				{ login: 'token', token: 'wrong-token' },
			]) {
				const error = await refusal(() => corner.open(settings).readDocument(KEY));
				expect(error.code).toBe('LOGIN_REFUSED');
				expect(`${error.message} ${error.next}`).not.toMatch(/wrong-/);
			}
		});

		it('a token that has expired is refused', async () => {
			const vault = corner.open({ token: await corner.token(undefined, '1s') });
			await vault.listDocuments();
			await corner.server.pass(2_500);
			expect((await refusal(() => vault.listDocuments())).code).toBe('LOGIN_REFUSED');
		});

		it('a session that has expired is renewed by logging in anew', async () => {
			const vault = corner.open({ login: 'approle', ...(await corner.appRole('1s')) });
			await vault.listDocuments();
			await corner.server.pass(2_500);
			expect(await vault.listDocuments()).toEqual([]);
		});

		it('a namespace keeps its own entries', async () => {
			const inside = new Corner(corner.server, 'contract-team');
			await inside.root('POST', 'sys/namespaces/contract-team', {}, { namespace: '' });
			await inside.root('POST', 'sys/mounts/secret', { type: 'kv', options: { version: '2' } });
			const vault = await inside.openLeast();
			await vault.writeDocument(KEY, null, 'inside');
			expect(await vault.listDocuments()).toEqual([KEY]);
			expect(
				(await vault.check(KEY, { path: `${inside.prefix}/values/${KEY}`, field: 'value' }, null)).missing,
			).toEqual([]);
			const outside = corner.open({ token: corner.server.rootToken, prefix: inside.prefix });
			expect(await outside.listDocuments()).toEqual([]);
			const strangers = corner.open({
				token: await corner.token(),
				prefix: inside.prefix,
				namespace: 'contract-team',
			});
			expect((await refusal(() => strangers.readDocument(KEY))).code).toBe('LOGIN_REFUSED');
		});

		it('a namespace that is not there is an error, not an empty vault', async () => {
			const vault = corner.open({ token: corner.server.rootToken, namespace: 'contract-nowhere' });
			for (const run of [
				() => vault.readDocument(KEY),
				() => vault.listDocuments(),
				() => vault.read(place()),
				() => vault.checkEngine(),
			])
				expect((await refusal(run)).code).toMatch(/LOGIN_REFUSED|WRONG_ENGINE|UNEXPECTED_ANSWER/);
		});

		it.each(['default backend - 404', '{}', '{"message":"no Route matched with those values"}'])(
			'a 404 of a proxy before it, %j, is an error, not an empty vault',
			async (body) => {
				const { server } = corner;
				const http = async () => ({ status: 404, headers: {}, body });
				const behind = new Corner({ ...server, host: { ...server.host, http } });
				const vault = behind.open({ token: server.rootToken, prefix: corner.prefix });
				for (const run of [
					() => vault.readDocument(KEY),
					() => vault.listDocuments(),
					() => vault.listDue('2030-01-01'),
					() => vault.listAdmins(),
					() => vault.read(place()),
					() => vault.versionsKept(place()),
					() => vault.readStaged(KEY, []),
					() => vault.retire(place(), '1'),
				])
					expect(await refusal(run)).toMatchObject({ code: 'UNEXPECTED_ANSWER', status: 404 });
			},
		);

		it('a mount that is not there is an error, not an empty vault', async () => {
			const vault = corner.open({ token: corner.server.rootToken, mount: 'contract-nomount' });
			expect((await refusal(() => vault.checkEngine())).code).toMatch(/LOGIN_REFUSED|WRONG_ENGINE/);
		});

		it('an engine of version 1 is told as such, and nothing is written to it', async () => {
			await corner.root('POST', 'sys/mounts/contract-kv1', { type: 'kv', options: { version: '1' } });
			const vault = corner.open({ token: corner.server.rootToken, mount: 'contract-kv1' });
			expect((await refusal(() => vault.checkEngine())).code).toBe('WRONG_ENGINE');
			const { status } = await corner.root('GET', `contract-kv1/data/${corner.prefix}/documents/${KEY}`);
			expect(status).toBe(404);
		});

		it('a sealed vault is told as such', async () => {
			const address = await corner.server.sealed();
			const vault = corner.open({ token: 'any', address });
			for (const run of [
				() => vault.readDocument(KEY),
				() => vault.checkEngine(),
				() => vault.writeDocument(KEY, null, 'x'),
			])
				expect((await refusal(run)).code).toBe('SEALED');
			const role = corner.open({ login: 'approle', roleId: 'r', secretId: 's', address });
			expect((await refusal(() => role.readDocument(KEY))).code).toBe('SEALED');
		});

		const tricks = [
			'../admin/x',
			'..',
			'.',
			'a/../../admin/x',
			'%2e%2e/admin/x',
			'..%2fadmin',
			'a//b',
			'/a',
			'a/',
			'',
			'a\u0000b',
			'a\nb',
			'🔑',
			'clé',
			'a b',
			'a?list=true',
			'a#b',
			'a%00',
			'\u202ea',
			'x'.repeat(10_000),
			'a\\..\\b',
			'.hidden/../x',
		];
		it.each(tricks.map((trick) => [trick.length > 40 ? `${trick.length} letters` : trick, trick]))(
			'the name %j reaches no address',
			async (_shown, trick) => {
				const vault = await corner.openLeast();
				const before = corner.server.sent();
				const tries: ReadonlyArray<(vault: Vault) => Promise<unknown>> = [
					(to) => to.readDocument(trick),
					(to) => to.writeDocument(trick, null, 'x'),
					(to) => to.readStaged(trick, []),
					(to) => to.stage(trick, null, secret('x'), { name: 'n', keyId: 'i' }),
					(to) => to.prepareStage(trick),
					(to) => to.readAdmin(trick),
					(to) => to.markDue(trick, '2030-01-01'),
					(to) => to.unmarkDue(trick, '2030-01-01'),
					(to) => to.audit!.createIfAbsent(trick, 'x'),
					(to) => to.audit!.read(trick),
					(to) => to.system.read(trick),
					(to) => to.read({ path: `${corner.prefix}/values/${trick}`, field: 'value' }),
					(to) => to.origins({ path: trick, field: 'value' }),
					(to) =>
						to.publish({ path: `${corner.prefix}/values/../${trick}`, field: 'value' }, null, secret('x')),
					(to) => to.retire({ path: trick, field: 'value' }, '1'),
					(to) => to.check(trick, place(), null),
					(to) => to.check(KEY, place(), trick),
				];
				for (const run of tries) expect((await refusal(() => run(vault))).code).toBe('BAD_INPUT');
				expect(corner.server.sent()).toBe(before);
			},
		);

		it.each(['admin/openai', 'documents/x', 'system/installation', 'pending/x', 'audit/u/1'])(
			'a key cannot be adopted at Keyturn’s own %s',
			async (path) => {
				const vault = await corner.openLeast();
				const own = { path: `${corner.prefix}/${path}`, field: 'value' };
				expect(vault.allows(own)).toBe(false);
				for (const run of [
					() => vault.read(own),
					() => vault.publish(own, null, secret('x')),
					() => vault.check(KEY, own, null),
				])
					expect((await refusal(run)).code).toBe('BAD_INPUT');
			},
		);

		it('settings that cannot be right are refused by name, and nothing is sent', async () => {
			const before = corner.server.sent();
			const wrong: ReadonlyArray<Readonly<Record<string, string>>> = [
				{ address: 'http://vault.example' },
				{ address: 'not an address' },
				{ address: '' },
				{ address: 'https://u:p@vault.example' },
				{ address: 'https://vault.example/?x=1' },
				{ token: '' },
				{ login: 'approle', roleId: '', secretId: 's' },
				{ login: 'approle', roleId: 'r', secretId: '' },
				{ mount: '../sys' },
				{ mount: 'a//b' },
				{ prefix: '..' },
				{ prefix: 'a/../b' },
				{ otherPaths: '../x' },
				{ otherPaths: corner.prefix },
				{ otherPaths: `${corner.prefix}/admin` },
			];
			for (const settings of wrong) {
				const error = await refusal(() => corner.open({ token: 't', ...settings }));
				expect(['ADDRESS', 'BAD_INPUT']).toContain(error.code);
			}
			expect(corner.server.sent()).toBe(before);
		});

		it('its form is in the house style, and only secrets are hidden', () => {
			for (const field of hashicorp.fields) {
				expect(field.help).toMatch(/^[A-Z][^\n]*[^.]$/);
				expect(field.placeholder ?? 'e.g. x').toMatch(/^e\.g\. /);
			}
			expect(
				hashicorp.fields
					.filter(({ secret: hidden }) => hidden)
					.map(({ name }) => name)
					.sort(),
			).toEqual(['secretId', 'token']);
		});
	});
}
