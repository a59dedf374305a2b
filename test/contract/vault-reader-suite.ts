import { hashicorp } from '../../core/vaults/hashicorp';
import type { ValueReader } from '../../core/vaults/vault';
import { refusal } from './provider-suite';
import { Corner, type VaultServer } from './vault-root';

const NAME = 'values/app.hub';
const SOMEWHERE = 'https://api.example.com';

/** What a login that reads one entry must hold to, on the real server and on the dev vault alike. */
export function vaultReaderSuite(title: string, begin: () => Promise<VaultServer>): void {
	describe(`${title}: a login for one entry`, () => {
		let corner: Corner;
		let path: string;
		const open = (settings: Readonly<Record<string, string>>): ValueReader =>
			hashicorp.openReader(
				{
					address: corner.server.address,
					login: 'token',
					mount: 'secret',
					field: 'value',
					path,
					...settings,
				},
				corner.server.host,
			);
		const allowed = (more: Record<string, readonly string[]> = {}) =>
			corner.token({ [`secret/data/${path}`]: ['read'], ...more });

		beforeEach(async () => {
			corner = new Corner(await begin());
			path = `${corner.prefix}/${NAME}`;
			await corner.write(NAME, { value: 'first-value', other: 'second-value', count: 7 });
			await corner.allow(NAME, SOMEWHERE);
		});

		it('reads the value and where it may go, changes nothing, and can do nothing else', async () => {
			const before = await corner.everything();
			const reader = open({ token: await allowed() });
			expect(await reader.read()).toEqual({ value: 'first-value', origins: [SOMEWHERE] });
			expect(await reader.excess()).toEqual([]);
			expect(await corner.everything()).toEqual(before);
		});

		it('reads another field; one that holds no text or is not there is an error', async () => {
			const token = await allowed();
			expect((await open({ token, field: 'other' }).read()).value).toBe('second-value');
			for (const field of ['count', 'nothing', 'constructor'])
				expect((await refusal(() => open({ token, field }).read())).code).toBe('NO_SUCH_ENTRY');
		});

		it('tells an entry that never was from one that was deleted, and from one that it may not read', async () => {
			const elsewhere = `${corner.prefix}/values/other.hub`;
			const token = await allowed({ [`secret/data/${elsewhere}`]: ['read'] });
			expect((await refusal(() => open({ token, path: elsewhere }).read())).code).toBe('NO_SUCH_ENTRY');
			await corner.root('DELETE', `secret/data/${path}`);
			expect((await refusal(() => open({ token }).read())).code).toBe('ENTRY_DELETED');
			const third = `${corner.prefix}/values/third.hub`;
			expect((await refusal(() => open({ token, path: third }).read())).code).toBe('LOGIN_REFUSED');
		});

		it.each([
			['write it', 'data', NAME, 'update'],
			['change its notes', 'metadata', NAME, 'update'],
			['destroy its versions', 'destroy', NAME, 'update'],
			['delete its versions', 'delete', NAME, 'update'],
			['bring deleted versions back', 'undelete', NAME, 'update'],
			['read every admin credential', 'data', 'admin/*', 'read'],
			['list the admin credentials', 'metadata', 'admin/', 'list'],
			['read values that are not in use yet', 'data', 'pending/*', 'read'],
			['read and write what Keyturn keeps of its key', 'data', 'documents/app.hub', 'update'],
			['read the keys that Keyturn seals with', 'data', 'system/*', 'read'],
			['read what is beside it', 'data', 'values/*', 'read'],
			['list what is beside it', 'metadata', 'values/', 'list'],
			['read the whole mount', 'data', '', 'read'],
		])('notices that it can also %s', async (_what, kind, below, right) => {
			const at = below === '' ? 'secret/data/*' : `secret/${kind}/${corner.prefix}/${below}`;
			const rules = { [`secret/data/${path}`]: ['read'] };
			const merged = { ...rules, [at]: [...(rules[at] ?? []), right] };
			const excess = await open({ token: await corner.token(merged) }).excess();
			expect(excess.join('\n')).toMatch(new RegExp(`^${right} on secret/${kind}/`, 'm'));
		});

		it('notices that it can make other logins', async () => {
			const token = await corner.token({
				[`secret/data/${path}`]: ['read'],
				'auth/token/create': ['update'],
			});
			expect(await open({ token }).excess()).toEqual(['update on auth/token/create']);
		});

		it('notices a root token, by one request', async () => {
			const reader = open({ token: corner.server.rootToken });
			const before = corner.server.sent();
			const excess = await reader.excess();
			expect(excess).toContainEqual(expect.stringMatching(/^root on sys\/policies/));
			expect(corner.server.sent() - before).toBe(1);
		});

		/** Whatever the vault is asked from now on. */
		function answeredWith(status: number, body: string): void {
			const { server } = corner;
			corner = new Corner({
				...server,
				host: { ...server.host, http: async () => ({ status, headers: {}, body }) },
			});
		}

		it('what it is not told of its rights is not taken for none', async () => {
			answeredWith(200, '{"data":{}}');
			const { code, message } = await refusal(() => open({ token: 't' }).excess());
			expect(code).toBe('UNEXPECTED_ANSWER');
			expect(message).toContain('does not say what is allowed on');
		});

		it.each([
			[404, 'default backend - 404'],
			[404, '{}'],
			[404, '{"message":"no Route matched with those values"}'],
			[400, '<html>The plain HTTP request was sent to HTTPS port</html>'],
			[401, '<html>Log in</html>'],
			[403, '<html>Forbidden</html>'],
			[403, '{"message":"Forbidden"}'],
			[403, '{"errors":"Forbidden"}'],
			[403, ''],
		])('a %d of a proxy before it, %j, is no refusal of the vault’s', async (status, body) => {
			answeredWith(status, body);
			for (const login of ['token', 'approle'])
				expect(
					await refusal(() => open({ login, token: 't', roleId: 'r', secretId: 's' }).read()),
				).toMatchObject({ code: 'UNEXPECTED_ANSWER', status });
		});

		it.each([
			[404, '{"errors":[]}'],
			[400, '{"errors":["invalid role or secret ID"]}'],
			[403, '{"errors":["permission denied"]}'],
		])('its own %d at the login, %j, is one', async (status, body) => {
			answeredWith(status, body);
			const read = () => open({ login: 'approle', roleId: 'r', secretId: 's' }).read();
			expect(await refusal(read)).toMatchObject({ code: 'LOGIN_REFUSED', status });
		});

		it('refuses a wrong secret ID by its own word', async () => {
			const { roleId } = await corner.appRole();
			const read = () => open({ login: 'approle', roleId, secretId: 'wrong-secret-id' }).read();
			expect((await refusal(read)).code).toBe('LOGIN_REFUSED');
		});
	});
}
