import { connect } from 'node:net';

import { decodeMessage, encodeQuestion } from '../../core/dns/wire/message';
import { RCODE, TYPE } from '../../core/dns/wire/types';
import { askBytes } from './dns/ask';

const LIMIT_MS = 2_000;

/** How a server of each kind shows that it takes requests. */
const asks: Readonly<Record<string, (url: URL) => Promise<boolean>>> = {
	'http:': async (url) => {
		const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(LIMIT_MS) });
		await answer.arrayBuffer();
		return answer.status === 200;
	},
	// A server that answers nobody without a credential is up when it answers at all.
	'any+http:': async ({ host }) => {
		const answer = await fetch(`http://${host}/`, {
			redirect: 'manual',
			signal: AbortSignal.timeout(LIMIT_MS),
		});
		await answer.arrayBuffer();
		return answer.status < 500;
	},
	'dns:': async ({ hostname, port, pathname }) => {
		// An address with the path `/.` is one with `/`.
		const query = encodeQuestion({ name: pathname.slice(1) || '.', type: TYPE.SOA });
		const answer = decodeMessage(await askBytes({ host: hostname, port: Number(port) }, query, LIMIT_MS));
		return answer.rcode === RCODE.NOERROR && answer.answer.length > 0;
	},
	'redis:': ({ hostname, port }) =>
		new Promise((resolve, reject) => {
			const socket = connect(Number(port), hostname, () => socket.write('PING\r\n'));
			socket.setTimeout(LIMIT_MS, () => socket.destroy(new Error('no answer')));
			socket.once('data', (answer) => {
				socket.destroy();
				resolve(answer.toString().startsWith('+PONG'));
			});
			socket.once('error', reject);
		}),
};

/**
 * Whether the server at the address answers, and well: an HTTP one with 200 (as `any+http`, with anything but a failure), Redis with PONG, a DNS one with the SOA of
 * the zone that the path names.
 */
export async function isReady(url: string): Promise<boolean> {
	const { protocol } = new URL(url);
	const ask = asks[protocol];
	if (ask === undefined) throw new Error(`nothing is known of servers at ${protocol}`);
	return await ask(new URL(url)).catch(() => false);
}
