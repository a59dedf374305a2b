// Runs the unpacked app as AWS Lambda would: this process's folder is the unpacked one, and the events come from the test.
// The app knows nothing of this file. Three things are done to Node before the app is loaded: the clock and the names are what the
// test says, and each attempt to connect, by whatever module, is seen below all of them and goes nowhere but to the test's own
// server.
import dns from 'node:dns';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';

// Nothing listens there.
const NOWHERE = 1;

let names = {};
let allowed = {};
let connections = [];
let lookups = [];
let aheadMs = 0;

const realNow = Date.now.bind(Date);
Date.now = () => realNow() + aheadMs;

/** The addresses of a name: the first answer, then the second, and the last one from then on. */
function resolve(name) {
	const asked = lookups.filter((each) => each === name).length;
	lookups.push(name);
	const answers = names[name] ?? names['*'] ?? [[]];
	const addresses = answers[Math.min(asked, answers.length - 1)];
	return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
}

function answer(name, options) {
	const found = resolve(name);
	if (found.length === 0)
		throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
	return options?.all ? found : found[0];
}

dns.promises.lookup = async (name, options) => answer(name, options);
dns.lookup = (name, ...rest) => {
	const [options, callback] = rest.length > 1 ? rest : [{}, rest[0]];
	let found;
	try {
		found = answer(name, options);
	} catch (error) {
		process.nextTick(callback, error);
		return;
	}
	if (options?.all) process.nextTick(callback, null, found);
	else process.nextTick(callback, null, found.address, found.family);
};
syncBuiltinESMExports();

// Deprecated, but nothing else is below net, tls, http and fetch alike.
process.noDeprecation = true;
const { TCP } = process.binding('tcp_wrap');
for (const [method, here] of [
	['connect', '127.0.0.1'],
	['connect6', '::ffff:127.0.0.1'],
]) {
	const connect = TCP.prototype[method];
	TCP.prototype[method] = function (request, address, port, ...rest) {
		const to = `${address} ${port}`;
		connections.push(to);
		return connect.call(this, request, here, allowed[to] ?? NOWHERE, ...rest);
	};
}

const load = createRequire(join(process.cwd(), 'package.json'));
const { handler } = load('./zapierwrapper.js');

process.on('message', async ({ id, event, world }) => {
	names = world.names ?? {};
	allowed = world.allowed ?? {};
	aheadMs = world.aheadMs ?? 0;
	connections = [];
	lookups = [];
	const logs = [];
	const customLogger = (message, data) => logs.push({ message, data });
	let told;
	try {
		const { results } = await handler({ ...event, customLogger }, {});
		told = { results };
	} catch (error) {
		told = { error: { name: error.name, message: error.message } };
	}
	process.send({ id, ...told, connections, lookups, logs, rss: process.memoryUsage().rss });
});
// The wrapper has loaded Zapier's core, and loads the app with the first event.
process.send({ rss: process.memoryUsage().rss });
