import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { canonicalJson } from '../../../core/canonical-json';
import { sharedData } from '../../fakes/shared-data';

const folder = sharedData('jcs');

(folder === null ? it.skip : it)('writes what the author of RFC 8785 writes', () => {
	const names = readdirSync(join(folder!, 'input'));
	expect(names).toHaveLength(6);
	for (const name of names) {
		const read = (part: string) => readFileSync(join(folder!, part, name), 'utf8');
		expect(canonicalJson(JSON.parse(read('input')))).toBe(read('output').trimEnd());
	}
});

// RFC 8785, appendix B: the bits of a double, and its text.
it.each([
	['0000000000000000', '0'],
	['8000000000000000', '0'],
	['0000000000000001', '5e-324'],
	['8000000000000001', '-5e-324'],
	['7fefffffffffffff', '1.7976931348623157e+308'],
	['ffefffffffffffff', '-1.7976931348623157e+308'],
	['4340000000000000', '9007199254740992'],
	['c340000000000000', '-9007199254740992'],
	['4430000000000000', '295147905179352830000'],
	['44b52d02c7e14af5', '9.999999999999997e+22'],
	['44b52d02c7e14af6', '1e+23'],
	['44b52d02c7e14af7', '1.0000000000000001e+23'],
	['444b1ae4d6e2ef4e', '999999999999999700000'],
	['444b1ae4d6e2ef4f', '999999999999999900000'],
	['444b1ae4d6e2ef50', '1e+21'],
	['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
	['3eb0c6f7a0b5ed8d', '0.000001'],
	['41b3de4355555553', '333333333.3333332'],
	['41b3de4355555557', '333333333.33333343'],
	['becbf647612f3696', '-0.0000033333333333333333'],
	['43143ff3c1cb0959', '1424953923781206.2'],
])('writes the double %s as %s', (bits, text) => {
	expect(canonicalJson(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text);
});

it.each<[string, unknown]>([
	['undefined', { a: undefined }],
	['undefined in a list', [undefined]],
	['NaN', NaN],
	['infinity', { a: -Infinity }],
	['half a surrogate pair', 'a\ud800b'],
	['the other half', ['\udc00\ud800']],
	['half a surrogate pair in a name', { '\udfff': 1 }],
	['a BigInt', 1n],
	['a function', { toJSON: () => 1 }],
	['a symbol', Symbol('a')],
	['a hole in a list', [1, , 2]],
	['a hole at its end', new Array(2)],
	['a date', new Date(0)],
	['a map', new Map()],
	['bytes', new Uint8Array(1)],
	['a boxed number', Object(1)],
	['an object of a class', Object.create({ a: 1 })],
	['a regular expression', /a/],
])('refuses %s', (_what, value) => {
	expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
});

it('says where the fault is, and not what stands there', () => {
	expect(() => canonicalJson({ a: [1, { b: 'secret\ud800' }] })).toThrow(
		'$.a[1].b: half a surrogate pair has no place in canonical JSON',
	);
});

it('takes a member called __proto__ for data', () => {
	expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"a":2}}'))).toBe('{"__proto__":{"a":2},"b":1}');
});

it('takes plain objects of any realm, and without a prototype', () => {
	expect(canonicalJson(runInNewContext('({ b: [1], a: {} })'))).toBe('{"a":{},"b":[1]}');
	expect(canonicalJson(Object.create(null))).toBe('{}');
});

it('orders names by their UTF-16 units, so that a pair comes before a private character', () => {
	expect(canonicalJson({ '\ufb33': 1, '\u{1f600}': 2, '\r': 3, 1: 4, '€': 5, '\u0080': 6, ö: 7 })).toBe(
		'{"\\r":3,"1":4,"\u0080":6,"ö":7,"€":5,"\u{1f600}":2,"\ufb33":1}',
	);
});
