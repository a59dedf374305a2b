import { CREDENTIAL, startWorld, type World } from '../engine/world';
import { named, registerParameters, runNode } from '../engine/workflows';
import { filledIn } from './files';

// n8n's Wait node loads it for its forms, which no template uses; it is an ES module inside, which Jest cannot load.
jest.mock('sanitize-html', () => jest.fn());

let world: World;
beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());

const keys = () => world.provider.provider.state.keys;
const oneKey = (key: string) =>
	filledIn('rotate-one-key-now.json', CREDENTIAL, { 'Rotate Key': { key: named(key) } });

/** A key that a person made and put into the vault, taken into care. */
async function adopt(name: string): Promise<{ id: string; value: string }> {
	const made = await world.handMade(name);
	const registered = await runNode(world, registerParameters(world, name));
	expect(registered.error).toBeUndefined();
	return made;
}

describe('Rotate one key now', () => {
	test('waits and goes on by itself until the old key is dead', async () => {
		const old = await adopt('now.dev');
		const done = await world.n8n.run(oneKey('now.dev'));
		expect(done.run.data.resultData.error).toBeUndefined();
		expect(done.run.status).toBe('success');
		expect(done.items('Say How It Ended').map(({ json }) => json)).toEqual([
			{
				key: 'now.dev',
				light: 'green',
				sentence: expect.stringContaining('up to date'),
				proof: expect.stringContaining('refuses the old key'),
				next: '',
			},
		]);
		expect(done.order.filter((name) => name === 'Wait Until It Can Go On').length).toBeGreaterThan(1);
		expect(await world.read('values/now.dev')).not.toBe(old.value);
		expect(keys().find(({ id }) => id === old.id)?.deletedMs).not.toBeNull();
		expect(keys().filter(({ deletedMs }) => deletedMs === null)).toHaveLength(1);
	}, 90_000);

	test('goes on after the server failed in the midst of it', async () => {
		await adopt('shaken.dev');
		let broken = 0;
		const done = await world.n8n.run(oneKey('shaken.dev'), {
			onNode: (name) => {
				if (name !== 'Is It Under Way?' || broken++ > 0) return;
				world.vault.vault.knobs.sealed = true;
				setTimeout(() => (world.vault.vault.knobs.sealed = false), 4_500);
			},
		});
		expect(done.items('Say How It Ended').map(({ json }) => json)).toEqual([
			expect.objectContaining({ key: 'shaken.dev', light: 'green' }),
		]);
	}, 90_000);

	test('says what is in the way when it cannot begin', async () => {
		await adopt('blocked.dev');
		await world.allow('values/blocked.dev', 'https://elsewhere.example.com');
		const before = keys().length;
		const done = await world.n8n.run(oneKey('blocked.dev'));
		expect(done.run.status).toBe('success');
		expect(done.items('Say What Is in the Way').map(({ json }) => json)).toEqual([
			{
				light: 'red',
				sentence: expect.stringContaining('https://elsewhere.example.com'),
				message: expect.stringContaining(
					'adds it to the entry’s allowed origins: the custom metadata keyturn-origins',
				),
			},
		]);
		expect(keys()).toHaveLength(before);
	}, 30_000);
});

describe('Rotate due keys every night', () => {
	const nightly = () => filledIn('rotate-due-keys-every-night.json', CREDENTIAL, {});

	test('writes one message, and one more with the next click for what needs a person', async () => {
		await world.allowKey('night.dev');
		expect((await runNode(world, registerParameters(world, 'night.dev'))).error).toBeUndefined();
		expect((await runNode(world, registerParameters(world, 'broken.dev'))).error?.message).toContain(
			'no origin',
		);
		await world.allowKey('broken.dev');
		expect((await runNode(world, registerParameters(world, 'broken.dev'))).error).toBeUndefined();
		await world.allow('values/broken.dev', 'https://elsewhere.example.com');

		// A key that was never issued is due at once; the vault's time has whole seconds.
		await new Promise((resolve) => setTimeout(resolve, 2_200));
		for (const startAt of ['Every Night at 2:15', 'Start by Hand']) {
			const done = await world.n8n.run(nightly(), { startAt, mode: 'trigger' });
			expect(done.run.data.resultData.error).toBeUndefined();
			expect(done.items('Write the Result').map(({ json }) => json['text'])).toEqual([
				expect.stringMatching(/^Keyturn, last night:\n(.*\n)*night\.dev: /),
			]);
			expect(done.items('Write What to Do').map(({ json }) => json['text'])).toEqual([
				expect.stringMatching(/^Keyturn needs you:\n(.*\n)*broken\.dev: .*Next: If the address is right/),
			]);
		}
		const { json } = await runNode(world, {
			resource: 'key',
			operation: 'getStatus',
			key: named('night.dev'),
		});
		expect(json[0]).toMatchObject({ sweeps: 'nightly workflow active' });
	}, 60_000);

	test('says so when the vault cannot be used', async () => {
		world.vault.vault.knobs.sealed = true;
		const done = await world.n8n.run(nightly(), { startAt: 'Start by Hand' });
		world.vault.vault.knobs.sealed = false;
		expect(done.run.status).toBe('success');
		expect(done.items('Write What Stopped It').map(({ json }) => json['text'])).toEqual([
			expect.stringMatching(/sealed.*Ask whoever runs the vault/),
		]);
	});
});
