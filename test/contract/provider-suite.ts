import { KeyturnError } from '../../core/errors';
import type { Host } from '../../core/ports';
import {
	carriedOver,
	isKey,
	type Provider,
	type ProviderDriver,
	type Restrictions,
} from '../../core/providers/provider';
import { Secret } from '../../core/secret';

/** One provider driver before one service, real or fake. */
export interface ProviderSubject {
	readonly driver: ProviderDriver;
	/** Settings of a key with the narrowest restrictions that the service knows, and a lifetime if it knows one. */
	readonly settings: Readonly<Record<string, string>>;
	readonly admin: Secret | null;
	readonly origin: string;
	readonly host: Host;
	/** How a person makes and ends a key, where no program can. */
	readonly person?: { make(value: string): void; end(value: string): void };
	/** What a person sees of a key's scopes at the service, for a driver whose `scopes` are not told. */
	readonly scopesOf?: (id: string) => readonly string[] | null;
	/** Addresses of all requests so far. */
	sent(): readonly string[];
}

const OTHER = 'https://elsewhere.test';
/** More than one page holds at most providers. */
const MANY = 120;
let names = 0;
const freshName = () => `kt-contract-${Date.now().toString(36)}.${(names += 1)}`;

export const reveal = (secret: Secret): string => secret.boundTo([OTHER]).reveal(OTHER);

/** What was thrown, as an error of ours; fails when nothing was, or something else. */
export async function refusal(run: () => unknown): Promise<KeyturnError> {
	try {
		await run();
	} catch (error) {
		if (error instanceof KeyturnError) return error;
		throw error;
	}
	throw new Error('nothing was refused');
}

/** What each provider driver must hold to, on the real service and on its fake alike. */
export function providerSuite(title: string, begin: () => ProviderSubject): void {
	describe(title, () => {
		let subject: ProviderSubject;
		let provider: Provider;
		const origins = () => [provider.probeOrigin];
		const initial = () => subject.driver.initial(subject.settings);
		const byPerson = () => subject.driver.made === 'by a person';

		/** What a key may do: as the driver tells it, or else as a person sees it at the service. */
		function scopesOf({ id, restrictions }: { id: string; restrictions: Restrictions }) {
			if (subject.driver.promises.scopes !== 'not told') return restrictions.scopes;
			expect(restrictions.scopes).toBeNull();
			return subject.scopesOf!(id);
		}

		async function make(name = freshName()): Promise<{ id: string | null; value: Secret }> {
			if (!byPerson()) return await provider.create(name, initial(), origins());
			const value = `hand-made-${name}`;
			subject.person?.make(value);
			return { id: null, value: new Secret(value, name, origins()) };
		}

		async function end({ id, value }: { id: string | null; value: Secret }): Promise<void> {
			if (id !== null) await provider.revoke(id);
			else subject.person?.end(reveal(value));
		}

		const verdict = async (value: Secret) => (await provider.probe(value)).verdict;

		beforeEach(() => {
			subject = begin();
			provider = subject.driver.open(subject.settings, subject.admin, subject.host);
		});

		it('a key that works is alive, under its own id where that is promised', async () => {
			const key = await make();
			const seen = await provider.probe(key.value);
			expect(seen.verdict).toBe('alive');
			expect(seen.answer.sha256).toMatch(/^[0-9a-f]{64}$/);
			if (subject.driver.promises.identity) expect(isKey(key.id, seen.keyId ?? '?')).toBe(true);
			else expect(seen.keyId).toBeNull();
			await end(key);
		});

		it('a value that was never issued is dead', async () => {
			expect(await verdict(new Secret('keyturn-known-bad-0123456789', 'control', origins()))).toBe('dead');
		});

		it('a revoked key is dead, another one is not, and revoking it once more is no error', async () => {
			const [key, other] = [await make(), await make()];
			await end(key);
			expect(await verdict(key.value)).toBe('dead');
			await end(key);
			expect(await verdict(key.value)).toBe('dead');
			expect(await verdict(other.value)).toBe('alive');
			await end(other);
		});

		it('revoking an old key never hits one that was given its id', async () => {
			const old = await make();
			await end(old);
			const fresh = await make();
			await end(old);
			expect(await verdict(fresh.value)).toBe('alive');
			await end(fresh);
		});

		it('what it makes is listed, under its name where that is promised, as narrow as it was made, and never with its value', async () => {
			if (byPerson()) {
				expect(await provider.list()).toEqual([]);
				return;
			}
			const name = freshName();
			const made = await provider.create(name, initial(), origins());
			const { listsByName } = subject.driver.promises;
			const ofIt = async () =>
				(await provider.list()).filter((each) => (listsByName ? each.name === name : each.id === made.id));
			const listed = await ofIt();
			expect(listed).toEqual([
				{
					id: made.id,
					name: listsByName ? name : '',
					restrictions: made.restrictions,
					expiresAt: listed[0]?.expiresAt,
				},
			]);
			expect(listed[0]?.expiresAt === null).toBe(made.restrictions.lifetimeSeconds === null);
			expect(JSON.stringify(listed)).not.toContain(reveal(made.value));
			await end(made);
			expect(await ofIt()).toEqual([]);
		});

		it('a first key may do what was asked for and nothing else', async () => {
			if (byPerson()) return;
			const made = await provider.create(freshName(), initial(), origins());
			expect(initial().scopes === null).toBe(subject.driver.promises.scopes === 'none');
			expect(scopesOf(made)).toEqual(initial().scopes);
			expect(made.restrictions.lifetimeSeconds).toBe(initial().lifetimeSeconds);
			await end(made);
		});

		it('a key gets an end where that is promised; else it is asked for none, and given none', async () => {
			if (byPerson()) return;
			const { expires } = subject.driver.promises;
			const before = subject.sent().length;
			const ending = { ...initial(), lifetimeSeconds: 86_400 };
			if (!expires) {
				expect(initial().lifetimeSeconds).toBeNull();
				expect((await refusal(() => provider.create(freshName(), ending, origins()))).code).toBe('BAD_INPUT');
				expect(subject.sent()).toHaveLength(before);
			}
			const made = await provider.create(freshName(), expires ? ending : initial(), origins());
			expect(made.restrictions.lifetimeSeconds).toBe(expires ? 86_400 : null);
			await end(made);
		});

		it('restrictions are carried over from one key to the next', async () => {
			if (byPerson()) return;
			const name = freshName();
			const first = await provider.create(name, initial(), origins());
			const before = (await provider.list()).find(({ id }) => id === first.id)!.restrictions;
			const next = carriedOver(subject.driver, subject.settings, before);
			const second = await provider.create(freshName(), next, origins());
			expect(second.restrictions).toEqual(before);
			expect(scopesOf(second)).toEqual(scopesOf(first));
			for (const each of [first, second]) await end(each);
		});

		it('a key that may do nothing is not followed by one that may do everything', async () => {
			if (byPerson()) return;
			const none = { scopes: [], lifetimeSeconds: null };
			const sent = subject.sent().length;
			const first = await provider.create(freshName(), none, origins()).catch((error: unknown) => {
				// There is no such key, or nobody could see what became of it.
				expect(error).toMatchObject({ code: 'BAD_INPUT' });
				expect(subject.sent()).toHaveLength(sent);
				return null;
			});
			if (first === null) return;
			expect(subject.driver.promises.scopes).toBe('told');
			const open = await provider.create(freshName(), { scopes: null, lifetimeSeconds: null }, origins());
			const before = (await provider.list()).find(({ id }) => id === first.id)!.restrictions;
			const second = await provider.create(freshName(), before, origins());
			expect(second.restrictions).toEqual(before);
			expect(second.restrictions.scopes).not.toEqual(open.restrictions.scopes);
			for (const each of [first, second, open]) await end(each);
		});

		it('all keys are listed, however many pages they fill, and one too many is refused in so many words', async () => {
			if (byPerson()) return;
			const before = await provider.list();
			const most = (subject.driver.limit ?? Infinity) - before.length;
			const made = [];
			for (let count = 0; count < Math.min(most, MANY); count++)
				made.push(await provider.create(freshName(), initial(), origins()));
			const ids = [...before, ...made].map(({ id }) => id).sort();
			expect((await provider.list()).map(({ id }) => id).sort()).toEqual(ids);
			if (most <= MANY)
				expect((await refusal(() => provider.create(freshName(), initial(), origins()))).code).toBe(
					'LIMIT_REACHED',
				);
			for (const each of made) await end(each);
			expect((await provider.list()).length).toBe(before.length);
		});

		it('a new value is bound to the origins that it was made for', async () => {
			if (byPerson()) return;
			const made = await provider.create(freshName(), initial(), origins());
			expect(made.value.origins).toEqual(origins());
			expect(made.value.fault()).toBeNull();
			expect((await refusal(() => made.value.reveal(OTHER))).code).toBe('ORIGIN_REFUSED');
			await end(made);
		});

		it('the same name twice is refused where names are promised to be unique, else both are listed', async () => {
			if (byPerson()) return;
			const name = freshName();
			const first = await provider.create(name, initial(), origins());
			if (subject.driver.promises.uniqueNames) {
				expect((await refusal(() => provider.create(name, initial(), origins()))).code).toBe('NAME_TAKEN');
			} else {
				const second = await provider.create(name, initial(), origins());
				const ids = [first.id, second.id].sort();
				const listed = (await provider.list()).filter(({ id }) => ids.includes(id));
				expect(listed.map(({ id }) => id).sort()).toEqual(ids);
				const shown = subject.driver.promises.listsByName ? name : '';
				expect(listed.map((each) => each.name)).toEqual([shown, shown]);
				await end(second);
			}
			await end(first);
		});

		it('a disabled key is dead until it is enabled, where that is promised', async () => {
			const key = await make();
			if (subject.driver.promises.disable && key.id !== null) {
				await provider.disable(key.id);
				expect(await verdict(key.value)).toBe('dead');
				await provider.enable(key.id);
				expect(await verdict(key.value)).toBe('alive');
			} else {
				await expect(provider.disable(key.id ?? '')).rejects.toThrow();
				expect(await verdict(key.value)).toBe('alive');
			}
			await end(key);
		});

		it('where a person makes the keys, creating and revoking ask for one, and the pages are named', async () => {
			if (!byPerson()) {
				expect(subject.driver.pages).toBeUndefined();
				return;
			}
			const before = subject.sent().length;
			for (const run of [
				() => provider.create(freshName(), initial(), origins()),
				() => provider.revoke('x'),
				() => provider.disable('x'),
				() => provider.enable('x'),
			])
				expect((await refusal(run)).code).toBe('NEEDS_HUMAN');
			expect(subject.sent()).toHaveLength(before);
			expect(subject.driver.pages?.(subject.settings)).toEqual({
				create: expect.stringMatching(/^https:/),
				revoke: expect.stringMatching(/^https:/),
			});
		});

		it('a wrong admin credential is refused in so many words, and nothing is made', async () => {
			if (subject.admin === null) return;
			const wrong = new Secret('not-the-admin-0123456789', 'wrong admin', subject.admin.origins);
			const stranger = subject.driver.open(subject.settings, wrong, subject.host);
			const made = await provider.create(freshName(), initial(), origins());
			const before = await provider.list();
			for (const run of [
				() => stranger.create(freshName(), initial(), origins()),
				() => stranger.list(),
				() => stranger.revoke(made.id),
			]) {
				const error = await refusal(run);
				expect(error.code).toBe('ADMIN_REFUSED');
				expect(error.message).not.toContain('not-the-admin');
			}
			expect(await provider.list()).toEqual(before);
			await end(made);
		});

		it('no secret goes to an origin that its keeper did not name: the refusal comes before any request', async () => {
			const before = subject.sent().length;
			const elsewhere = new Secret('value-for-elsewhere', 'the entry', [OTHER]);
			const error = await refusal(() => provider.probe(elsewhere));
			expect(error.code).toBe('ORIGIN_REFUSED');
			expect(error.message).toContain(OTHER);
			if (subject.admin !== null) {
				const bound = subject.driver.open(subject.settings, elsewhere, subject.host);
				for (const run of [
					() => bound.list(),
					() => bound.create(freshName(), initial(), []),
					() => bound.revoke('a1@2030'),
				])
					expect((await refusal(run)).code).toBe('ORIGIN_REFUSED');
			}
			expect(subject.sent()).toHaveLength(before);
		});

		it('settings that cannot be right are refused by name, and nothing is sent', async () => {
			const { driver, settings, admin, host } = subject;
			const before = subject.sent().length;
			const addresses = [
				'http://plain.example',
				'https://user:pw@example.com',
				'not an address',
				'file:///x',
				'',
			];
			const field = 'address' in settings ? 'address' : 'probeUrl';
			for (const address of addresses) {
				const error = await refusal(() => driver.open({ ...settings, [field]: address }, admin, host));
				expect(['ADDRESS', 'BAD_INPUT']).toContain(error.code);
				expect(error.message).not.toContain('pw@');
			}
			if (driver.fields.some(({ name }) => name === 'expiresInDays'))
				for (const days of ['-1', '0', '0.33333', '0.5', '1.00001', 'many', '1e9'])
					expect((await refusal(() => driver.initial({ ...settings, expiresInDays: days }))).code).toBe(
						'BAD_INPUT',
					);
			expect(subject.sent()).toHaveLength(before);
		});

		it('its form is in the house style', () => {
			const { fields, id, docs, title: name, rights } = subject.driver;
			expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
			expect(docs).toMatch(/^https:\/\//);
			expect(rights.length).toBeGreaterThan(3);
			expect(name).toMatch(/^[A-Z]/);
			expect(new Set(fields.map((field) => field.name)).size).toBe(fields.length);
			for (const field of fields) {
				expect(field.help).toMatch(/^[A-Z][^\n]*[^.]$/);
				expect(field.placeholder ?? 'e.g. x').toMatch(/^e\.g\. /);
				expect(field.label).toMatch(/^[A-Z]/);
				expect(field.secret ?? false).toBe(false);
			}
		});
	});
}
