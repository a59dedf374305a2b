import { sinceWhenFree } from '../../../../../core/dns/watch/free-since';

const names = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, index) => `d${String(from + index)}.tld.`);
const since = (list: readonly string[], at: number) => Object.fromEntries(list.map((name) => [name, at]));
const look = (list: readonly string[], isFreeComplete = true) => ({ free: new Set(list), isFreeComplete });

describe('since when domains are free', () => {
	test('a domain counts once, also when it was found before', () => {
		const before = since(names(0, 15), 1);
		expect(sinceWhenFree(before, look(names(0, 20)), 2)).toEqual({ ...before, ...since(names(15, 20), 2) });
	});

	test('one that somebody has again is forgotten, unless not all could be looked at', () => {
		const before = since(names(0, 2), 1);
		expect(sinceWhenFree(before, look(names(1, 2)), 2)).toEqual(since(names(1, 2), 1));
		expect(sinceWhenFree(before, look(names(1, 2), false), 2)).toEqual(before);
	});

	test('those that are no longer seen do not shut out new ones', () => {
		const before = since(names(0, 20), 1);
		const after = sinceWhenFree(before, look(names(19, 22), false), 2);
		expect(after).toMatchObject({ ...since(names(19, 20), 1), ...since(names(20, 22), 2) });
		expect(Object.keys(after)).toHaveLength(20);
	});

	test('those that are known come before new ones, and there are 20 at most', () => {
		const after = sinceWhenFree(since(names(25, 30), 1), look(names(0, 30)), 2);
		expect(after).toMatchObject(since(names(25, 30), 1));
		expect(Object.keys(after)).toHaveLength(20);
	});
});
