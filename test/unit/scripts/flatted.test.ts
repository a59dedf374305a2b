import { unflatten } from '../../../scripts/n8n/flatted';

it.each([
	['a text', '["x"]', 'x'],
	['nothing yet', '[]', undefined],
	[
		'an object with every kind of value',
		'[{"a":"1","b":2,"c":null,"d":true,"e":"2"},"text",["1",7]]',
		{ a: 'text', b: 2, c: null, d: true, e: ['text', 7] },
	],
])('reads %s', (_what, text, value) => {
	expect(unflatten(text)).toEqual(value);
});

it('keeps one object in two places one, and a circle closed', () => {
	const read = unflatten('[{"a":"1","b":"1","self":"0"},{}]') as { a: object; b: object; self: object };
	expect(read.a).toBe(read.b);
	expect(read.self).toBe(read);
});
