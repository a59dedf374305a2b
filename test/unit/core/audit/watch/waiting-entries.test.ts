import { receiver } from '../../../../fakes/audit/receiver';
import { auditedVault } from '../../../../fakes/audit/vault-trail';
import { KEY, Scene, VAULT } from '../../../../fakes/scene';

const MINUTE = 60_000;

/** A rotation that published its value, while the vault took nothing into its audit folder. */
async function cutOff() {
	const scene = await Scene.registered();
	const { receive } = await receiver(scene);
	const lines = auditedVault(scene.host, VAULT);
	let refusesEntries = true;
	const { prefix } = scene.corner;
	scene.host.between = (request, service) =>
		refusesEntries && request.method === 'POST' && request.path.includes(`/${prefix}/audit/`)
			? { status: 503, headers: {}, body: '{}' }
			: service(request);
	const keyturn = await scene.open();
	for (let run = 0; run < 3; run++) {
		await keyturn.rotate(KEY).catch(() => undefined);
		scene.time.pass(2 * MINUTE);
	}
	refusesEntries = false;
	expect(lines.join('\n')).toContain(`"update","path":"secret/data/${prefix}/values/${KEY}"`);
	scene.time.pass(30 * MINUTE);

	/** What *Receive* says when the vault's device sends all that it saw. */
	const received = async () => await receive(lines);
	return { received, scene, keyturn };
}

it('what a cut-off run did is not told as a stranger’s deed: its entries wait in its document', async () => {
	const { received, scene, keyturn } = await cutOff();
	const first = await received();
	expect(first.findings).toEqual([]);
	expect(first.alerts.filter(({ rule }) => rule === 'R9-DIFFER')).toEqual([]);
	await scene.until(keyturn, 'up to date');
	const second = await received();
	expect(second.findings).toEqual([]);
	expect(second.alerts.filter(({ rule }) => rule === 'R9-DIFFER')).toEqual([]);
}, 30_000);
