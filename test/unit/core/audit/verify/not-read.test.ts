import type { HttpResponse } from '../../../../../core/ports';
import { ORIGIN, withBucket } from '../../../../fakes/audit/bucket';
import { verdictRow } from '../../../../../zapier-app/src/outputs/verdict';

const none: HttpResponse = { status: 0, headers: {}, body: '' };
const given = { pinned: [], outside: '' };

/** A log in a bucket, which from now on answers every question so. */
async function failing(answer: HttpResponse) {
	const { scene, choice } = await withBucket();
	const { keys, checkpoint } = await (await scene.open()).beginLog(choice);
	scene.host.services[ORIGIN] = () => answer;
	return { scene, good: { pinned: keys, outside: checkpoint } };
}

describe.each([
	['fails', { ...none, status: 503 }, /503|failed/i],
	['takes its key no more', { ...none, status: 403 }, /403/],
	['has the bucket no more', { ...none, status: 404, body: '<Code>NoSuchBucket</Code>' }, /no such bucket/],
	['gives no answer', none, /no answer|not reached|answer/i],
])('a store that %s', (_, answer, why) => {
	it('ends Verify with a verdict that claims nothing, and says why', async () => {
		const { scene, good } = await failing(answer);
		const keyturn = await scene.open();
		for (const verdict of [await keyturn.verifyLog(good), await keyturn.verifyLogAsItIs(good)]) {
			expect(verdict).toMatchObject({ light: 'yellow', exitCode: 7 });
			expect(verdict.sentence).toMatch(why);
			expect(verdict.sentence).toMatch(/^Nothing can be said of the log: .* nothing is proved\.$/);
			expect(verdict.next).not.toBe('');
			expect(verdictRow(verdict)).toMatchObject({
				files: 'could not be read',
				signature: 'not judged',
				anchor: 'not judged',
			});
		}
	});

	it('is no reason to take what was given for good', async () => {
		const { scene } = await failing(answer);
		const keyturn = await scene.open();
		await expect(keyturn.verifyLog({ ...given, pinned: ['nonsense'] })).rejects.toMatchObject({
			code: 'BAD_INPUT',
			where: 'pinned key',
		});
	});
});

it('a signing key that is gone ends Verify so as well', async () => {
	const { scene, choice } = await withBucket();
	await (await scene.open()).beginLog(choice);
	const { secrets } = scene.vault.state.namespaces['']!.mounts['secret/']!;
	delete secrets[`/${scene.corner.prefix}/system/log-key-1`];
	await (await scene.open()).appendEvent({ event: 'x', subject: 'y', facts: {}, by: 'Ann' });
	expect(await (await scene.open()).verifyLog(given)).toMatchObject({
		light: 'yellow',
		exitCode: 7,
		sentence: expect.stringContaining('its signing key is gone from the vault'),
		next: expect.stringContaining('“If the key is lost”'),
	});
});

it('a log that is not begun is no verdict', async () => {
	const { scene } = await withBucket();
	await expect((await scene.open()).verifyLogAsItIs(given)).rejects.toMatchObject({ code: 'NOT_NOW' });
});
