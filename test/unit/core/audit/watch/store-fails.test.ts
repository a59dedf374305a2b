import { ORIGIN, withBucket } from '../../../../fakes/audit/bucket';
import { receiver, strangersLine } from '../../../../fakes/audit/receiver';
import { auditedVault } from '../../../../fakes/audit/vault-trail';
import { KEY, Scene, VAULT } from '../../../../fakes/scene';

const DAY = 86_400_000;

it.each([503, 403])('a log’s store that answers %i is no reason to see nothing else', async (status) => {
	const { scene, choice } = await withBucket();
	await (await scene.open()).beginLog(choice);
	scene.host.services[ORIGIN] = () => ({ status, headers: {}, body: '' });
	scene.time.pass(200 * DAY);
	const { look } = await receiver(scene);
	expect((await look()).alerts.map(({ rule }) => rule)).toContain('R7-OVERDUE');
});

it('while the log cannot be read, Keyturn’s own rotation is taken for nobody else’s; afterwards it is judged', async () => {
	const { scene, choice } = await withBucket();
	const keyturn = await scene.open();
	await keyturn.beginLog(choice);
	const { look, receive } = await receiver(scene);
	const lines = auditedVault(scene.host, VAULT);
	await receive([strangersLine('first', scene.time.now, 'secret/data/other')]);
	scene.time.pass(DAY / 24);
	const store = scene.host.services[ORIGIN]!;
	scene.host.services[ORIGIN] = () => ({ status: 503, headers: {}, body: '' });
	await scene.until(keyturn, 'up to date');
	const blind = [await receive(lines.splice(0))];
	for (let turn = 0; turn < 6; turn++) {
		scene.time.pass(DAY / 24);
		blind.push(await look());
	}
	scene.host.services[ORIGIN] = store;
	const seeing = [await look(), await receive([strangersLine('last', scene.time.now, 'secret/data/other')])];
	for (const { reconciled } of blind) expect(reconciled).toBe('not visible');
	const reports = [...blind, ...seeing];
	expect(reports.flatMap(({ findings }) => findings)).toEqual([]);
	const opened = reports.flatMap(({ alerts }) => alerts.map(({ rule }) => rule));
	for (const rule of ['R1', 'R11', 'R9-DIFFER']) expect(opened).not.toContain(rule);
});

it('a key that cannot be read is named, and is no reason not to look at the others', async () => {
	const scene = await Scene.registered();
	const { look } = await receiver(scene);
	const { secrets } = scene.vault.state.namespaces['']!.mounts['secret/']!;
	const folder = `/${scene.corner.prefix}/documents`;
	secrets[`${folder}/another.dev`] = secrets[`${folder}/${KEY}`]!;
	scene.time.pass(200 * DAY);
	const { alerts, notVisible } = await look();
	expect(alerts.map(({ rule, target }) => [rule, target])).toContainEqual(['R7-OVERDUE', KEY]);
	expect(notVisible).toContainEqual(expect.stringMatching(/^another\.dev: Document of /));
});
