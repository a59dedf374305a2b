/** The most lately used of many things: what is beyond `most` goes, the longest unused first. */
export class Recent<Value> {
	readonly #most: number;
	readonly #items: Map<string, Value>;

	constructor(items: ReadonlyArray<readonly [string, Value]>, most: number) {
		this.#most = most;
		this.#items = new Map(items);
	}

	get size(): number {
		return this.#items.size;
	}

	has(key: string): boolean {
		return this.#items.has(key);
	}

	/** What is there without counting as use. */
	peek(key: string): Value | undefined {
		return this.#items.get(key);
	}

	/** What is there, or what `make` gives; used just now. */
	use(key: string, make: () => Value): Value {
		const value = this.#items.get(key) ?? make();
		this.set(key, value);
		return value;
	}

	set(key: string, value: Value): void {
		this.#items.delete(key);
		this.#items.set(key, value);
		if (this.#items.size <= this.#most) return;
		for (const oldest of this.#items.keys()) {
			this.#items.delete(oldest);
			return;
		}
	}

	delete(key: string): void {
		this.#items.delete(key);
	}

	/** The longest unused first. */
	entries(): Array<[string, Value]> {
		return [...this.#items];
	}
}
