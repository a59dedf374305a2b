import { createServer, request as httpsRequest } from 'node:https';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Resolved, Wire } from '../../zapier-app/src/http/guarded';
import { certificateFor } from './certificate';

export const NAME = 'vault.example.com';
/** An address of the internet, which nothing here is ever sent to. */
export const PUBLIC: Resolved = { address: '93.184.215.14', family: 4 };

/**
 * A TLS server on loopback that poses as `NAME` on the internet: the client under test resolves, checks, and asks for a
 * connection to what it checked; only the last step, the socket, is led here instead.
 */
export async function openWire(listener: RequestListener, certified = NAME) {
	const { key, cert } = certificateFor([certified]);
	const servernames: string[] = [];
	const server = createServer(
		{
			key,
			cert,
			SNICallback: (name, done) => {
				servernames.push(name);
				done(null);
			},
		},
		listener,
	);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const resolved: string[] = [];
	const asked: string[][] = [];
	/** What each look-up of a name gives, the last one again and again. */
	const answers: (readonly Resolved[])[] = [[PUBLIC]];

	const wire: Wire = {
		resolve: (name) => {
			resolved.push(name);
			return Promise.resolve((answers.length > 1 ? answers.shift() : answers[0]) ?? []);
		},
		request: (url, options, answered) =>
			httpsRequest(
				url,
				{
					ca: cert,
					...options,
					lookup: (name, how, callback) => {
						if (options.lookup === undefined) throw new Error('the client has no look-up of its own');
						options.lookup(name, { ...how, all: true }, (error, addresses) => {
							asked.push((addresses as Resolved[]).map(({ address }) => address));
							if (how.all === true) callback(error, [{ address: '127.0.0.1', family: 4 }]);
							else callback(error, '127.0.0.1', 4);
						});
					},
				},
				answered,
			),
	};

	return {
		wire,
		/** The server's address, by the name that it poses as. */
		origin: `https://${NAME}:${port}`,
		/** Names that were looked up. */
		resolved,
		/** The addresses that each connection was to be made to. */
		asked,
		/** The names by which TLS asked. */
		servernames,
		answers,
		close: () =>
			new Promise<void>((resolve) => {
				server.close(() => {
					resolve();
				});
				server.closeAllConnections();
			}),
	};
}
