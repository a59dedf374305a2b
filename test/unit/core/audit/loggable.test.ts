import { append } from '../../../../core/audit/append';
import type { AuditEntry } from '../../../../core/audit/entry';
import { unsealEntries } from '../../../../core/audit/inbox';
import { loggable } from '../../../../core/audit/loggable';
import { canonicalJson } from '../../../../core/canonical-json';

/** Put together here, so that no scanner takes this file for a leak. */
const of = (...parts: readonly string[]) => parts.join('');

/** Made up, of the shapes that real ones have. */
const secrets: readonly (readonly [string, string])[] = [
	['a key of a provider', of('sk_', 'live_', 'Zk3vQ9pLr7TnB2xWc8Yd')],
	['a GitHub token', of('ghp_', 'aB3dE6gH9j'.repeat(4))],
	['a token of HashiCorp Vault', of('hvs.', 'CAESIJ3k9LmQ'.repeat(3))],
	['a key of Google', of('AIza', 'Sy0kE4mPq7R'.repeat(3))],
	['a JWT', of('eyJ', 'hbGciOiJSUzI1NiJ9', '.eyJ', 'zdWIiOiIxMjM0NTY3ODkwIn0', '.c2ln')],
	['a bearer header', of('Authorization: Bearer ', 'q7RtY2uI9oPa'.repeat(2))],
	['a private key', of('-----BEGIN ', 'PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==')],
	['an address with a password', of('https://ops:', 'hunter2hunter2', '@example.com/')],
	['an address with a key', of('https://example.com/v1?api_key=', 'n0tAR3alOne')],
];

const entryOf = (more: Partial<AuditEntry> = {}): AuditEntry => ({
	id: `${'0a'.repeat(16)}/7`,
	at: Date.UTC(2030, 0, 1),
	kind: 'key rotated',
	key: 'prod/summariser',
	actor: 'workflow 7',
	facts: { keyId: 'key-1', tries: 3, late: false, by: null },
	...more,
});

/** One text in each place of an entry that can hold one. */
const places: readonly (readonly [string, (text: string) => AuditEntry])[] = [
	['kind', (kind) => entryOf({ kind })],
	['key', (key) => entryOf({ key })],
	['actor', (actor) => entryOf({ actor })],
	['a fact', (text) => entryOf({ facts: { keyId: 'key-1', text } })],
	['the name of a fact', (name) => entryOf({ facts: { keyId: 'key-1', [name]: 'here' } })],
];

const bytesOf = (entry: AuditEntry) => Buffer.byteLength(canonicalJson(entry));
const MOST = 2_600;

it('leaves an entry as it is in which nothing is wrong', () => {
	expect(loggable(entryOf())).toEqual(entryOf());
});

describe.each(places)('in %s', (_place, make) => {
	it.each(secrets)('%s does not come into the log', (_what, secret) => {
		for (const text of [secret, `the old one was ${secret}, replace it`]) {
			const kept = JSON.stringify(loggable(make(text)));
			const [longest = ''] = secret.split(/[\s:/@?=.-]+/).sort((a, b) => b.length - a.length);
			expect(kept).not.toContain(longest);
			expect(kept).toContain('[taken out: it looked like a secret]');
		}
	});

	it('a secret at the end of a long text is seen before the text is cut', () => {
		const kept = JSON.stringify(loggable(make(`${'word '.repeat(600)}${secrets[0]![1]}`)));
		expect(kept).toContain('[taken out: it looked like a secret]');
	});

	it.each(['\ud800', 'a\udc00b', 'half \ud83d'])('half a surrogate pair has its place taken', (text) => {
		const entry = make(text);
		expect(() => canonicalJson(entry)).toThrow('half a surrogate pair');
		expect(JSON.stringify(loggable(entry))).toContain('\ufffd');
		expect(() => canonicalJson(loggable(entry))).not.toThrow();
	});

	it('a whole pair stays, and one that a cut would halve leaves no half', () => {
		expect(loggable(make('key 🔑'))).toEqual(make('key 🔑'));
		const cut = loggable(make(`${'x'.repeat(199)}${'🔑'.repeat(2_000)}`));
		expect(() => canonicalJson(cut)).not.toThrow();
	});

	it.each([
		['letters', 'x'],
		['three bytes a character', '漢'],
		['six bytes a character', '\u0001'],
	])('%s without end are cut, and how many they were is told', (_what, character) => {
		const kept = loggable(make(character.repeat(5_000)));
		expect(bytesOf(kept)).toBeLessThanOrEqual(MOST);
		expect(JSON.stringify(kept)).toContain('… [5000 characters]');
	});

	it('gives the same again', () => {
		for (const text of ['plain', secrets[0]![1], 'x'.repeat(5_000), '\ud800']) {
			const once = loggable(make(text));
			expect(loggable(make(text))).toEqual(once);
			expect(loggable(once)).toEqual(once);
		}
	});
});

describe('the longest entry', () => {
	it('fits, whatever it is made of, and says how many facts it had', () => {
		const long = '\u0001'.repeat(2_000);
		const facts = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`fact ${at}`, long]));
		const kept = loggable(entryOf({ kind: long, key: long, actor: long, facts }));
		expect(bytesOf(kept)).toBeLessThanOrEqual(MOST);
		expect(kept.facts).toEqual({ cut: 'the facts were too many to be kept', count: 40 });
		expect(kept).toMatchObject({ id: entryOf().id, at: entryOf().at });
	});

	it('keeps who said it and of what, however many facts there are', () => {
		const long = '\u0001'.repeat(2_000);
		const facts = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`fact ${at}`, long]));
		const names = { about: 'prod/summariser', by: 'Ann' };
		expect(loggable(entryOf({ facts: { ...facts, ...names } })).facts).toMatchObject(names);
		const most = { kind: long, key: long, actor: long, facts: { ...facts, about: long, by: long } };
		const kept = loggable({ ...entryOf(most), id: `${'0a'.repeat(16)}/9007199254740991` });
		expect(bytesOf(kept)).toBeLessThanOrEqual(MOST);
		expect(Object.keys(kept.facts).sort()).toEqual(['about', 'by', 'count', 'cut']);
	});

	it('that is within the limit is not touched', () => {
		const room = MOST - bytesOf(entryOf({ facts: { text: '' } }));
		const whole = entryOf({ facts: { text: 'x'.repeat(room) } });
		expect([bytesOf(whole), loggable(whole)]).toEqual([MOST, whole]);
		expect(bytesOf(loggable(entryOf({ facts: { text: 'x'.repeat(room + 1) } })))).toBeLessThan(MOST);
	});
});

it('keeps facts apart whose names became one', () => {
	const [one, two] = [secrets[0]![1], secrets[1]![1]];
	const { facts } = loggable(entryOf({ facts: { [one]: 'first', [two]: 'second' } }));
	expect(Object.values(facts)).toEqual(['first', 'second']);
});

const keys = { seal: '1'.repeat(64), prints: '2'.repeat(64) };
const uid = '0a'.repeat(16);

/** Where entries wait, in memory. */
function inMemory() {
	const kept = new Map<string, string>();
	const log = {
		createIfAbsent: (id: string, text: string) => {
			if (!kept.has(id)) kept.set(id, text);
			return Promise.resolve(kept.get(id)!);
		},
		read: (id: string) => Promise.resolve(kept.get(id) ?? null),
		list: () => Promise.resolve([...kept.keys()]),
	};
	return { kept, log };
}

it('what is appended to the log went through it', async () => {
	const { kept, log } = inMemory();
	const outbox = places.flatMap(([, make], place) =>
		secrets.map(([, secret], at) => ({ ...make(secret), id: `${uid}/${place * secrets.length + at + 1}` })),
	);

	const there = await append(log, uid, outbox, 'here', keys);
	expect(there).toEqual(new Set(outbox.map(({ id }) => id)));
	expect([...kept.keys()]).toEqual([`${uid}/1`]);
	const entries = unsealEntries(`${uid}/1`, kept.get(`${uid}/1`)!, keys, 'here');
	expect(entries).toEqual(outbox.map(loggable));
	for (const entry of entries) expect(JSON.stringify(entry)).toContain('[taken out:');
	for (const [, secret] of secrets)
		expect(JSON.stringify(entries)).not.toContain(JSON.stringify(secret).slice(1, -1));
});

it('many entries stand at several ids, of which each fits one file of any store, and are there once however often they come', async () => {
	const { kept, log } = inMemory();
	const outbox = Array.from({ length: 500 }, (_, at) => ({
		...entryOf({ facts: { text: 'a long text, '.repeat(at % 150) } }),
		id: `${uid}/${at + 1}`,
	}));

	await append(log, uid, outbox.slice(0, 130), 'here', keys);
	const there = await append(log, uid, outbox, 'here', keys);
	expect(there.size).toBe(500);
	const ids = [...kept].flatMap(([id, text]) => unsealEntries(id, text, keys, 'here').map((each) => each.id));
	expect(ids).toEqual(outbox.map(({ id }) => id));
	for (const text of kept.values()) expect(text.length).toBeLessThan(200_000);
	expect(kept.size).toBeGreaterThan(5);
});
