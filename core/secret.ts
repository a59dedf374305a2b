import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { KeyturnError } from './errors';
import { Parts } from './secret-parts';
import { utf8 } from './utf8';

const LEAST_SIGNING = 32;

/**
 * A value that cannot be logged, serialised or put into a text by accident, and that goes only to the origins that its
 * keeper named in the vault. `reveal` is the one way out and is called where a request is built, nowhere else.
 */
export class Secret {
	readonly #value: string;
	#parts: Parts | undefined;
	/** What it is, for messages: the entry's place, never its content. */
	readonly label: string;
	/** Scheme, host and port of every place that may receive it. */
	readonly origins: readonly string[];

	constructor(value: string, label: string, origins: readonly string[]) {
		this.#value = value;
		this.label = label;
		this.origins = origins;
	}

	/** The value, for a request to `origin`; throws ORIGIN_REFUSED for any origin that was not allowed. */
	reveal(origin: string): string {
		if (!this.origins.includes(origin)) {
			const allowed = this.origins.length === 0 ? 'no origin at all' : this.origins.join(', ');
			throw new KeyturnError(
				'ORIGIN_REFUSED',
				this.label,
				`it may be sent to ${allowed}, not to ${origin}. Nothing was sent`,
			);
		}
		return this.#value;
	}

	/** Keyed HMAC-SHA-256, 16 hex digits: equal values can be told, none can be guessed. */
	fingerprint(key: string): string {
		return createHmac('sha256', key).update(this.#value).digest('hex').slice(0, 16);
	}

	/**
	 * Whether `mac` is HMAC-SHA-256 of a text under this value, in small hex digits: for what somebody else has signed with it. Nothing
	 * goes out, so no origin is asked for. A value of less than 32 characters has signed nothing: it could be guessed.
	 */
	hasSigned(text: string, mac: string): boolean {
		const own = utf8.encode(createHmac('sha256', this.#value).update(text).digest('hex'));
		const given = utf8.encode(mac);
		if (!this.signs) return false;
		return given.length === own.length && timingSafeEqual(given, own);
	}

	/** Whether the value is long enough to sign with. */
	get signs(): boolean {
		return this.#value.length >= LEAST_SIGNING;
	}

	/** Whether a text holds the value, or 12 characters in a row of it, as they are or in an encoding. */
	isIn(text: string): boolean {
		this.#parts ??= new Parts(this.#value);
		return this.#parts.areIn(text);
	}

	/** The same value for other origins; `allowed` must come from the vault entry's own binding. */
	boundTo(allowed: readonly string[]): Secret {
		return new Secret(this.#value, this.label, allowed);
	}

	/** Why the value cannot serve as a key, or null. Tells the kind of fault only. */
	fault(): string | null {
		if (this.#value === '') return 'it is empty';
		if (this.#value.length > 16_384) return 'it is longer than 16,384 characters';
		if (/[\u0000-\u001f\u007f]/.test(this.#value))
			return 'it holds a line break or another control character';
		// A header carries nothing else: each program leaves out or alters other characters in its own way.
		if (/[^\u0020-\u007e]/.test(this.#value))
			return 'it holds a character beyond the plain letters, digits and signs, perhaps one that cannot be seen';
		if (this.#value !== this.#value.trim()) return 'it begins or ends with a space';
		return null;
	}

	toString(): string {
		return '[secret]';
	}

	toJSON(): string {
		return '[secret]';
	}
}

/** SHA-256 of a text in hex; for evidence of an answer, never for a secret. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
