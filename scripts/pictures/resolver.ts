import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ENDPOINTS, dohAnswer } from '../../test/fakes/dns/internet';
import type { World } from '../../test/fakes/dns/signed/world';

/** A resolver on loopback that answers DNS over HTTP out of a world of zones. */
export async function startResolver(world: World): Promise<{ url: string; stop(): Promise<void> }> {
	const server = createServer(({ url = '' }, response) => {
		const { status, headers, body } = dohAnswer(world, {
			method: 'GET',
			url: new URL(url, ENDPOINTS[0].url).href,
			headers: {},
			timeoutMs: 0,
			maxBytes: 0,
		});
		response.writeHead(status, { ...headers }).end(Buffer.from(body, 'latin1'));
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${String(port)}/dns-query`,
		stop: () =>
			new Promise((done) => {
				server.close(() => done());
				server.closeAllConnections();
			}),
	};
}
