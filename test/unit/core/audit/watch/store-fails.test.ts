import { ORIGIN, withBucket } from '../../../../fakes/audit/bucket';
import { receiver } from '../../../../fakes/audit/receiver';

const DAY = 86_400_000;

it.each([503, 403])('a log’s store that answers %i is no reason to see nothing else', async (status) => {
	const { scene, choice } = await withBucket();
	await (await scene.open()).beginLog(choice);
	scene.host.services[ORIGIN] = () => ({ status, headers: {}, body: '' });
	scene.time.pass(200 * DAY);
	const { look } = await receiver(scene);
	expect((await look()).alerts.map(({ rule }) => rule)).toContain('R7-OVERDUE');
});
