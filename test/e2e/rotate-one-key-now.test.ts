import type { Rest } from '../../scripts/n8n/rest';
import { filledIn } from '../../demo/play/workflow';
import { sharedN8n, template } from './n8n';
import { CREDENTIAL, itemsOf, openWorld, registerKey, saveCredential, withCredential } from './world';

let world: Awaited<ReturnType<typeof openWorld>>;
let n8n: Rest;
beforeAll(async () => {
	world = await openWorld();
	n8n = await sharedN8n();
});
afterAll(() => world.close());

describe('Test of the vault credential', () => {
	const test = (changed: object = {}) =>
		n8n.testCredential(CREDENTIAL, 'Team vault', { ...world.settings, ...changed });

	it('is green for the login that the policy was made for', async () => {
		expect(await test()).toMatchObject({ status: 'OK' });
	});

	it('is red for a wrong secret ID, and does not repeat it', async () => {
		const secretId = 'b7e9c1d2-0000-4000-8000-ffeeddccbbaa';
		const answer = await test({ secretId });
		expect(answer.status).toBe('Error');
		expect(answer.message.length).toBeGreaterThan(10);
		expect(JSON.stringify(answer)).not.toContain(secretId);
	});

	it('is red while the vault is sealed, and green again afterwards', async () => {
		const { knobs } = world.stage.vault.vault;
		knobs.sealed = true;
		const sealed = await test();
		knobs.sealed = false;
		expect(sealed.status).toBe('Error');
		expect(await test()).toMatchObject({ status: 'OK' });
	});
});

it('*Rotate one key now* goes to the end: the old key is dead, the new one is in the vault', async () => {
	const name = 'one-now.dev';
	const old = await world.makeKey(name);
	const stored = await saveCredential(n8n, world);
	await registerKey(n8n, world, stored, name);
	const workflow = withCredential(filledIn(template('rotate-one-key-now'), name), stored);
	const done = await n8n.run(await n8n.createWorkflow(workflow), 'Start by Hand', 120_000);

	expect(done.status).toBe('success');
	expect(done.lastNode).toBe('Say How It Ended');
	expect(itemsOf(done, 'Say How It Ended')).toMatchObject([{ key: name, light: 'green' }]);
	expect(world.atProvider(old.id)?.deletedMs).not.toBeNull();
	const living = world.stage.provider.provider.state.keys.filter(({ deletedMs }) => deletedMs === null);
	expect(living).toHaveLength(1);
}, 180_000);
