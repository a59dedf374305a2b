import { kinds } from '../../../../../core/dns/watch/kinds';
import { lookAtZone } from '../../../../../core/dns/watch/look';
import type { Host } from '../../../../../core/ports';
import { ENDPOINTS, dohAnswer } from '../../../../fakes/dns/internet';
import { type World, signedWorld } from '../../../../fakes/dns/signed/world';
import { DOMAIN, NOW, kept } from '../../../../fakes/dns/whole-check';

const at = (domain: string) => kept().map((line) => line.replaceAll(DOMAIN, domain));
const worldOf = (domain: string, more: readonly string[] = [], signed = true): World => {
	const labels = domain.split('.').slice(0, -1);
	const above = labels.map((_, index) => `${labels.slice(index + 1).join('.')}.`).reverse();
	return signedWorld({
		zones: [...above.map((name) => ({ name })), { name: domain, signed, records: [...at(domain), ...more] }],
	});
};

/** What of the DNS one look at a watched domain could not see, and why. */
async function unseen(world: World, domain: string): Promise<string[]> {
	const host: Host = {
		http: (request) =>
			Promise.resolve(
				/\/\/(?:first|second)\.test/.test(request.url)
					? dohAnswer(world, request)
					: { status: 503, headers: {}, body: '' },
			),
		clock: { now: () => NOW * 1_000, monotonic: () => 0, sleep: () => Promise.resolve() },
		random: (bytes) => new Uint8Array(bytes),
		actor: 'test',
	};
	const read = await lookAtZone(domain, host, { endpoints: ENDPOINTS, anchors: world.anchors });
	return read({})
		.unseen.filter(({ kind }) => kinds[kind].area === 'DNS')
		.map(({ type, name, why }) => `${type} ${name}: ${why}`);
}

test.each([
	['a domain', worldOf('example.tld.'), 'example.tld.'],
	['one below an ending of two labels', worldOf('example.co.uk.'), 'example.co.uk.'],
	['the same without signatures', worldOf('example.co.uk.', [], false), 'example.co.uk.'],
	['one below an ending of four labels', worldOf('example.pvt.k12.ma.us.'), 'example.pvt.k12.ma.us.'],
	[
		'a name within a zone below an ending of two labels',
		worldOf('example.co.uk.', at('app.example.co.uk.').slice(3)),
		'app.example.co.uk.',
	],
	[
		'the same below an ending of three',
		worldOf('example.act.edu.au.', at('app.example.act.edu.au.').slice(3)),
		'app.example.act.edu.au.',
	],
])('the questions are enough for all that is watched: %s', async (_what, world, domain) => {
	expect(await unseen(world, domain)).toEqual([]);
});
