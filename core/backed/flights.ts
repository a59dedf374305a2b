/** Has many callers at once share one piece of work. */
export class Flights<Result> {
	readonly #under = new Map<string, Promise<Result>>();

	/** What is under way for `id`, else `work` from now on. */
	join(id: string, work: () => Promise<Result>): Promise<Result> {
		const under = this.#under.get(id);
		if (under !== undefined) return under;
		const begun = work().finally(() => this.#under.delete(id));
		this.#under.set(id, begun);
		return begun;
	}

	/** The same for a caller whom nothing serves that began before he asked. */
	after(id: string, work: () => Promise<Result>): Promise<Result> {
		// Of all who wait for the same end, the first begins, and the others join him.
		const begin = () => this.join(id, work);
		const under = this.#under.get(id);
		return under === undefined ? begin() : under.then(begin, begin);
	}
}
