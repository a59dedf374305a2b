import { proveStore } from '../../core/audit/stores/prove';
import type { LogStore } from '../../core/audit/stores/store';
import { refusal } from './provider-suite';

/** One driver before one store, real or fake. */
export interface LogStoreSubject {
	readonly store: LogStore;
	/** The longest file that the store promises to take. */
	readonly mostBytes: number;
	/** Requests so far; null where nothing is sent. */
	sent(): number | null;
}

let names = 0;
const fresh = (): string => `seg/${Date.now().toString(36)}-${(names += 1)}`;
const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));
const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const long = (length: number): Uint8Array =>
	Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8)) % 256);

/** What each log store must do, on the real server and on its fake alike. */
export function logStoreSuite(title: string, begin: () => Promise<LogStoreSubject> | LogStoreSubject): void {
	describe(`log store ${title}`, () => {
		let subject: LogStoreSubject;
		let store: LogStore;
		beforeEach(async () => {
			subject = await begin();
			store = subject.store;
		});

		it('gives back what was stored, byte for byte', async () => {
			const path = fresh();
			const bytes = Uint8Array.from({ length: 1_024 }, (_, at) => (at < 512 ? at % 256 : 255 - (at % 256)));
			expect(await store.createIfAbsent(path, bytes)).toBe(true);
			expect(Buffer.from((await store.read(path))!).equals(bytes)).toBe(true);
		});

		it.each([
			['one byte', () => Uint8Array.of(0)],
			['line ends of two kinds', () => text('a\r\nb\nc\r')],
			['what looks like JSON', () => text('{ "a" : 1 }\n')],
			['UTF-8', () => text('é ü 漢 \u2028 \ufeff')],
			['no UTF-8', () => Uint8Array.of(0xc3, 0x28, 0xff, 0xfe, 0x00, 0x80)],
			['a part of a longer memory', () => long(4_096).subarray(100, 132)],
			['the longest file', () => long(subject.mostBytes)],
		])('%s', async (_name, make) => {
			const path = fresh();
			expect(await store.createIfAbsent(path, make())).toBe(true);
			expect(Buffer.from((await store.read(path))!).equals(make())).toBe(true);
		});

		it('stores nothing where something is, be it other or the same', async () => {
			const path = fresh();
			expect(await store.createIfAbsent(path, text('first'))).toBe(true);
			expect(await store.createIfAbsent(path, text('second'))).toBe(false);
			expect(await store.createIfAbsent(path, text('first'))).toBe(false);
			expect(Buffer.from((await store.read(path))!).toString()).toBe('first');
		});

		it('gives null for what was never stored', async () => {
			expect(await store.read(fresh())).toBeNull();
		});

		it('tells names apart', async () => {
			const root = fresh();
			const paths = [
				`${root}/a`,
				`${root}/A`,
				`${root}/a.p`,
				`${root}/x001/234`,
				`${root}/x001/234.p-5`,
				`${root}-a`,
			];
			for (const path of paths) expect(await store.createIfAbsent(path, text(path))).toBe(true);
			for (const path of paths) expect(Buffer.from((await store.read(path))!).toString()).toBe(path);
			expect(await store.read(`${root}/x001/23`)).toBeNull();
		});

		it('of twelve writers at the same time one stores, and his file is there', async () => {
			const path = fresh();
			const writers = Array.from({ length: 12 }, (_, at) => text(`writer ${at}`));
			const stored = await Promise.all(writers.map((bytes) => store.createIfAbsent(path, bytes)));
			expect(stored.filter(Boolean)).toHaveLength(1);
			expect(await store.read(path)).toEqual(Uint8Array.from(writers[stored.indexOf(true)]!));
		});

		it.each([
			'',
			'/a',
			'a/',
			'a//b',
			'../a',
			'a/../b',
			'a/.',
			'a b',
			'a?b',
			'a#b',
			'a%2fb',
			'ü',
			'a\\b',
			'a\n',
		])('asks no store for a file named %j', async (path) => {
			const before = subject.sent();
			expect((await refusal(() => store.createIfAbsent(path, text('x')))).code).toBe('BAD_INPUT');
			expect((await refusal(() => store.read(path))).code).toBe('BAD_INPUT');
			expect(subject.sent()).toBe(before);
		});

		it('takes no empty file, and none that is longer than it promises', async () => {
			const before = subject.sent();
			for (const bytes of [new Uint8Array(0), long(subject.mostBytes + 1)])
				expect((await refusal(() => store.createIfAbsent(fresh(), bytes))).code).toBe('BAD_INPUT');
			expect(subject.sent()).toBe(before);
		});

		it('passes its own trial', async () => {
			const { lock } = await proveStore(store, 'probe', random);
			expect(['none', 'verified', 'could not be proved']).toContain(lock.verdict);
		});

		it('tells of no lock on what is not there', async () => {
			expect((await store.lockOf(fresh())).verdict).not.toBe('verified');
			expect(store.where).not.toBe('');
		});
	});
}
