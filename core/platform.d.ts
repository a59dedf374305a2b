/** The whole of what the core assumes about its runtime. Nothing else exists here: no fetch, no timers, no process. */
declare module 'node:crypto' {
	export function createHash(algorithm: 'sha1' | 'sha256' | 'sha384'): Digest;
	/** In one call, since Node.js 20.12 and much faster: a unit of the text stands for two bytes, the lower first. */
	export const hash: ((algorithm: 'sha256', data: Uint8Array, encoding: 'utf16le') => string) | undefined;
	export function createHmac(algorithm: 'sha256', key: string | Uint8Array | SecretKey): Digest;
	/** With bytes as a key, making this of them first and the code then takes a third of the time. */
	export function createSecretKey(key: Uint8Array): SecretKey;
	export function createCipheriv(algorithm: 'aes-256-gcm', key: Uint8Array, nonce: Uint8Array): GcmCipher;
	export function timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean;
	export function createPublicKey(key: { key: Readonly<Record<string, string>>; format: 'jwk' }): KeyObject;
	export function createPublicKey(key: PrivateKey): KeyObject;
	/** Throws for what is no private key. */
	export function createPrivateKey(
		key: { key: string; format: 'pem' } | { key: Uint8Array; format: 'der'; type: 'pkcs8' },
	): PrivateKey;
	export function sign(hash: 'sha256' | null, data: Uint8Array, key: PrivateKey): Uint8Array;
	export function verify(
		hash: string | null,
		data: Uint8Array,
		key: KeyObject | { key: KeyObject; dsaEncoding: 'ieee-p1363' },
		signature: Uint8Array,
	): boolean;
	export interface KeyObject {
		readonly type: 'public';
		export(form: { format: 'der'; type: 'spki' }): Uint8Array;
	}
	export interface SecretKey {
		readonly type: 'secret';
	}
	export interface PrivateKey {
		readonly type: 'private';
		readonly asymmetricKeyType?: string;
	}
	interface GcmCipher {
		setAAD(data: Uint8Array): this;
		update(data: Uint8Array): Uint8Array;
		final(): Uint8Array;
		getAuthTag(): Uint8Array;
	}
	interface Digest {
		update(data: Uint8Array | string): this;
		digest(): Uint8Array;
		digest(encoding: 'hex' | 'utf16le'): string;
	}
}
declare class TextEncoder {
	encode(text: string): Uint8Array;
}
declare class TextDecoder {
	constructor(label: 'utf-8', options: { fatal: boolean; ignoreBOM: boolean });
	decode(bytes: Uint8Array): string;
}
declare class URL {
	constructor(url: string, base?: string);
	readonly href: string;
	readonly origin: string;
	readonly host: string;
	readonly protocol: string;
	readonly hostname: string;
	readonly username: string;
	readonly password: string;
	readonly hash: string;
	readonly search: string;
	readonly pathname: string;
}
