import { providers } from '../../../core/providers';
import type { Provider, ProviderDriver } from '../../../core/providers/provider';
import { NO_OWNER } from '../../../core/operations/register-warnings';
import { targets } from '../../../core/targets';
import { PROVIDER, Scene } from '../../fakes/scene';

/** The dev provider, whose check does not tell which key it was shown. */
const silent: ProviderDriver = {
	...providers.dev,
	promises: { ...providers.dev.promises, identity: false },
	open: (settings, admin, host): Provider => {
		const provider = providers.dev.open(settings, admin, host);
		return {
			...provider,
			probe: async (value) => ({ ...(await provider.probe(value)), keyId: null }),
		};
	},
};

async function registering(keyId: (made: string) => string | undefined) {
	const scene = await Scene.begin();
	const made = await scene.handMade();
	const keyturn = await scene.open({}, { drivers: { providers: { ...providers, dev: silent }, targets } });
	const before = scene.state();
	const id = keyId(made.id);
	const told = await keyturn.registerDryRun(scene.registration(id === undefined ? {} : { keyId: id }));
	expect(scene.state()).toEqual(before);
	return { made, told };
}

describe('where the provider does not tell which key the vault holds', () => {
	it('the dry run shows the name of the key that a person says it is, and that it will be revoked', async () => {
		const { made, told } = await registering((id) => id);
		expect(told).toMatchObject({ possible: true, light: 'yellow' });
		expect(told.warnings.join()).toContain(`Key ID ${made.id} is the key called “by hand for`);
		expect(told.warnings.join()).toContain('revoked at the next rotation');
	});

	it.each([
		['nobody says which', () => undefined, 'does not tell which key'],
		['an id is named that is not there', () => 'no-such-id', 'does not list the key'],
	])('it says no when %s', async (_what, keyId, words) => {
		const { told } = await registering(keyId);
		expect(told).toMatchObject({ possible: false, light: 'red' });
		expect(told.sentence).toContain(words);
		expect(told.next).toContain('Key ID');
	});
});

it.each([
	[false, 'yellow', 1],
	[true, 'green', 0],
])('where keys are found by their names: %s, the dry run is %s', async (listsByName, light, warnings) => {
	const scene = await Scene.begin();
	await scene.handMade();
	const dev: ProviderDriver = { ...providers.dev, promises: { ...providers.dev.promises, listsByName } };
	const keyturn = await scene.open({}, { drivers: { providers: { ...providers, dev }, targets } });
	const told = await keyturn.registerDryRun(scene.registration());
	expect(told).toMatchObject({ possible: true, light });
	expect(told.warnings.filter((each) => each.includes('a key may be left over there'))).toHaveLength(
		warnings,
	);
});

it('a provider at which a person makes each key is not warned of: no request for one is sent there', async () => {
	const scene = await Scene.begin();
	await scene.handMade();
	const providerSettings = { createPage: `${PROVIDER}/new`, probeUrl: `${PROVIDER}/v1/whoami` };
	const told = await (
		await scene.open()
	).registerDryRun(scene.registration({ provider: 'manual', admin: '', providerSettings }));
	expect(told.possible).toBe(true);
	expect(told.warnings.join()).not.toContain('left over');
});

describe('where nobody is named as the owner', () => {
	it.each([
		[NO_OWNER, 'yellow', 1],
		['marketing@example.com', 'green', 0],
	])('%s: the dry run is %s', async (owner, light, warnings) => {
		const scene = await Scene.begin();
		await scene.handMade();
		const told = await (await scene.open()).registerDryRun(scene.registration({ owner }));
		expect(told).toMatchObject({ possible: true, light });
		expect(told.warnings.filter((each) => each.includes('No owner is named'))).toHaveLength(warnings);
	});
});
