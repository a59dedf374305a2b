import { ADMIN_KEY, KEY, PROVIDER, Scene } from '../../fakes/scene';
import { refusal } from '../../contract/provider-suite';

const HOUR_MS = 3_600_000;
const DAY_S = 86_400;

const lives = (expiresInDays: string) => ({
	providerSettings: { address: PROVIDER, scopes: 'work', expiresInDays },
});

/** The hours in which the vault holds a key that the provider refuses, with one sweep a night that is a little early. */
async function hoursWithout(scene: Scene, nights: number): Promise<number> {
	const keyturn = await scene.open();
	await keyturn.rotateDue(60_000);
	let without = 0;
	for (let hour = 1; hour <= nights * 24; hour++) {
		scene.time.pass(HOUR_MS - 42);
		const { json } = await scene.corner.root('GET', `secret/data/${scene.corner.prefix}/values/${KEY}`);
		const { value } = (json as { data: { data: { value: string } } }).data.data;
		const headers = { authorization: `Bearer ${value}` };
		const answer = scene.provider.handle({ method: 'GET', path: '/v1/whoami', query: {}, headers, body: '' });
		if (answer.status !== 200) without += 1;
		if (hour % 24 === 0) await keyturn.rotateDue(60_000);
	}
	return without;
}

describe('keys with a short life, rotated by nightly runs alone', () => {
	it.each([
		[0.01, 0, 3],
		[23, 0, 3],
		[24, 300, 4],
		[48, 0, 5],
		[1, 90_000, 4],
		[24, 172_800, 6],
	])(
		'with a grace of %d h and a watch of %d s, one that lives for %d days is never missing, and a shorter one is refused',
		async (graceHours, observeSeconds, days) => {
			const scene = await Scene.begin();
			const keyturn = await scene.open();
			const waits = { graceHours, observeSeconds, cacheSeconds: 5 };
			const shorter = scene.registration({ ...waits, ...lives(String(days - 1)) });
			for (const refused of [() => keyturn.register(shorter), () => keyturn.registerDryRun(shorter)]) {
				const error = await refusal(refused);
				expect(error).toMatchObject({ code: 'BAD_INPUT', where: 'Expires After (Days)' });
				expect(error.message).toContain(`use at least ${days}:`);
			}
			await keyturn.register(scene.registration({ ...waits, ...lives(String(days)) }));
			expect(await hoursWithout(scene, 30)).toBe(0);
		},
	);

	it.each([
		[1, 'live for 1 day,'],
		[3.9, 'live for 3.9 days,'],
		[4, null],
		[null, null],
	])('an adopted key that was made for %j days: the dry run says %j', async (days, said) => {
		const scene = await Scene.begin();
		const life = days === null ? {} : { expiresInSeconds: days * DAY_S };
		const { body } = scene.provider.handle({
			method: 'POST',
			path: '/v1/keys',
			query: {},
			headers: { authorization: `Bearer ${ADMIN_KEY}` },
			body: JSON.stringify({ name: 'by hand', scopes: ['work'], ...life }),
		});
		await scene.corner.write(`values/${KEY}`, { value: (JSON.parse(body) as { value: string }).value });
		const keyturn = await scene.open();
		const before = await keyturn.registerDryRun(scene.registration());
		await keyturn.register(scene.registration());
		for (const { possible, warnings } of [before, await keyturn.dryRun(KEY, 'planned')]) {
			expect(possible).toBe(true);
			if (said === null) expect(warnings.join()).not.toContain('to live for');
			else expect(warnings.join()).toMatch(new RegExp(`made to ${said}.*at least 4 days`));
		}
	});
});
