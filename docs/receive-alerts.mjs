// Takes the alerts that Keyturn signs (Event → Send Alert) and prints each once, as a line of JSON: for the program that
// does something with them. It needs Node.js 20 or newer and nothing else; put a server that speaks https in front of it.
//
//   node receive-alerts.mjs <port> <path, with ? and query if there is one> <file with the signing secret>
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const MAX_AGE_MS = 5 * 60_000;
const MOST_BYTES = 1024 * 1024;

const [port, path, secretFile] = process.argv.slice(2);
if (secretFile === undefined) {
	console.error('use: node receive-alerts.mjs <port> <path> <file with the signing secret>');
	process.exit(2);
}
const secret = readFileSync(secretFile, 'utf8').trim();

/** Requests that came, with their times: a copy of one is refused until its time alone refuses it. */
const requests = new Map();
/** Alerts that came. Keyturn sends one again when it got no answer, in a new request. */
const alerts = new Set();

const digest = (text) => createHmac('sha256', secret).update(text).digest();

/** The status that a request is answered with; `body` are its bytes as they came. */
function take({ method, url, headers }, body) {
	if (method !== 'POST' || url !== path) return 404;
	const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '' } = headers;
	const hash = createHash('sha256').update(body).digest('hex');
	const wanted = digest(['kt1', id, timestamp, method, url, hash].join('\n'));
	const isSigned = (headers['webhook-signature'] ?? '').split(' ').some((each) => {
		const given = Buffer.from(each.startsWith('kt1,') ? each.slice(4) : '', 'hex');
		return given.length === wanted.length && timingSafeEqual(given, wanted);
	});
	if (id === '' || !isSigned) return 401;
	// Only what is signed is looked at further, so that nobody can fill the memory.
	const now = Date.now();
	if (!(Math.abs(now - Number(timestamp) * 1_000) <= MAX_AGE_MS)) return 401;
	for (const [each, cameAt] of requests) if (now - cameAt > 2 * MAX_AGE_MS) requests.delete(each);
	if (requests.has(id)) return 409;
	requests.set(id, now);
	const alert = JSON.parse(body.toString('utf8'));
	// The secret may sign other things as well.
	if (alert.type !== 'keyturn.alert') return 400;
	const name = JSON.stringify([alert.id, alert.state, alert.at]);
	if (!alerts.has(name)) console.log(JSON.stringify(alert));
	alerts.add(name);
	return 202;
}

const server = createServer((request, response) => {
	const chunks = [];
	let size = 0;
	request.on('data', (chunk) => {
		size += chunk.length;
		if (size > MOST_BYTES) request.destroy();
		else chunks.push(chunk);
	});
	request.on('end', () => response.writeHead(take(request, Buffer.concat(chunks))).end());
});
server.listen(Number(port), '127.0.0.1', () => console.error(`listens on port ${server.address().port}`));
