import { inspect } from 'node:util';
import { Secret } from '../../core/secret';
import type { Vault } from '../../core/vaults/vault';
import { refusal, reveal } from './provider-suite';
import { Corner, type VaultServer } from './vault-root';

const KEY = 'marketing-summariser.openai';
const PLACE = (corner: Corner) => ({ path: `${corner.prefix}/values/${KEY}`, field: 'value' });
const SOMEWHERE = 'https://api.example.com';

/** What the vault driver must hold to, on the real server and on the dev vault alike. */
export function vaultSuite(title: string, begin: () => Promise<VaultServer>): void {
	describe(`${title}: what it keeps`, () => {
		let corner: Corner;
		let vault: Vault;
		const value = (text: string) => new Secret(text, 'a value', [vault.origin]);
		const shown = async () => reveal((await vault.read(PLACE(corner)))!.value);

		beforeEach(async () => {
			corner = new Corner(await begin());
			vault = await corner.openLeast();
		});

		it('what was never written is null, and its folders are empty', async () => {
			expect(await vault.read(PLACE(corner))).toBeNull();
			expect(await vault.origins(PLACE(corner))).toEqual([]);
			expect(await vault.readDocument(KEY)).toBeNull();
			expect(await vault.readStaged(KEY, [])).toBeNull();
			expect(await vault.readInstallationKey()).toBeNull();
			expect(await vault.readHeartbeat()).toBeNull();
			expect(await vault.audit!.read('a/1')).toBeNull();
			expect(await vault.zones.read('example.com/approved')).toBeNull();
			expect(await vault.zones.list('')).toEqual([]);
			expect(await vault.listDocuments()).toEqual([]);
			expect(await vault.listAdmins()).toEqual([]);
			expect([...(await vault.listDue('2030-01-01'))]).toEqual([]);
			expect((await refusal(() => vault.readAdmin('nobody'))).code).toBe('NO_SUCH_ENTRY');
		});

		it('tells how many versions an entry keeps, where it was set', async () => {
			expect(await vault.versionsKept(PLACE(corner))).toBeNull();
			const path = `secret/metadata/${corner.prefix}/values/${KEY}`;
			await corner.root('POST', path, { max_versions: 1 });
			expect(await vault.versionsKept(PLACE(corner))).toBe(1);
			await corner.root('POST', path, { max_versions: 7 });
			expect(await vault.versionsKept(PLACE(corner))).toBe(7);
		});

		it('what was deleted or destroyed is an error, never null', async () => {
			const paths = {
				value: `values/${KEY}`,
				document: `documents/${KEY}`,
				admin: 'admin/x',
			};
			for (const path of Object.values(paths)) {
				await corner.write(path, { value: 'v1', document: '{}' });
				await corner.root('DELETE', `secret/data/${corner.prefix}/${path}`);
			}
			for (const run of [
				() => vault.read(PLACE(corner)),
				() => vault.readDocument(KEY),
				() => vault.readAdmin('x'),
			])
				expect((await refusal(run)).code).toBe('ENTRY_DELETED');
			await corner.root('POST', `secret/destroy/${corner.prefix}/values/${KEY}`, { versions: [1] });
			expect((await refusal(() => vault.read(PLACE(corner)))).code).toBe('ENTRY_DELETED');
		});

		it('a value is published only after the version that was seen', async () => {
			expect(await vault.publish(PLACE(corner), null, value('first'))).toBe('1');
			for (const after of [null, '2', '7'])
				expect((await refusal(() => vault.publish(PLACE(corner), after, value('late')))).code).toBe(
					'CONFLICT',
				);
			expect(await shown()).toBe('first');
			expect(await vault.publish(PLACE(corner), '1', value('second'))).toBe('2');
			expect(await shown()).toBe('second');
			expect(reveal((await vault.read(PLACE(corner), '1'))!.value)).toBe('first');
		});

		it('of five writers after one version, one is accepted', async () => {
			await vault.publish(PLACE(corner), null, value('first'));
			const tries = await Promise.allSettled(
				[1, 2, 3, 4, 5].map((n) => vault.publish(PLACE(corner), '1', value(`by ${n}`))),
			);
			expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
			for (const each of tries)
				if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'CONFLICT' });
		});

		it('an entry whose notes a person wrote first has origins, and takes its first value', async () => {
			await corner.allow(`values/${KEY}`, `${SOMEWHERE}, https://hub.example.com:8443`);
			expect(await vault.read(PLACE(corner))).toBeNull();
			expect(await vault.origins(PLACE(corner))).toEqual([SOMEWHERE, 'https://hub.example.com:8443']);
			await vault.publish(PLACE(corner), null, value('first'));
			const { value: read } = (await vault.read(PLACE(corner)))!;
			expect(read.origins).toEqual([SOMEWHERE, 'https://hub.example.com:8443', vault.origin]);
			expect(read.reveal(SOMEWHERE)).toBe('first');
			expect((await refusal(() => read.reveal('https://api.example.com.evil.test'))).code).toBe(
				'ORIGIN_REFUSED',
			);
		});

		it('an entry without notes goes to the vault and to nobody else', async () => {
			await vault.publish(PLACE(corner), null, value('first'));
			const { value: read } = (await vault.read(PLACE(corner)))!;
			expect(read.origins).toEqual([vault.origin]);
			const error = await refusal(() => read.reveal(SOMEWHERE));
			expect(error.code).toBe('ORIGIN_REFUSED');
			expect(error.message).not.toContain('first');
		});

		it.each(['http://plain.example', 'nonsense', 'https://a:b@example.com', '*', 'https://'])(
			'the note %j allows nothing and is named as wrong',
			async (note) => {
				await corner.allow(`values/${KEY}`, note);
				expect((await refusal(() => vault.origins(PLACE(corner)))).code).toBe('ADDRESS');
				await corner.write(`values/${KEY}`, { value: 'first' });
				expect((await refusal(() => vault.read(PLACE(corner)))).code).toBe('ADDRESS');
			},
		);

		it('what was read is never shown by printing it', async () => {
			await vault.publish(PLACE(corner), null, value('sk-very-secret'));
			const entry = (await vault.read(PLACE(corner)))!;
			for (const text of [
				String(entry.value),
				['in a list:', entry.value].join(' '),
				JSON.stringify(entry),
				inspect(entry, { depth: 9, showHidden: true }),
				inspect(vault, { depth: 9 }),
			])
				expect(text).not.toContain('sk-very-secret');
		});

		it('other fields of an entry stay as they are', async () => {
			await corner.allow(`values/${KEY}`, SOMEWHERE);
			const shared = { path: `apps/${corner.prefix}`, field: 'api_key' };
			await corner.root('POST', `secret/data/apps/${corner.prefix}`, {
				data: { api_key: 'old', url: 'https://x', n: 5 },
			});
			const rules = {
				[`secret/data/apps/*`]: ['create', 'read', 'update'],
				[`secret/metadata/apps/*`]: ['read'],
			};
			const other = corner.open({ token: await corner.token(rules), otherPaths: 'apps' });
			expect(other.allows(shared)).toBe(true);
			await other.publish(shared, '1', value('new'));
			const { json } = await corner.root('GET', `secret/data/apps/${corner.prefix}`);
			expect(json.data.data).toEqual({ api_key: 'new', url: 'https://x', n: 5 });
			expect((await refusal(() => other.publish(shared, '1', value('late')))).code).toBe('CONFLICT');
			expect(vault.allows(shared)).toBe(false);
			expect((await refusal(() => vault.read(shared))).code).toBe('BAD_INPUT');
		});

		it('other fields of an entry in Keyturn’s own folder stay as well, whether they were just read or not', async () => {
			const beside = { username: 'svc-summariser', region: 'eu', ports: [1, 2], nested: { a: null } };
			await corner.write(`values/${KEY}`, { value: 'v1', ...beside });
			const there = async () =>
				(await corner.root('GET', `secret/data/${corner.prefix}/values/${KEY}`)).json.data.data;
			await vault.publish(PLACE(corner), '1', value('v2'));
			expect(await there()).toEqual({ value: 'v2', ...beside });
			// A read in between would use up the time that a run has left for the write.
			const looks = [() => vault.read(PLACE(corner)), () => vault.origins(PLACE(corner))];
			for (const [at, look] of looks.entries()) {
				await look();
				const before = corner.server.sent();
				await vault.publish(PLACE(corner), String(at + 2), value(`v${at + 3}`));
				expect(corner.server.sent() - before).toBe(1);
				expect(await there()).toEqual({ value: `v${at + 3}`, ...beside });
			}
		});

		it('two keys in two fields of one entry do not overwrite each other', async () => {
			await corner.write(`values/${KEY}`, { value: 'v1', second: 's1' });
			const second = { ...PLACE(corner), field: 'second' };
			await vault.read(second);
			await vault.publish(PLACE(corner), '1', value('v2'));
			await vault.read(PLACE(corner));
			await vault.publish(second, '2', value('s2'));
			const { json } = await corner.root('GET', `secret/data/${corner.prefix}/values/${KEY}`);
			expect(json.data.data).toEqual({ value: 'v2', second: 's2' });
		});

		it('a field that somebody changed after it was read is not written back as it was', async () => {
			await corner.write(`values/${KEY}`, { value: 'v1', username: 'before' });
			await vault.read(PLACE(corner));
			await corner.write(`values/${KEY}`, { value: 'v1', username: 'after' });
			expect((await refusal(() => vault.publish(PLACE(corner), '1', value('v2')))).code).toBe('CONFLICT');
			await vault.publish(PLACE(corner), '2', value('v2'));
			const { json } = await corner.root('GET', `secret/data/${corner.prefix}/values/${KEY}`);
			expect(json.data.data).toEqual({ value: 'v2', username: 'after' });
		});

		it('an entry without the field, or with an empty one, is no value', async () => {
			for (const data of [{ other: 'x' }, { value: '' }, { value: 5 }, { value: null }]) {
				await corner.write(`values/${KEY}`, data);
				expect((await refusal(() => vault.read(PLACE(corner)))).code).toBe('NO_SUCH_ENTRY');
			}
			const proto = { ...PLACE(corner), field: '__proto__' };
			expect((await refusal(() => vault.read(proto))).code).toBe('NO_SUCH_ENTRY');
		});

		it('a retired version is gone for good, and retiring it again is no error', async () => {
			await vault.publish(PLACE(corner), null, value('first'));
			await vault.publish(PLACE(corner), '1', value('second'));
			await vault.retire(PLACE(corner), '1');
			await vault.retire(PLACE(corner), '1');
			expect((await refusal(() => vault.read(PLACE(corner), '1'))).code).toBe('ENTRY_DELETED');
			expect(await shown()).toBe('second');
			expect(await vault.publish(PLACE(corner), '2', value('third'))).toBe('3');
		});

		it('the staged slot holds one value with its name and id, written after what was seen', async () => {
			await vault.prepareStage(KEY);
			expect(await vault.readStaged(KEY, [])).toBeNull();
			const first = await vault.stage(KEY, null, value('staged-1'), { name: 'kt-a', keyId: 'k1' });
			expect(
				(await refusal(() => vault.stage(KEY, null, value('late'), { name: 'x', keyId: 'x' }))).code,
			).toBe('CONFLICT');
			const second = await vault.stage(KEY, first, value('staged-2'), { name: 'kt-b', keyId: 'k2' });
			const staged = (await vault.readStaged(KEY, [SOMEWHERE]))!;
			expect(staged).toMatchObject({ version: second, name: 'kt-b', keyId: 'k2' });
			expect(staged.value.reveal(SOMEWHERE)).toBe('staged-2');
			const { json } = await corner.root('GET', `secret/metadata/${corner.prefix}/pending/${KEY}`);
			expect(Object.keys(json.data.versions)).toEqual([second]);
		});

		it.each(['deleted', 'destroyed'])('a staged value that a person has %s is none', async (how) => {
			const label = { name: 'kt-a', keyId: 'k1' };
			const path = `${corner.prefix}/pending/${KEY}`;
			await corner.write(`pending/${KEY}`, { value: 'pasted' });
			await corner.root('DELETE', `secret/data/${path}`);
			if (how === 'destroyed') await corner.root('PUT', `secret/destroy/${path}`, { versions: [1] });
			expect(await vault.readStaged(KEY, [])).toBeNull();
			expect(await vault.stage(KEY, null, value('second'), label)).toBe('2');
			expect((await refusal(() => vault.stage(KEY, null, value('late'), label))).code).toBe('CONFLICT');
			expect(await vault.readStaged(KEY, [])).toMatchObject({ version: '2', name: 'kt-a' });
		});

		it('a value that a person pastes has neither name nor id', async () => {
			await corner.write(`pending/${KEY}`, { value: 'pasted' });
			expect(await vault.readStaged(KEY, [])).toMatchObject({ version: '1', name: null, keyId: null });
		});

		it('a document has the tag it got, and knows the one that it replaced', async () => {
			const first = await vault.writeDocument(KEY, null, 'one');
			expect(await vault.readDocument(KEY)).toEqual({ tag: first, after: null, text: 'one' });
			expect((await refusal(() => vault.writeDocument(KEY, null, 'late'))).code).toBe('CONFLICT');
			const second = await vault.writeDocument(KEY, first, 'two');
			expect(await vault.readDocument(KEY)).toEqual({ tag: second, after: first, text: 'two' });
			expect((await refusal(() => vault.writeDocument(KEY, first, 'late'))).code).toBe('CONFLICT');
			expect(await vault.listDocuments()).toEqual([KEY]);
		});

		it('twenty document writes later, tags still match', async () => {
			let tag: string | null = null;
			for (let n = 0; n < 20; n++) {
				const next: string = await vault.writeDocument(KEY, tag, `text ${n}`);
				expect(await vault.readDocument(KEY)).toEqual({ tag: next, after: tag, text: `text ${n}` });
				tag = next;
			}
		});

		it('a place belongs to the first key that claims it, and to no other', async () => {
			expect(await vault.claim(PLACE(corner), KEY, null)).toBe(KEY);
			expect(await vault.claim(PLACE(corner), KEY, null)).toBe(KEY);
			expect(await vault.claim(PLACE(corner), 'another', null)).toBe(KEY);
			expect(await vault.claim({ ...PLACE(corner), field: 'other' }, 'another', null)).toBe('another');
			expect(await vault.claim('a target', 'a third', null)).toBe('a third');
			expect(await vault.claim('another target', KEY, null)).toBe(KEY);
			expect(await vault.claim('a target', KEY, null)).toBe('a third');
			const place = { path: `${corner.prefix}/values/shared`, field: 'value' };
			const owners = await Promise.all(['a', 'b', 'c'].map((name) => vault.claim(place, name, null)));
			expect(new Set(owners).size).toBe(1);
			const [owner = ''] = owners;
			expect(await vault.claim(place, 'd', 'not the owner')).toBe(owner);
			expect(await vault.claim(place, 'd', owner)).toBe('d');
		});

		it('a key is due under its days, and only up to the day asked for', async () => {
			await vault.markDue('b', '2030-01-02');
			await vault.markDue('a', '2030-01-01');
			await vault.markDue('a', '2030-01-02');
			await vault.markDue('a', '2030-01-02');
			await vault.markDue('c', '2031-01-01');
			const due = await vault.listDue('2030-01-02');
			expect(Object.fromEntries(due)).toEqual({ a: ['2030-01-01', '2030-01-02'], b: ['2030-01-02'] });
			await vault.unmarkDue('a', '2030-01-01');
			await vault.unmarkDue('a', '2030-01-01');
			expect((await vault.listDue('2030-01-01')).size).toBe(0);
			await vault.markDue('a', '2030-01-01');
			expect((await vault.listDue('2030-01-01')).size).toBe(1);
		});

		it('the heartbeat is the last one written', async () => {
			for (const at of [1_000, 2_000]) {
				await vault.writeHeartbeat(at);
				expect(await vault.readHeartbeat()).toBe(at);
			}
			await Promise.all([vault.writeHeartbeat(3_000), vault.writeHeartbeat(3_001)]);
			expect([3_000, 3_001]).toContain(await vault.readHeartbeat());
		});

		it('an audit entry stays what it was when it is written again', async () => {
			const id = (n: number) => `0123456789abcdef/${n}`;
			for (const n of [1, 2, 10])
				expect(await vault.audit!.createIfAbsent(id(n), `text ${n}`)).toBe(`text ${n}`);
			expect(await vault.audit!.createIfAbsent(id(2), 'another')).toBe('text 2');
			expect(await vault.audit!.read(id(2))).toBe('text 2');
			expect(await vault.audit!.list('0123456789abcdef')).toEqual([id(1), id(2), id(10)]);
			expect(await vault.audit!.list('ffff')).toEqual([]);
			await vault.audit!.createIfAbsent('ffffffffffffffff/1', 'text');
			expect((await vault.audit!.list('')).sort()).toEqual(['0123456789abcdef/', 'ffffffffffffffff/']);
		});

		it('a text about the installation is written only after the one that was seen', async () => {
			const first = await vault.system.write('log', null, 'one');
			expect(await vault.system.read('log')).toEqual({ tag: first, after: null, text: 'one' });
			expect((await refusal(() => vault.system.write('log', null, 'other'))).code).toBe('CONFLICT');
			const second = await vault.system.write('log', first, 'two');
			expect(await vault.system.read('log')).toEqual({ tag: second, after: first, text: 'two' });
			expect((await refusal(() => vault.system.read('../values/x'))).code).toBe('BAD_INPUT');
		});

		it('there is one signing key under an id, whoever makes it first', async () => {
			expect(await vault.readSigningKey(1)).toBeNull();
			const made = await Promise.all(['k1', 'k2'].map((key) => vault.createSigningKey(1, value(key))));
			const all = new Set(made.map((each) => each.reveal(vault.origin)));
			expect(all.size).toBe(1);
			expect((await vault.readSigningKey(1))?.reveal(vault.origin)).toBe([...all][0]);
			expect((await refusal(() => made[0]!.reveal(SOMEWHERE))).code).toBe('ORIGIN_REFUSED');
			expect(await vault.readSigningKey(2)).toBeNull();
		});

		it('a text about a zone is written only after the one that was seen', async () => {
			const id = 'example.com/approved';
			const first = await vault.zones.write(id, null, 'one');
			expect(await vault.zones.read(id)).toEqual({ tag: first, after: null, text: 'one' });
			expect((await refusal(() => vault.zones.write(id, null, 'other'))).code).toBe('CONFLICT');
			const second = await vault.zones.write(id, first, 'two');
			expect(await vault.zones.read(id)).toEqual({ tag: second, after: first, text: 'two' });
			expect((await refusal(() => vault.zones.write(id, first, 'other'))).code).toBe('CONFLICT');
			await vault.zones.write('example.com/backups/2030-01-01/part-1', null, 'part');
			expect(await vault.zones.list('')).toEqual(['example.com/']);
			expect((await vault.zones.list('example.com')).sort()).toEqual(['approved', 'backups/']);
			expect(await vault.zones.list('example.com/backups/2030-01-01')).toEqual(['part-1']);
			expect((await refusal(() => vault.zones.read('../values/x'))).code).toBe('BAD_INPUT');
			await corner.root('DELETE', `secret/data/${corner.prefix}/zones/${id}`);
			expect((await refusal(() => vault.zones.read(id))).code).toBe('ENTRY_DELETED');
		});

		it('of two audit writers at once, both are told what is there', async () => {
			const [one, other] = await Promise.all([
				vault.audit!.createIfAbsent('u/1', 'one'),
				vault.audit!.createIfAbsent('u/1', 'other'),
			]);
			expect(one).toBe(other);
			expect(await vault.audit!.read('u/1')).toBe(one);
		});

		it('there is one installation key, whoever makes it first', async () => {
			const made = await Promise.all(
				['k1', 'k2', 'k3'].map((key) => vault.createInstallationKey(value(key))),
			);
			const all = new Set(made.map((each) => each.reveal(vault.origin)));
			expect(all.size).toBe(1);
			expect((await vault.readInstallationKey())?.reveal(vault.origin)).toBe([...all][0]);
			expect((await refusal(() => made[0]!.reveal(SOMEWHERE))).code).toBe('ORIGIN_REFUSED');
		});

		it('an admin credential is bound to the origins in its notes', async () => {
			await corner.allow('admin/openai', SOMEWHERE);
			await corner.write('admin/openai', { value: 'admin-secret' });
			const admin = await vault.readAdmin('openai');
			expect(admin.reveal(SOMEWHERE)).toBe('admin-secret');
			expect((await refusal(() => admin.reveal('https://evil.test'))).code).toBe('ORIGIN_REFUSED');
			expect(await vault.listAdmins()).toEqual(['openai']);
		});

		it('it tells the entries to open, and keeps the vault’s time', async () => {
			await vault.listDocuments();
			const { earliest, latest } = vault.time();
			expect(latest - earliest).toBeLessThan(5_000);
			expect(Math.abs(earliest - corner.server.host.clock.now())).toBeLessThan(5_000);
			expect(vault.describe('staged', KEY)).toBe(`secret/${corner.prefix}/pending/${KEY}`);
			expect(vault.valuePath(KEY)).toBe(PLACE(corner).path);
		});
	});
}
