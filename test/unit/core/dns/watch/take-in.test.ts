import { POOL } from '../../../../../core/dns/watch/kinds';
import { emptyDocument } from '../../../../../core/dns/watch/document';
import { takeIn } from '../../../../../core/dns/watch/take-in';

const DAY = 86_400_000;
const WEEK = 7 * DAY;
const noted = () => undefined;

const look = (exchange: string, [earliest, latest]: readonly [number, number], ended = 5_000) => ({
	read: () => ({ seen: { mx: { name: 'example.com', values: [exchange] } }, unseen: [] }),
	began: { earliest, latest },
	ended,
});

test('only a look that certainly began before the last one says nothing', () => {
	const draft = emptyDocument('example.com.', 'x');
	const seen = () => draft.waiting?.proposed['mx']?.values;
	takeIn(draft, look('10 a', [1_000, 2_000]), noted);
	expect(takeIn(draft, look('10 b', [0, 999]), noted)).toBe(false);
	expect(seen()).toEqual(['10 a']);
	expect(takeIn(draft, look('10 c', [500, 1_500]), noted)).toBe(true);
	expect(seen()).toEqual(['10 c']);
});

test('what waits may be approved for a week; a further change is given a week of its own', () => {
	const draft = emptyDocument('example.com.', 'x');
	const seenAt = (exchange: string, at: number) => takeIn(draft, look(exchange, [at, at], at), noted);
	seenAt('10 a', DAY);
	seenAt('10 a', 6 * DAY);
	expect(draft).toMatchObject({ waiting: { expiresAt: DAY + WEEK }, decisions: [] });
	seenAt('10 b', 7 * DAY);
	expect(draft).toMatchObject({ waiting: { expiresAt: 7 * DAY + WEEK }, decisions: [] });
	seenAt('10 b', 7 * DAY + WEEK);
	expect(draft).toMatchObject({ waiting: { expiresAt: 7 * DAY + WEEK }, decisions: [] });
	seenAt('10 b', 15 * DAY);
	expect(draft).toMatchObject({ waiting: { expiresAt: 15 * DAY + WEEK }, decisions: [{ kind: 'ran out' }] });
	// The one before was overtaken, not left to run out.
	seenAt('10 c', 40 * DAY);
	expect(draft.decisions).toHaveLength(1);
});

test('addresses are a pool when they were others for the third time', () => {
	const draft = emptyDocument('example.com.', 'x');
	const values = [1, 2, 2, 3, 4].map((last, at) => {
		const a = { name: 'example.com', values: [`192.0.2.${last}`] };
		const began = { earliest: at, latest: at };
		takeIn(draft, { read: () => ({ seen: { a }, unseen: [] }), began, ended: at }, noted);
		return draft.waiting?.proposed['a']?.values[0];
	});
	expect(values).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.2', '192.0.2.3', POOL]);
});
