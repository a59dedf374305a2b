/** Everything that this process printed, for the search for leaks. */
export class Printed {
	readonly #chunks: string[] = [];

	constructor(streams: readonly NodeJS.WriteStream[] = [process.stdout, process.stderr]) {
		for (const stream of streams) {
			const write = stream.write.bind(stream) as (...given: unknown[]) => boolean;
			stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
				this.#chunks.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
				return write(chunk, ...rest);
			};
		}
	}

	get text(): string {
		return this.#chunks.join('');
	}
}

/** One line a step: seconds since the beginning, who did it, what. */
export class Screen {
	readonly #began = performance.now();
	readonly #print: (line: string) => void;

	constructor(print: (line: string) => void = console.log) {
		this.#print = print;
	}

	get seconds(): number {
		return (performance.now() - this.#began) / 1_000;
	}

	text(...lines: readonly string[]): void {
		for (const line of lines) this.#print(line);
	}

	step(who: string, what: string): void {
		this.#print(`${this.seconds.toFixed(1).padStart(6)} s  ${who.padEnd(9)} ${what}`);
	}
}
