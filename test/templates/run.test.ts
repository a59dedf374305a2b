import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CREDENTIAL, startWorld, type World } from '../engine/world';
import { named, registerParameters, runNode } from '../engine/workflows';
import { filledIn } from './files';

// n8n's Wait node loads it for its forms, which no template uses; it is an ES module inside, which Jest cannot load.
jest.mock('sanitize-html', () => jest.fn());

let folder = '';
let world: World;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'keyturn-templates-'));
	world = await startWorld({ folder });
});
afterAll(async () => {
	await world.close();
	rmSync(folder, { recursive: true });
});

const keysNamed = () => world.provider.provider.state.keys;
const oneKey = (key: string) =>
	filledIn('rotate-one-key-now.json', CREDENTIAL, { 'Rotate Key': { key: named(key) } });

/** A key that a person made and put into the vault, taken into care. */
async function adopt(name: string): Promise<{ id: string; value: string }> {
	const response = await fetch(`${world.provider.url}/v1/keys`, {
		method: 'POST',
		headers: { authorization: `Bearer ${world.provider.adminKey}` },
		body: JSON.stringify({ name, scopes: ['work'] }),
	});
	const made = (await response.json()) as { id: string; value: string };
	await world.allowKey(name);
	await world.put(`values/${name}`, made.value);
	const registered = await runNode(world, registerParameters(world, name));
	expect(registered.error).toBeUndefined();
	return made;
}

test('Rotate one key now waits and goes on by itself until the old key is dead', async () => {
	const old = await adopt('now.dev');
	const done = await world.n8n.run(oneKey('now.dev'));
	expect(done.run.data.resultData.error).toBeUndefined();
	expect(done.run.status).toBe('success');
	console.log(done.order, done.items('Say How It Ended'));
	expect(done.items('Say How It Ended').map(({ json }) => json)).toEqual([
		expect.objectContaining({ key: 'now.dev', light: 'green', next: '' }),
	]);
	const value = await world.read('values/now.dev');
	expect(value).not.toBe(old.value);
	expect(keysNamed().find(({ id }) => id === old.id)?.deadFromMs).not.toBeNull();
}, 90_000);
