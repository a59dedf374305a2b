// Sends the lines of a vault's audit device to Keyturn's webhook, in signed batches. Copy it beside the vault; it needs
// Node.js 20 or newer and nothing else.
//
//   node forward-vault-audit.mjs <audit file> <webhook address> <file with the signing secret> [--once]
//
// What was accepted is written down in <audit file>.forwarded; what was not is sent again. Whoever receives it knows each
// line by its request's id, so that a line sent twice is one.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { open, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const MOST_BYTES = 512 * 1024;
const PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 300_000;

const [file, address, secretFile, flag] = process.argv.slice(2);
if (secretFile === undefined) {
	console.error(
		'use: node forward-vault-audit.mjs <audit file> <webhook address> <file with the signing secret> [--once]',
	);
	process.exit(2);
}
const url = new URL(address);
const place = `${file}.forwarded`;

/** Where the next line begins, and in which file: a log rotation begins a new one. */
async function readPlace() {
	try {
		return JSON.parse(await readFile(place, 'utf8'));
	} catch {
		return { inode: 0, at: 0 };
	}
}

async function writePlace(next) {
	await writeFile(`${place}.new`, JSON.stringify(next), { mode: 0o600 });
	await rename(`${place}.new`, place);
}

/** The next whole lines, and where they end; null when there is none. */
async function nextLines(at) {
	const handle = await open(file, 'r');
	try {
		const { bytesRead, buffer } = await handle.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, at);
		const end = buffer.subarray(0, bytesRead).lastIndexOf(10) + 1;
		if (end > 0) return { text: buffer.toString('utf8', 0, end), end: at + end };
		return bytesRead < MOST_BYTES ? null : await leftOut(handle, at, buffer);
	} finally {
		await handle.close();
	}
}

/**
 * In the place of a line that is too long for a webhook: that one is missing, and of when it was. Keyturn tells of a gap
 * then, and the lines behind it are sent. Null while the line has no end yet.
 */
async function leftOut(handle, at, beginning) {
	const part = Buffer.alloc(MOST_BYTES);
	for (let from = at + beginning.length; ; from += MOST_BYTES) {
		const { bytesRead } = await handle.read(part, 0, MOST_BYTES, from);
		const end = part.subarray(0, bytesRead).indexOf(10) + 1;
		if (end === 0 && bytesRead < MOST_BYTES) return null;
		if (end === 0) continue;
		const bytes = from + end - at;
		console.error(`left out, and told as a gap: a line of ${bytes} bytes at byte ${at} of the file`);
		const time = /"time":"([^"]{1,40})"/.exec(beginning.toString('latin1'))?.[1];
		return { text: `${JSON.stringify({ type: 'left out', time, bytes })}\n`, end: at + bytes };
	}
}

/** As docs/http-hook.md says. */
async function send(body) {
	const secret = (await readFile(secretFile, 'utf8')).trim();
	const id = `msg_${randomBytes(16).toString('hex')}`;
	const timestamp = String(Math.floor(Date.now() / 1_000));
	const hash = createHash('sha256').update(body).digest('hex');
	const lines = ['kt1', id, timestamp, 'POST', url.pathname + url.search, hash];
	const signature = createHmac('sha256', secret).update(lines.join('\n')).digest('hex');
	const response = await fetch(url, {
		method: 'POST',
		body,
		redirect: 'error',
		signal: AbortSignal.timeout(30_000),
		headers: {
			'content-type': 'application/x-ndjson',
			'webhook-id': id,
			'webhook-timestamp': timestamp,
			'webhook-signature': `kt1,${signature}`,
		},
	});
	await response.body?.cancel();
	if (!response.ok) throw new Error(`the webhook answered ${response.status}`);
}

async function forward() {
	let { inode, at } = await readPlace();
	for (;;) {
		const now = await stat(file);
		// A new file, or one that was cut: it is read from its beginning. Lines that were moved away unread are lost here, so
		// let the log rotation keep the old file, and run this once with it.
		if (now.ino !== inode || now.size < at) [inode, at] = [now.ino, 0];
		const lines = await nextLines(at);
		if (lines === null) return;
		await send(lines.text);
		at = lines.end;
		await writePlace({ inode, at });
	}
}

for (let wait = PAUSE_MS; ;) {
	try {
		await forward();
		wait = PAUSE_MS;
	} catch (error) {
		console.error(
			`not forwarded, tried again later: ${error instanceof Error ? error.message : String(error)}`,
		);
		if (flag === '--once') process.exit(1);
		wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
	}
	if (flag === '--once') break;
	await pause(wait);
}
