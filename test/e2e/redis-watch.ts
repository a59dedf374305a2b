import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

type Reply = string | null | readonly Reply[];

/** How to read a whole key of each of Redis's types. */
const reads: Readonly<Record<string, (key: string) => readonly string[]>> = {
	string: (key) => ['GET', key],
	hash: (key) => ['HGETALL', key],
	list: (key) => ['LRANGE', key, '0', '-1'],
	set: (key) => ['SMEMBERS', key],
	zset: (key) => ['ZRANGE', key, '0', '-1', 'WITHSCORES'],
	stream: (key) => ['XRANGE', key, '-', '+'],
};

/** Sees all that goes through a Redis from now on: every command with what it carries, messages among them. */
export class RedisWatch {
	readonly #commands: Connection;
	readonly #monitor: Connection;

	private constructor(commands: Connection, monitor: Connection) {
		this.#commands = commands;
		this.#monitor = monitor;
	}

	static async open(port: number): Promise<RedisWatch> {
		const [commands, monitor] = await Promise.all([Connection.open(port), Connection.open(port)]);
		await monitor.ask('MONITOR');
		return new RedisWatch(commands, monitor);
	}

	/** Every command so far, as Redis tells of it. */
	get seen(): string {
		return this.#monitor.received;
	}

	/** What every key holds now. */
	async everything(): Promise<string> {
		const keys = (await this.ask('KEYS', '*')) as readonly string[];
		const found = keys.map(async (key) => {
			const type = String(await this.ask('TYPE', key));
			const read = reads[type];
			if (read === undefined) throw new Error(`${key} is a ${type}, which nobody reads here`);
			return [key, await this.ask(...read(key))];
		});
		return JSON.stringify(await Promise.all(found));
	}

	async ask(...words: readonly string[]): Promise<Reply> {
		return await this.#commands.ask(...words);
	}

	close(): void {
		this.#commands.close();
		this.#monitor.close();
	}
}

class Connection {
	/** All text that came, which is more than the answers where Redis is asked to tell of everything. */
	received = '';
	readonly #socket: Socket;
	readonly #waiting: ((reply: Reply) => void)[] = [];
	#read = 0;

	private constructor(socket: Socket) {
		this.#socket = socket;
		socket.setEncoding('latin1').on('data', (text: string) => {
			this.received += text;
			this.#answer();
		});
		socket.on('error', () => undefined);
	}

	static async open(port: number): Promise<Connection> {
		const socket = connect(port, '127.0.0.1');
		await once(socket, 'connect');
		return new Connection(socket);
	}

	ask(...words: readonly string[]): Promise<Reply> {
		const parts = words.map((word) => `$${String(Buffer.byteLength(word))}\r\n${word}\r\n`);
		this.#socket.write(`*${String(words.length)}\r\n${parts.join('')}`);
		return new Promise((resolve) => this.#waiting.push(resolve));
	}

	close(): void {
		this.#socket.destroy();
	}

	/** Hands on each whole answer to who asked first. */
	#answer(): void {
		for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
			const parsed = parse(this.received, this.#read);
			if (parsed === undefined) return;
			this.#read = parsed.end;
			this.#waiting.shift();
			next(parsed.reply);
		}
	}
}

/** One answer in Redis's protocol and where it ends; undefined while a part of it is missing. */
function parse(text: string, from: number): { readonly reply: Reply; readonly end: number } | undefined {
	const line = text.indexOf('\r\n', from);
	if (line < 0) return undefined;
	const [kind, rest] = [text[from], text.slice(from + 1, line)];
	const start = line + 2;
	if (kind === '$') {
		if (rest === '-1') return { reply: null, end: start };
		const end = start + Number(rest);
		return text.length < end + 2 ? undefined : { reply: text.slice(start, end), end: end + 2 };
	}
	if (kind !== '*') return { reply: rest, end: start };
	const replies: Reply[] = [];
	let end = start;
	for (let count = Number(rest); count > 0; count--) {
		const part = parse(text, end);
		if (part === undefined) return undefined;
		replies.push(part.reply);
		end = part.end;
	}
	return { reply: replies, end };
}
