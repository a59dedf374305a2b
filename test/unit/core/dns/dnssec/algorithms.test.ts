import { generateKeyPairSync, sign } from 'node:crypto';
import { importKey, isSignatureGood } from '../../../../../core/dns/dnssec/algorithms';

const DATA = Uint8Array.from({ length: 200 }, (_, index) => index);

/** Numbers begin with every kind of byte: a zero or a set first bit is written otherwise in DER. */
describe.each([
	[13, 'P-256', 'sha256', 32],
	[14, 'P-384', 'sha384', 48],
] as const)('signatures of algorithm %i', (algorithm, namedCurve, hash, half) => {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
	const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
	const bytes = Buffer.concat([x, y].map((part) => Buffer.from(part, 'base64url')));
	const key = importKey(algorithm, Uint8Array.from(bytes))!;
	const signatures = Array.from({ length: 600 }, () =>
		Uint8Array.from(sign(hash, DATA, { key: privateKey, dsaEncoding: 'ieee-p1363' })),
	);

	test('are good whatever their numbers begin with', () => {
		const firsts = signatures.flatMap((each) => [each[0]!, each[half]!]);
		expect([firsts.includes(0), firsts.some((first) => first >= 0x80)]).toEqual([true, true]);
		expect(signatures.every((each) => isSignatureGood(algorithm, key, DATA, each))).toBe(true);
	});

	test('are not good when changed, cut off, longer or all zeros', () => {
		const [good] = signatures as [Uint8Array];
		const bad = [
			good.map((byte, index) => (index === half ? byte ^ 1 : byte)),
			good.subarray(1),
			good.subarray(0, half),
			Uint8Array.from([...good, 0]),
			Uint8Array.from([0, ...good]),
			Uint8Array.from([...good.subarray(0, half), 0, ...good.subarray(half)]),
			new Uint8Array(2 * half),
			new Uint8Array(0),
		];
		expect(bad.map((each) => isSignatureGood(algorithm, key, DATA, each))).toEqual(bad.map(() => false));
	});
});

/** RFC 3110, section 2: the length of the exponent, the exponent, the modulus. */
const rsaKey = (exponentBytes: number, modulusBytes: number) =>
	Uint8Array.from([
		exponentBytes,
		...new Array<number>(exponentBytes).fill(0x01),
		...new Array<number>(modulusBytes).fill(0xff),
	]);

/** Work with larger numbers grows faster than they do, and whoever owns a zone chooses them. */
test.each([
	['of 512 bits', 3, 64, true],
	['of fewer', 3, 63, false],
	['of 4096 bits', 3, 512, true],
	['of more', 3, 513, false],
	['with an exponent of 64 bits', 8, 256, true],
	['with a longer one', 9, 256, false],
	['without one', 0, 256, false],
])('an RSA key %s', (_what, exponentBytes, modulusBytes, isKey) => {
	for (const algorithm of [5, 7, 8, 10])
		expect(importKey(algorithm, rsaKey(exponentBytes, modulusBytes)) !== null).toBe(isKey);
});
