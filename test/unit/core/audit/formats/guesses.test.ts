import { createHash, createHmac, hash } from 'node:crypto';
import { auditFormats } from '../../../../../core/audit/formats';
import type { AuditEntry } from '../../../../../core/audit/entry';
import { entriesIn } from '../../../../../demo/audit/segments';
import { hashOf } from '../../../../../demo/dev-provider/state';
import { META, viewed } from '../../../../fakes/audit/entries';
import { KEY, Scene } from '../../../../fakes/scene';

const MILLION = 1_000_000;
/** Every number of six digits. */
const digits = function* () {
	for (let at = 0; at < MILLION; at += 1) yield String(at).padStart(6, '0');
};
/** A million words of eight letters, the one among them. */
const letters = function* (word: string) {
	for (let at = 1; at < MILLION; at += 1)
		yield at
			.toString(26)
			.padStart(8, 'k')
			.replace(/\d/g, (digit) => 'qrstuvwxyz'.charAt(Number(digit)));
	yield word;
};

/** The entries of a key with this value from its registration until it was rotated and proved dead. */
async function logged(value: string): Promise<AuditEntry[]> {
	const scene = await Scene.begin();
	const { id } = await scene.handMade();
	Object.assign(
		scene.provider.state.keys.find((key) => key.id === id)!,
		{ valueHash: hashOf(value) },
	);
	await scene.corner.write(`values/${KEY}`, { value });
	const keyturn = await scene.open();
	await keyturn.register(scene.registration());
	await scene.until(keyturn, 'up to date');
	const { secrets } = scene.vault.state.namespaces['']!.mounts['secret/']!;
	return Object.entries(secrets)
		.filter(([path]) => path.includes('/audit/'))
		.flatMap(([, { versions }]) => entriesIn<AuditEntry>(String(versions['1']!.data!['entries'])));
}

const exported = (entries: readonly AuditEntry[]): string =>
	Object.values(auditFormats)
		.map((format) => entries.map((entry, at) => format.open(META).line(viewed(entry, at))).join(''))
		.join('');

/** What in a text could be a hash, by its first 16 digits: as many as a fingerprint has. */
const hashesIn = (text: string) =>
	new Set(Array.from(text.matchAll(/[0-9a-f]{16,}/g), ([each]) => each.slice(0, 16)));

function found(text: string, guesses: Iterable<string>): string[] {
	const hashes = hashesIn(text);
	const right: string[] = [];
	for (const guess of guesses) if (hashes.has(hash('sha256', guess).slice(0, 16))) right.push(guess);
	return right;
}

describe.each([
	['six digits', '493817', digits],
	['eight letters', 'swordfis', () => letters('swordfis')],
] as const)('a password of %s', (_what, password, guesses) => {
	let entries: AuditEntry[];
	beforeAll(async () => {
		entries = await logged(password);
	});

	test('is not found in its exported log by a million guesses', () => {
		const told = entries.map(({ kind }) => kind);
		expect(told).toEqual(expect.arrayContaining(['key registered', 'old key proved dead']));
		expect(entries.some(({ facts }) => /^[0-9a-f]{16}$/.test(String(facts['fingerprint'])))).toBe(true);
		expect(exported(entries)).not.toContain(password);
		expect(found(exported(entries), guesses())).toEqual([]);
	});

	test('would be, if a fingerprint were a hash without a key', () => {
		const fingerprint = createHash('sha256').update(password).digest('hex').slice(0, 16);
		const weak = entries.map((entry) => ({ ...entry, facts: { ...entry.facts, fingerprint } }));
		expect(found(exported(weak), ['000000', password, 'aaaaaaaa'])).toEqual([password]);
	});

	test('is behind no other hash either, nor behind a key that stands in the log', () => {
		const text = exported(entries);
		const hashes = hashesIn(text);
		const keys = ['', 'keyturn', 'fingerprint', ...new Set(text.match(/[\w.:/-]+/g))];
		const others = [
			...['md5', 'sha1', 'sha384', 'sha512'].map((name) => createHash(name).update(password)),
			...keys.map((key) => createHmac('sha256', key).update(password)),
		].map((each) => each.digest('hex').slice(0, 16));
		expect(others.length).toBeGreaterThan(20);
		expect(others.filter((each) => hashes.has(each))).toEqual([]);
	});
});
