import { Malformed, type Reader } from '../wire/bytes';
import type { Name } from '../wire/name';
import type { Word } from './words';

/** The words of a record's data that were not read yet. */
export class Words {
	readonly origin: Name;
	readonly #words: readonly Word[];
	#at = 0;

	constructor(words: readonly Word[], origin: Name) {
		this.#words = words;
		this.origin = origin;
	}

	get left(): number {
		return this.#words.length - this.#at;
	}

	/** The next word, in quotes or not. Throws Malformed at the end. */
	next(): Word {
		const word = this.#words[this.#at++];
		if (word === undefined) throw new Malformed('the data end too early');
		return word;
	}

	/** The next word, which may not be in quotes. */
	bare(): string {
		const { text, quoted } = this.next();
		if (quoted) throw new Malformed('a text in quotes where none belongs');
		return text;
	}

	/** All that is left, put together: long values may be written in pieces. */
	rest(): string {
		let text = '';
		while (this.left > 0) text += this.bare();
		return text;
	}
}

/** How one field of a record's data stands in a file and in a message. Both directions throw Malformed. */
export interface Field {
	read(words: Words): Uint8Array;
	write(reader: Reader): string;
}
