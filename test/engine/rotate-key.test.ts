import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWorld, type World } from './world';
import { registerParameters, rotateParameters, runNode, named } from './workflows';

let folder = '';
let world: World;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'keyturn-engine-'));
	world = await startWorld({ folder });
});
afterAll(async () => {
	await world.close();
	rmSync(folder, { recursive: true });
});

const livingKeys = () => world.provider.provider.state.keys.filter((key) => key.deletedMs === null);

test('registers a key, issues it, and tells how it stands', async () => {
	await world.allowKey('first.dev');
	const registered = await runNode(world, registerParameters(world, 'first.dev'));
	expect(registered.error).toBeUndefined();
	expect(registered.json).toEqual([
		expect.objectContaining({ key: 'first.dev', light: 'yellow', status: 'never issued' }),
	]);
	const rotated = await runNode(world, rotateParameters('first.dev'));
	expect(rotated.error).toBeUndefined();
	console.log(rotated.json, livingKeys());
	const status = await runNode(world, { resource: 'key', operation: 'getStatus', key: named('first.dev') });
	console.log(status.json, status.error);
});
