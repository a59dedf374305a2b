import { createPublicKey, sign, createPrivateKey } from 'node:crypto';
import { readVerifierKey } from '../../../../../core/audit/note/key';
import { openNote, readNote, signNote, signersOf } from '../../../../../core/audit/note/note';
import { noteSigner } from '../../../../../core/audit/note/signer';

const seed = (byte: number) => new Uint8Array(32).fill(byte);
const alice = noteSigner('example.org/alice', seed(1));
const bob = noteSigner('example.org/bob', seed(2));
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (note: Uint8Array) => Buffer.from(note).toString();
const code = (value: string) => expect.objectContaining({ code: value });

/** The example of the specification (C2SP signed-note at 5ba5ee8, CC BY 4.0). */
const EXAMPLE_KEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const EXAMPLE = `This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`;

describe('the example of the specification', () => {
	it('is signed by its key', () => {
		const opened = openNote(bytes(EXAMPLE), [readVerifierKey(EXAMPLE_KEY)]);
		expect(opened.text).toBe('This is an example message.\n');
		expect(opened.signedBy.map((key) => key.text)).toEqual([EXAMPLE_KEY]);
	});

	it('is not when a letter differs', () => {
		const forged = bytes(EXAMPLE.replace('an example', 'no example'));
		expect(() => openNote(forged, [readVerifierKey(EXAMPLE_KEY)])).toThrow(code('SIGNATURE_WRONG'));
	});
});

it('makes the public key and the signature that Node.js makes', () => {
	// RFC 8032, section 7.1, test 1.
	const known = noteSigner(
		'a',
		Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex'),
	);
	expect(Buffer.from(known.key.text.slice('a+00000000+'.length), 'base64').toString('hex')).toBe(
		'01d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
	);
	expect(Buffer.from(known.sign(new Uint8Array(0))).toString('hex')).toBe(
		'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
	);
});

it('gives a text and who of the known keys signed it', () => {
	const note = signNote('one\n\ntwo\n', [alice, bob]);
	expect(openNote(note, [alice.key])).toEqual({ text: 'one\n\ntwo\n', signedBy: [alice.key] });
	expect(openNote(note, [bob.key, alice.key]).signedBy).toEqual([bob.key, alice.key]);
	expect(signersOf(readNote(note), [])).toEqual([]);
});

it('passes over signatures of keys that it does not know, even when a name or an id is one that it knows', () => {
	const note = signNote('one\n', [alice]);
	const sameName = noteSigner('example.org/alice', seed(3)).key;
	expect(() => openNote(note, [bob.key])).toThrow(code('SIGNED_BY_OTHERS'));
	expect(() => openNote(note, [sameName])).toThrow(code('SIGNED_BY_OTHERS'));
	expect(openNote(note, [sameName, alice.key]).signedBy).toEqual([alice.key]);
	expect(() => openNote(note, [{ ...bob.key, id: alice.key.id }])).toThrow(code('SIGNED_BY_OTHERS'));
});

it('refuses a note with one wrong signature of a known key, beside a right one', () => {
	const [good, other] = [signNote('one\n', [alice]), signNote('two\n', [alice])].map(text) as [
		string,
		string,
	];
	const both = good + other.split('\n').at(-2)! + '\n';
	expect(() => openNote(bytes(both), [alice.key])).toThrow(code('SIGNATURE_WRONG'));
});

it('never takes the private key to where it can be seen', () => {
	const shown = JSON.stringify(alice) + String(Object.entries(alice.key));
	expect(shown).not.toContain(Buffer.from(seed(1)).toString('base64').slice(0, 20));
	expect(Object.keys(alice)).toEqual(['key', 'sign']);
});

const signatureLine = text(signNote('one\n', [alice]))
	.split('\n')
	.at(-2)!;

it.each([
	['an empty file', '', 'NOTE_UNSIGNED'],
	['no signature', 'one\n', 'NOTE_UNSIGNED'],
	['no line after the empty one', 'one\n\n', 'NOTE_UNSIGNED'],
	['no line break at the end', `one\n\n${signatureLine}`, 'NOTE_SIGNATURE_LINE'],
	['a hyphen for the dash', `one\n\n${signatureLine.replace('—', '-')}\n`, 'NOTE_SIGNATURE_LINE'],
	['two spaces', `one\n\n${signatureLine.replace(' ', '  ')}\n`, 'NOTE_SIGNATURE_LINE'],
	['a space at the end', `one\n\n${signatureLine} \n`, 'NOTE_SIGNATURE_LINE'],
	['a plus in a name', `one\n\n${signatureLine.replace('alice', 'a+e')}\n`, 'NOTE_SIGNATURE_LINE'],
	[
		'a space of another script in a name',
		`one\n\n${signatureLine.replace('alice', 'a\u3000e')}\n`,
		'NOTE_SIGNATURE_LINE',
	],
	['base64 without its padding', `one\n\n${signatureLine.replace(/=+$/, '')}\n`, 'NOTE_SIGNATURE_LINE'],
	['base64 of an id alone', 'one\n\n— a AAAAAA==\n', 'NOTE_SIGNATURE_LINE'],
	['carriage returns', `one\r\n\r\n${signatureLine}\r\n`, 'NOTE_CONTROL_CHARACTER'],
	['a tab', `o\tne\n\n${signatureLine}\n`, 'NOTE_CONTROL_CHARACTER'],
	['a zero', `o\0ne\n\n${signatureLine}\n`, 'NOTE_CONTROL_CHARACTER'],
	['too many signatures', `one\n\n${`${signatureLine}\n`.repeat(65)}`, 'NOTE_TOO_MANY_SIGNATURES'],
	['more text than a checkpoint has', `${'one\n'.repeat(200_000)}\n${signatureLine}\n`, 'NOTE_TOO_LARGE'],
])('refuses %s', (_what, note, expected) => {
	expect(() => openNote(bytes(note), [alice.key])).toThrow(code(expected));
});

it('refuses bytes that are not UTF-8', () => {
	const note = signNote('one\n', [alice]);
	note[0] = 0xff;
	expect(() => openNote(note, [alice.key])).toThrow(code('NOTE_NOT_TEXT'));
});

it('accepts as many signatures as the specification asks for', () => {
	const others = Array.from({ length: 15 }, (_, index) => noteSigner(`w${index}`, seed(index + 10)));
	expect(openNote(signNote('one\n', [...others, alice]), [alice.key]).signedBy).toEqual([alice.key]);
});

it('writes no note that nobody could read', () => {
	for (const bad of ['one', 'o\tne\n', 'o\ud800ne\n'])
		expect(() => signNote(bad, [alice])).toThrow(code('BAD_INPUT'));
});

describe('verifier keys', () => {
	const good = alice.key.text;
	it('read as they are written', () => {
		expect(readVerifierKey(good).text).toBe(good);
	});

	const material = Buffer.from(good.split('+').slice(2).join('+'), 'base64');
	const parts = good.split('+') as [string, string, string];
	it.each([
		['an empty text', '', 'KEY_FORM'],
		['a name alone', 'example.org/alice', 'KEY_FORM'],
		['no name', good.replace('example.org/alice', ''), 'KEY_FORM'],
		['a name with a space', good.replace('alice', 'a e'), 'KEY_FORM'],
		['capital hexadecimal digits', `a+ABCDEF01+${parts[2]}`, 'KEY_FORM'],
		['seven hexadecimal digits', good.replace(parts[1], parts[1].slice(1)), 'KEY_FORM'],
		['a line break at its end', `${good}\n`, 'KEY_FORM'],
		[
			'another type',
			`${parts[0]}+${parts[1]}+${Buffer.from([4, ...material.subarray(1)]).toString('base64')}`,
			'KEY_TYPE',
		],
		['a short key', `${parts[0]}+${parts[1]}+${material.subarray(0, -1).toString('base64')}`, 'KEY_TYPE'],
		['the hash of another key', good.replace(parts[1], bob.key.id), 'KEY_ID'],
		['the hash under another name', good.replace('alice', 'alicf'), 'KEY_ID'],
	])('with %s are refused', (_what, key, expected) => {
		expect(() => readVerifierKey(key)).toThrow(code(expected));
	});

	it('verify nothing but an Ed25519 signature', () => {
		const data = bytes('one');
		const good = alice.sign(data);
		expect(alice.key.verifies(data, good)).toBe(true);
		expect(alice.key.verifies(data, good.subarray(1))).toBe(false);
		expect(alice.key.verifies(data, new Uint8Array(0))).toBe(false);
		expect(bob.key.verifies(data, good)).toBe(false);
	});

	it('are those that other tools make of the same seed', () => {
		const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed(1)]);
		const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
		expect(createPublicKey(key).export({ format: 'jwk' }).x).toBe(material.subarray(1).toString('base64url'));
		expect(alice.key.verifies(bytes('x'), sign(null, Buffer.from('x'), key))).toBe(true);
	});
});

it.each([
	['an empty name', ''],
	['a space', 'a b'],
	['a plus', 'a+b'],
	['a line break', 'a\nb'],
])('makes no key whose name is %s', (_what, name) => {
	expect(() => noteSigner(name, seed(1))).toThrow(code('BAD_INPUT'));
});

it('makes no key of a seed of another length', () => {
	expect(() => noteSigner('a', new Uint8Array(31))).toThrow('it has not 32 bytes');
});
