import dns from 'node:dns';
import { createServer } from 'node:http';
import { type AddressInfo, isIP } from 'node:net';
import type { HttpRequest } from '../../core/ports';
import { dohAnswer } from '../fakes/dns/internet';
import type { World } from '../fakes/dns/signed/world';

/**
 * A resolver on loopback that knows these zones, and no other way out: names that n8n would look up on the machine's
 * own network are refused and noted.
 */
export async function startInternet(zones: () => World) {
	const refused = new Set<string>();
	const lookup = dns.lookup as (...given: unknown[]) => unknown;
	const guard = jest.spyOn(dns, 'lookup').mockImplementation((name: string, ...rest: unknown[]) => {
		if (isIP(name) !== 0) return lookup(name, ...rest);
		refused.add(name);
		const done = rest.at(-1) as (error: Error) => void;
		process.nextTick(done, Object.assign(new Error('nothing is known here'), { code: 'ENOTFOUND' }));
		return undefined;
	});
	const internet = {
		url: '',
		/** How many questions the resolver was asked. */
		asked: 0,
		refused,
		close() {
			server.close();
			guard.mockRestore();
		},
	};
	const server = createServer((request, response) => {
		internet.asked++;
		const question = { url: `http://x${request.url ?? ''}` } as HttpRequest;
		const { status, headers, body } = dohAnswer(zones(), question);
		response.writeHead(status, headers).end(Buffer.from(body, 'latin1'));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	internet.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/dns-query`;
	return internet;
}

export type Internet = Awaited<ReturnType<typeof startInternet>>;
