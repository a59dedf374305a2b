import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveLoopback } from '../../demo/http/loopback';
import { liveAnswer, recordsIn, TOKEN } from '../fakes/dns/backup-scene';
import { fakeHosts } from '../fakes/dns/hosts';
import { exampleZone } from '../fakes/dns/hosts/example';
import { startWorld } from './world';

/** A vault with a DNS host's credential in it, that host with the zone example.org, and a resolver that knows the zone. */
export async function startZoneStage() {
	const world = await startWorld();
	const zones = [exampleZone()];
	const fake = fakeHosts.desec({
		origin: 'http://127.0.0.1',
		admin: TOKEN,
		zones,
		seesItself: false,
		mark: 'MARK',
	});
	const host = await serveLoopback(fake.handle);
	const resolver = createServer((request, response) => {
		const query = Object.fromEntries(new URL(request.url ?? '', 'http://x').searchParams);
		const { status, headers, body } = liveAnswer(recordsIn(zones[0]!), query);
		response.writeHead(status, { ...headers }).end(Buffer.from(body, 'latin1'));
	});
	await new Promise<void>((done) => resolver.listen(0, '127.0.0.1', done));
	const url = `http://127.0.0.1:${String((resolver.address() as AddressInfo).port)}/dns-query`;
	await world.put('admin/dns', TOKEN);
	await world.allow('admin/dns', host.url);
	return {
		world,
		zones,
		/** The node's options, so that it asks these servers. */
		options: { firstResolver: url, secondResolver: url, desecAddress: `${host.url}/api/v1` },
		async close() {
			resolver.close();
			await host.close();
			await world.close();
		},
	};
}

export type ZoneStage = Awaited<ReturnType<typeof startZoneStage>>;
