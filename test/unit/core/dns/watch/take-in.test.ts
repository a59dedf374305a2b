import { emptyDocument } from '../../../../../core/dns/watch/document';
import { takeIn } from '../../../../../core/dns/watch/take-in';

const look = (exchange: string, [earliest, latest]: readonly [number, number]) => ({
	read: () => ({ seen: { mx: { name: 'example.com', values: [exchange] } }, unseen: [] }),
	began: { earliest, latest },
	ended: 5_000,
});

test('only a look that certainly began before the last one says nothing', () => {
	const draft = emptyDocument('example.com.', 'x');
	const seen = () => draft.waiting?.proposed['mx']?.values;
	takeIn(draft, look('10 a', [1_000, 2_000]), () => undefined);
	expect(takeIn(draft, look('10 b', [0, 999]), () => undefined)).toBe(false);
	expect(seen()).toEqual(['10 a']);
	expect(takeIn(draft, look('10 c', [500, 1_500]), () => undefined)).toBe(true);
	expect(seen()).toEqual(['10 c']);
});
