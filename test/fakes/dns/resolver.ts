import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dohAnswer } from './internet';
import type { Edit, World } from './signed/world';

/** A resolver on loopback that answers DNS over HTTP out of a world of zones. `edit` is what it changes of the truth. */
export async function startResolver(zones: () => World, edit?: Edit) {
	const server = createServer(({ url = '' }, response) => {
		resolver.asked++;
		const request = { method: 'GET', headers: {}, timeoutMs: 0, maxBytes: 0 } as const;
		const { status, headers, body } = dohAnswer(zones(), { ...request, url: `http://x${url}` }, edit);
		response.writeHead(status, { ...headers }).end(Buffer.from(body, 'latin1'));
	});
	const resolver = {
		url: '',
		/** How many questions it was asked. */
		asked: 0,
		stop: () =>
			new Promise<void>((resolve) => {
				server.close(() => {
					resolve();
				});
				server.closeAllConnections();
			}),
	};
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	resolver.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/dns-query`;
	return resolver;
}
