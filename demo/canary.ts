/** A secret of a run, under a name that may be printed. */
export interface Planted {
	readonly name: string;
	readonly value: string;
}

/** A text that must not hold any of them: an execution's data, a log, printed output. */
export interface Searched {
	readonly name: string;
	readonly text: string;
}

export interface Leak {
	readonly secret: string;
	readonly where: string;
	readonly form: string;
}

/** So many consecutive characters of a secret count as a leak. */
export const WINDOW = 12;

type Form = (window: string) => readonly string[];

const every = (window: string, write: (byte: string) => string): string =>
	[...Buffer.from(window)].map((byte) => write(byte.toString(16).padStart(2, '0'))).join('');

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);

const FORMS: Readonly<Record<string, Form>> = {
	plain: (window) => [window],
	base64: (window) => [...base64(window, 'base64'), ...base64(window, 'base64url')],
	'URL-encoded': (window) => {
		const percent = every(window, (byte) => `%${byte}`);
		return [encodeURIComponent(window), percent, percent.toUpperCase()];
	},
	hex: (window) => {
		const digits = every(window, (byte) => byte);
		return [digits, digits.toUpperCase()];
	},
	'JSON-escaped': (window) => [
		escaped(window),
		// JSON within JSON, as where a log line holds an answer's body.
		escaped(escaped(window)),
		every(window, (byte) => `\\u00${byte}`),
		every(window, (byte) => `\\u00${byte.toUpperCase()}`),
	],
};

/**
 * What base64 makes of the window wherever it stands: its first byte may be the first, second or third of a group of
 * three, and the characters at both ends that depend on neighbours are left out.
 */
function base64(window: string, alphabet: 'base64' | 'base64url'): string[] {
	const bytes = Buffer.from(window);
	return [0, 1, 2].map((offset) => {
		const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString(alphabet);
		return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
	});
}

function windowsOf(value: string): string[] {
	if (value.length <= WINDOW) return [value];
	return Array.from({ length: value.length - WINDOW + 1 }, (_, at) => value.slice(at, at + WINDOW));
}

/** By so many characters it is seen that most places of a text begin nothing that is looked for. */
const HEAD = 4;
const HEADS = 2 ** 20;

/** A number below `HEADS` for the characters at a place; different ones may have the same. */
function headAt(text: string, at: number): number {
	let head = 0;
	for (let next = at; next < at + HEAD; next += 1)
		head = (Math.imul(head, 1_021) + text.charCodeAt(next)) % HEADS;
	return head < 0 ? head + HEADS : head;
}

/** Searches every text for every secret in every form; each leak is told once per secret, place and form. */
export class Canary {
	/** What to look for, by its length: one look-up per length tells whether a leak begins at a character. */
	readonly #needles = new Map<number, Map<string, Omit<Leak, 'where'>>>();
	/** 1 for the heads of all of them. */
	readonly #heads = new Uint8Array(HEADS);
	/** The secrets that are looked for. */
	readonly names: readonly string[];

	constructor(secrets: readonly Planted[]) {
		const known = secrets.filter(({ value }) => value !== '');
		this.names = known.map(({ name }) => name);
		for (const { name, value } of known) {
			for (const window of windowsOf(value)) {
				for (const [form, write] of Object.entries(FORMS)) {
					for (const needle of write(window)) this.#add(needle, { secret: name, form });
				}
			}
		}
	}

	search(texts: readonly Searched[]): { readonly bytes: number; readonly leaks: readonly Leak[] } {
		const leaks = new Map<string, Leak>();
		for (const { name: where, text } of texts) {
			for (let at = 0; at + HEAD <= text.length; at += 1) {
				if (this.#heads[headAt(text, at)] === 0) continue;
				for (const [length, needles] of this.#needles) {
					const found = needles.get(text.slice(at, at + length));
					if (found !== undefined) leaks.set(`${found.secret}\n${where}\n${found.form}`, { ...found, where });
				}
			}
		}
		const bytes = texts.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
		return { bytes, leaks: [...leaks.values()] };
	}

	#add(needle: string, leak: Omit<Leak, 'where'>): void {
		if (needle.length < HEAD) throw new Error(`${leak.secret} is too short to be looked for`);
		this.#heads[headAt(needle, 0)] = 1;
		const ofLength = this.#needles.get(needle.length) ?? new Map<string, Omit<Leak, 'where'>>();
		if (!ofLength.has(needle)) ofLength.set(needle, leak);
		this.#needles.set(needle.length, ofLength);
	}
}

/** The control: each secret, hidden once in each form among other text, is found there. Names what was not. */
export function missedBy(canary: Canary, secrets: readonly Planted[]): string[] {
	return secrets.flatMap(({ name, value }) => {
		const middle = Math.max(0, Math.floor((value.length - WINDOW) / 2));
		const part = value.slice(middle, middle + WINDOW);
		return Object.entries(hidings).flatMap(([form, hide]) => {
			const { leaks } = canary.search([{ name: 'control', text: `"a":"${hide(part)}"}` }]);
			return leaks.some(({ secret }) => secret === name) ? [] : [`${name}, ${form}`];
		});
	});
}

const hidings: Readonly<Record<string, (part: string) => string>> = {
	plain: (part) => `x${part}y`,
	base64: (part) => Buffer.from(`user:${part}.`).toString('base64'),
	'URL-encoded': (part) => `?k=${encodeURIComponent(part)}&`,
	hex: (part) => Buffer.from(`<${part}>`).toString('hex'),
	'JSON-escaped': (part) => JSON.stringify(JSON.stringify({ part })),
};
