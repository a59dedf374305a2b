import type { LiveVerdict } from '../../core/operations/verify-log';
import { verdictRow } from '../../zapier-app/src/outputs/verdict';

const nothing = {
	light: 'yellow',
	exitCode: 7,
	sentence: 's',
	next: 'n',
	log: null,
} as unknown as LiveVerdict;
const row = (more: object) => verdictRow({ ...nothing, ...more });
const log = { origin: 'a.test/log', size: 42, entries: 40, root: 'root', key: 'a.test/log+1+2' };

test('a log that could not be read is neither whole nor damaged, and nothing of it is judged', () => {
	expect(row({})).toEqual({
		id: 'unreadable',
		light: 'yellow',
		exitCode: 7,
		sentence: 's',
		next: 'n',
		files: 'could not be read',
		signature: 'not judged',
		anchor: 'not judged',
		anchoredUpTo: null,
		unprotected: null,
		origin: null,
		size: null,
		entries: null,
		signedBy: null,
	});
	expect(row({ light: 'red' })['files']).toBe('damaged');
});

test('each part is told by itself', () => {
	const anchor = { state: 'anchored', checkpoints: 1, upTo: 40, newer: 2 };
	const parts = { log, files: { state: 'agree' }, signature: { state: 'key not pinned', key: 'k' }, anchor };
	expect(row(parts)).toMatchObject({
		id: 'root',
		files: 'agree',
		signature: 'key not pinned',
		anchor: 'anchored',
		anchoredUpTo: 40,
		unprotected: 2,
		origin: 'a.test/log',
		size: 42,
		entries: 40,
		signedBy: 'a.test/log+1+2',
	});
	const loose = { state: 'not anchored', newer: 42, apart: 0 };
	expect(row({ ...parts, anchor: loose })).toMatchObject({ anchoredUpTo: null, unprotected: 42 });
	const against = { state: 'contradicted', upTo: 9 };
	expect(row({ ...parts, anchor: against })).toMatchObject({ anchoredUpTo: null, unprotected: null });
});
