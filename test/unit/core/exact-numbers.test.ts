import { inexactField } from '../../../core/exact-numbers';

/** An entry as the vault answers it, the members of its data as they are written there. */
const answer = (data: string, around = '') =>
	`{"request_id":"1e999","big":1098765432109876543,"data":{"data":${data},"metadata":{"version":12345678901234567890}${around}}}`;

it.each([
	['0', '0'],
	['a number below nought', '-12.5'],
	['what is exact in binary and what is not', '[0.1, 0.5, 1e3, 1.50, 100, -0, 0.000001, 1e21, 5e-324]'],
	['the largest that counts by ones', '9007199254740991'],
	['a long one that is exact', '9007199254740992000'],
	['a text of digits', '"1098765432109876543"'],
	['a text that looks like data', '"\\"x\\":1098765432109876543, {"'],
	['no number', '{"a":[true,null,{}],"b":"1e999"}'],
])('%s comes back as it was', (_what, text) => {
	expect(inexactField(answer(`{"value":"v","note":${text},"last":"x"}`))).toBeNull();
});

it.each([
	['an id of 19 digits', '1098765432109876543'],
	['one more than counts by ones', '9007199254740993'],
	['more decimals than are kept', '0.1000000000000000055511151231257827'],
	['one that is larger than any', '1e999'],
	['one that is smaller than any', '-1e-999'],
	['one in a list in an object', '{"a":[1,{"b":"x","c":[12345678901234567891]}]}'],
])('%s is told by the name of its field', (_what, text) => {
	expect(inexactField(answer(`{"value":"v","a b":"]}","client_id":${text},"last":1}`))).toBe('client_id');
	expect(inexactField(answer(`{"client_id" : ${text} }`))).toBe('client_id');
});

it('a name is read as the vault means it, and nothing beside the data counts', () => {
	expect(inexactField(answer('{"caf\\u00e9 \\"x\\"":1e999}'))).toBe('café "x"');
	expect(inexactField(answer('{}', ',"more":{"data":1098765432109876543}'))).toBeNull();
});

it('an entry of the largest size is read in no time, also one that is nested as deeply as can be', () => {
	const began = performance.now();
	expect(inexactField(answer(`{"a":"${'\\"x'.repeat(300_000)}","b":1e999}`))).toBe('b');
	expect(inexactField(answer(`{"a":${'['.repeat(400_000)}${']'.repeat(400_000)},"b":1e999}`))).toBe('b');
	expect(inexactField(answer(`{"a":[${'1,'.repeat(400_000)}1],"b":1e999}`))).toBe('b');
	expect(performance.now() - began).toBeLessThan(2_000);
});
