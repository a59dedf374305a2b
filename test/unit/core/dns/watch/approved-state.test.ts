import { compareWith } from '../../../../../core/dns/watch/approved-state';
import { observe } from '../../../../../core/dns/watch/snapshot';
import { DAY_MS, DOMAIN, NOW, sound } from '../../../../fakes/dns/facts';

const approved = observe(sound, {}).seen;
const changed = (kind: 'mx' | 'a') => ({
	...approved,
	[kind]: { ...approved[kind], name: 'example.com', values: ['what was approved'] },
});
const unapproved = (known: Parameters<typeof compareWith>[0]) => {
	const compared = compareWith(known, sound, NOW, null);
	return 'seen' in compared ? compared.seen?.unapproved : compared;
};
const open = { from: NOW - 30 * DAY_MS, until: null };
const over = { from: NOW - 30 * DAY_MS, until: NOW - 20 * DAY_MS };

test.each([
	['as approved', { approved, unapproved: [over] }, [over]],
	[
		'changed, seen now for the first time',
		{ approved: changed('mx'), unapproved: [] },
		[{ from: NOW, until: null }],
	],
	['changed, as was seen before', { approved: changed('mx'), unapproved: [over, open] }, [over, open]],
	[
		'changed anew after an earlier change went back',
		{ approved: changed('mx'), unapproved: [over] },
		[over, { from: NOW, until: null }],
	],
	['other addresses, which are told later', { approved: changed('a'), unapproved: [] }, []],
])('since when a domain is not as it was approved: %s', (_what, known, expected) => {
	expect(unapproved(known)).toEqual(expected);
});

test('what nobody could look at, and what nobody approved, is neither', () => {
	expect(compareWith({ approved, unapproved: [] }, sound, NOW, 'silence')).toEqual({ notSeen: 'silence' });
	expect(compareWith(null, sound, NOW, 'silence')).toEqual({ seen: null });
	expect(approved['mx']).toMatchObject({ name: DOMAIN.slice(0, -1), values: ['0 .'] });
});
