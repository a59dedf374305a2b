import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';

/** What came of a page that was opened from disk, as one that came by mail is. */
export interface Visit {
	/** What a text of the page got to run, by name; dialogs, further windows, pages that it went to. */
	readonly ran: readonly string[];
	/** What was asked of the stranger's server, by name. */
	readonly loaded: readonly string[];
	/** What stood in the browser's console. */
	readonly said: readonly string[];
	/** Every element with its attributes, in order: the page without its texts. */
	readonly marks: readonly string[];
	/** All text of the page, and its title. */
	readonly text: string;
	/** Whether a reader would have to scroll sideways. */
	readonly tooWide: boolean;
}

const SETTLE_MS = 500;
const PATIENCE_MS = 20_000;

/** Everything that a reader may do with each part of the page. */
const TOUCH = `for (const element of document.querySelectorAll('*')) {
	for (const kind of ['mouseover', 'focus', 'pointerdown']) element.dispatchEvent(new Event(kind));
	element.click?.();
}`;
const MARKS = `[...document.querySelectorAll('*')].map((element) =>
	element.tagName + [...element.attributes].map(({ name, value }) => ' ' + name + '=' + value).join(''))`;

/** A browser before a stranger's server that counts what it is asked for. */
export class Reader {
	readonly #folder = mkdtempSync(join(tmpdir(), 'keyturn-report-'));
	readonly #asked: string[] = [];
	readonly #server: Server;
	readonly #browser: Browser;
	#pages = 0;

	private constructor(browser: Browser, server: Server) {
		this.#browser = browser;
		this.#server = server.on('request', ({ url = '' }, response) => {
			this.#asked.push(url);
			response.end();
		});
	}

	static async open(browser: Browser): Promise<Reader> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return new Reader(browser, server);
	}

	/**
	 * Opens a page, given the stranger's address to put into it, and touches all of it. Where something is expected of it,
	 * that many different things are waited for.
	 */
	async visit(pageOf: (origin: string) => string, expected = 0): Promise<Visit> {
		const prefix = `/${String(++this.#pages)}/`;
		const file = join(this.#folder, `${String(this.#pages)}.html`);
		const { port } = this.#server.address() as AddressInfo;
		writeFileSync(file, pageOf(`http://127.0.0.1:${String(port)}${prefix.slice(0, -1)}`));
		const context = await this.#browser.newContext({ viewport: { width: 800, height: 600 } });
		const [ran, said]: [string[], string[]] = [[], []];
		await context.addInitScript('globalThis.ran = []');
		const page = await context.newPage();
		page.on('console', (message) => said.push(message.text()));
		page.on('pageerror', ({ message }) => said.push(message));
		page.on('dialog', (dialog) => {
			ran.push('a dialog');
			void dialog.dismiss();
		});
		context.on('page', () => ran.push('a window'));
		await page.goto(`file://${file}`);
		const marks = await page.evaluate<string[]>(MARKS);
		const text = await page.evaluate<string>('document.title + "\\n" + document.body.textContent');
		const tooWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
		await page.evaluate(TOUCH);
		const loaded = () =>
			this.#asked.flatMap((path) =>
				path.startsWith(prefix) ? [/^[\w-]+/.exec(path.slice(prefix.length))?.[0] ?? path] : [],
			);
		const everything = async () => [...ran, ...(await page.evaluate<string[]>('ran')), ...loaded()];
		const until = Date.now() + PATIENCE_MS;
		do await page.waitForTimeout(SETTLE_MS);
		while (new Set(await everything()).size < expected && Date.now() < until);
		ran.push(...(await page.evaluate<string[]>('ran')));
		if (page.url() !== `file://${file}`) ran.push(`went to ${page.url()}`);
		await context.close();
		return { ran, loaded: loaded(), said, marks, text, tooWide };
	}

	async close(): Promise<void> {
		await new Promise((resolve) => {
			this.#server.close(resolve);
			this.#server.closeAllConnections();
		});
		rmSync(this.#folder, { recursive: true });
	}
}
