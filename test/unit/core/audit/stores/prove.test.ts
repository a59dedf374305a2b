import { randomBytes } from 'node:crypto';
import { logStores } from '../../../../../core/audit/stores';
import { proveStore } from '../../../../../core/audit/stores/prove';
import type { LogStore } from '../../../../../core/audit/stores/store';
import { KeyturnError } from '../../../../../core/errors';
import { refusal } from '../../../../contract/provider-suite';
import { stageOf } from '../../../../fakes/log-stores/stage';

const text = (words: string): Uint8Array => new TextEncoder().encode(words);

/** A store in memory whose ways a test may change. */
function memory(change: Partial<LogStore> = {}) {
	const files = new Map<string, Uint8Array>();
	const store: LogStore = {
		where: 'memory',
		async createIfAbsent(path, bytes) {
			if (files.has(path)) return false;
			files.set(path, bytes);
			return true;
		},
		read: async (path) => files.get(path) ?? null,
		lockOf: async () => ({ verdict: 'none' }),
		...change,
	};
	return { files, store };
}

test('a good store passes with four writes, two reads and two small files below the folder', async () => {
	const { files, store } = memory();
	expect(await proveStore(store, 'probe', randomBytes)).toEqual({ lock: { verdict: 'none' } });
	expect([...files.keys()]).toEqual([
		expect.stringMatching(/^probe\/[0-9a-f]{32}$/),
		expect.stringMatching(/^probe\/[0-9a-f]{32}$/),
	]);
	await proveStore(store, 'probe', randomBytes);
	expect(files.size).toBe(4);
});

describe('refused is a store that', () => {
	const wrong: Record<string, () => LogStore> = {
		'overwrites, and says that it stored': () => {
			const { files, store } = memory();
			return { ...store, createIfAbsent: async (path, bytes) => files.set(path, bytes).size > 0 };
		},
		'overwrites, and says that it did not': () => {
			const { files, store } = memory();
			return {
				...store,
				async createIfAbsent(path, bytes) {
					const absent = !files.has(path);
					files.set(path, bytes);
					return absent;
				},
			};
		},
		'keeps the first, and says that it stored the second': () => {
			const { store } = memory();
			return {
				...store,
				async createIfAbsent(path, bytes) {
					await store.createIfAbsent(path, bytes);
					return true;
				},
			};
		},
		'says of each name that it is in use': () => memory({ createIfAbsent: async () => false }).store,
		'forgets what it stored': () => memory({ read: async () => null }).store,
		'looks first and writes later': () => {
			const { files, store } = memory();
			return {
				...store,
				async createIfAbsent(path, bytes) {
					const absent = !files.has(path);
					await Promise.resolve();
					if (absent) files.set(path, bytes);
					return absent;
				},
			};
		},
		'of two writers at once tells the wrong one': () => {
			const { files, store } = memory();
			let writes = 0;
			return {
				...store,
				async createIfAbsent(path, bytes) {
					writes += 1;
					if (writes <= 2) return await store.createIfAbsent(path, bytes);
					files.set(path, bytes);
					return writes === 3;
				},
			};
		},
		'keeps one of two writers, and tells both that they stored': () => {
			const { store } = memory();
			let writes = 0;
			return {
				...store,
				async createIfAbsent(path, bytes) {
					const stored = await store.createIfAbsent(path, bytes);
					return (writes += 1) > 2 || stored;
				},
			};
		},
		'loses both of two writers': () => {
			const { store } = memory();
			let writes = 0;
			return {
				...store,
				createIfAbsent: async (path, bytes) =>
					(writes += 1) <= 2 ? await store.createIfAbsent(path, bytes) : false,
			};
		},
	};
	test.each(Object.keys(wrong))('%s', async (name) => {
		expect(await refusal(() => proveStore(wrong[name]!(), 'probe', randomBytes))).toMatchObject({
			code: 'BAD_INPUT',
			where: 'memory',
			next: expect.stringContaining('conditional writes'),
		});
	});
});

describe('an answer that says nothing', () => {
	const lost = () => new KeyturnError('NO_ANSWER', 'memory', 'no complete answer came');

	test('is made up for by a look: stored', async () => {
		const { store } = memory();
		const silent = {
			...store,
			async createIfAbsent(path: string, bytes: Uint8Array): Promise<boolean> {
				await store.createIfAbsent(path, bytes);
				throw lost();
			},
		};
		await expect(proveStore(silent, 'probe', randomBytes)).resolves.toBeDefined();
	});

	test('and nothing to be seen: the store’s own error', async () => {
		const { store } = memory({ createIfAbsent: () => Promise.reject(lost()) });
		expect((await refusal(() => proveStore(store, 'probe', randomBytes))).code).toBe('NO_ANSWER');
	});

	test('a store that cannot be used is not called one that cannot keep a log', async () => {
		const denied = new KeyturnError('ADMIN_REFUSED', 'memory', 'the key was refused (403)');
		const { store } = memory({ createIfAbsent: () => Promise.reject(denied) });
		expect((await refusal(() => proveStore(store, 'probe', randomBytes))).code).toBe('ADMIN_REFUSED');
	});
});

describe('the log in the vault', () => {
	const stage = () => stageOf(logStores['in-vault']);

	test('the same file written by another is not taken for ours', async () => {
		const { open } = stage();
		expect(await open().createIfAbsent('seg/1', text('the same'))).toBe(true);
		expect(await open().createIfAbsent('seg/1', text('the same'))).toBe(false);
	});

	test.each([
		'',
		'no file',
		'0123456789abcdef01234567.',
		'0123456789abcdef01234567.not*base64',
		'0123456789abcdef01234567.YQ',
	])('a text that is no file of the log is told: %j', async (stored) => {
		const { open, files } = stage();
		files.set('seg/1', stored);
		expect(await refusal(() => open().read('seg/1'))).toMatchObject({ code: 'FORGED' });
	});
});
