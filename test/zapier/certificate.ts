import { createHash, generateKeyPairSync, sign } from 'node:crypto';

const DAY_MS = 86_400_000;

/**
 * A key and a certificate for these names, in PEM, that nobody trusts who was not told to. Good from a minute ago for a
 * day, or between these times, in ms from now.
 */
export function certificateFor(
	names: readonly string[],
	[from, until]: readonly [from: number, until: number] = [-60_000, DAY_MS],
): { readonly key: string; readonly cert: string } {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const spki = publicKey.export({ type: 'spki', format: 'der' });
	const issuer = sequence(set(sequence(oid('550403'), der(0x0c, Buffer.from('Keyturn test')))));
	const toBeSigned = sequence(
		der(0xa0, der(0x02, Buffer.from([2]))),
		// Positive, and another one for each key.
		der(0x02, Buffer.from([1, ...createHash('sha256').update(spki).digest().subarray(0, 8)])),
		ECDSA_WITH_SHA256,
		issuer,
		sequence(time(from), time(until)),
		issuer,
		spki,
		der(
			0xa3,
			sequence(
				sequence(oid('551d13'), der(0x04, sequence(der(0x01, Buffer.from([0xff]))))),
				sequence(oid('551d11'), der(0x04, sequence(...names.map((name) => der(0x82, Buffer.from(name)))))),
			),
		),
	);
	const signature = sign('sha256', toBeSigned, privateKey);
	const cert = sequence(toBeSigned, ECDSA_WITH_SHA256, der(0x03, Buffer.from([0]), signature));
	const lines = cert.toString('base64').replace(/(.{64})(?=.)/g, '$1\n');
	return {
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
	};
}

/** One value in the encoding of certificates: what it is, how long, itself. Source: ITU-T X.690. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
	const content = Buffer.concat(parts);
	const { length } = content;
	const head =
		length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...head]), content]);
}

const sequence = (...parts: readonly Buffer[]) => der(0x30, ...parts);
const set = (...parts: readonly Buffer[]) => der(0x31, ...parts);
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'));

const time = (fromNow: number) => {
	const text = new Date(Date.now() + fromNow).toISOString().replace(/[-:T]|\.\d+/g, '');
	return der(0x17, Buffer.from(text.slice(2)));
};
