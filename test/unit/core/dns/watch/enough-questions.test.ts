import { lookAtZone } from '../../../../../core/dns/watch/look';
import { dohAnswer, ENDPOINTS } from '../../../../fakes/dns/internet';
import { signedWorld } from '../../../../fakes/dns/signed/world';
import { kept, NOW } from '../../../../fakes/dns/whole-check';

const APP = 'app.example.co.uk.';

test('all that is watched of a name within a zone below a long ending is seen', async () => {
	const lines = kept().map((line) => line.replaceAll('example.tld.', APP));
	const world = signedWorld({
		zones: [
			{ name: '.' },
			{ name: 'uk.' },
			{ name: 'co.uk.' },
			{ name: 'example.co.uk.', records: [...lines.slice(3), `_mta-sts.${APP} TXT "v=STSv1; id=1"`] },
		],
	});
	const read = await lookAtZone(
		APP,
		{
			http: (request) =>
				ENDPOINTS.some(({ url }) => request.url.startsWith(url))
					? Promise.resolve(dohAnswer(world, request))
					: Promise.reject(new Error('nobody is there')),
			clock: { now: () => NOW * 1_000, monotonic: () => 0, sleep: () => Promise.resolve() },
			random: (bytes) => new Uint8Array(bytes),
			actor: 'test',
		},
		{ endpoints: ENDPOINTS, anchors: world.anchors },
	);
	const { seen, unseen } = read({});
	expect(unseen.map(({ type }) => type).filter((type) => !type.includes('regist'))).toEqual([]);
	expect(seen['mtaSts']?.values).toEqual(['v=STSv1; id=1']);
});
