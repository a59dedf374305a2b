import { openKeyturn } from '../../../core/keyturn';
import type { Host } from '../../../core/ports';
import { vaults } from '../../../core/vaults';
import { bytesOf, chance } from '../../simulation/scheduler';
import { ADMIN_KEY, KEY, PROVIDER, VAULT, World, plainRequest } from '../../simulation/world';

/** A registered key that somebody has revoked by hand at the provider, as one does with a key that leaked. */
async function revokedByHand() {
	let now = Date.UTC(2026, 10, 23);
	const random = bytesOf(chance(73));
	const world = new World(() => now, random);
	const key = world.handMade('made by hand', ['work']);
	world.placeKey(KEY, key.value);
	const host: Host = {
		http: (request) => Promise.resolve(world.answer(new URL(request.url).origin, plainRequest(request))),
		clock: { now: () => now, monotonic: () => now, sleep: (ms) => Promise.resolve(void (now += ms)) },
		random,
		actor: 'test',
	};
	const keyturn = () =>
		openKeyturn(host, vaults.hashicorp.open({ address: VAULT, login: 'approle', ...world.login }, host));
	await keyturn().register({
		name: KEY,
		app: 'Summariser',
		owner: 'Ann',
		risk: 'normal',
		provider: 'dev',
		providerSettings: { address: PROVIDER },
		admin: 'dev',
		cacheSeconds: 0,
		delaySeconds: 1,
	});
	world.provider.handle({
		method: 'DELETE',
		path: `/v1/keys/${key.id}`,
		query: {},
		headers: { authorization: `Bearer ${ADMIN_KEY}` },
		body: '',
	});
	return { world, keyturn, wait: (ms: number) => void (now += ms) };
}

describe('a key that was revoked by hand', () => {
	it('is not rotated as planned: what it may do cannot be seen', async () => {
		const { keyturn } = await revokedByHand();
		await expect(keyturn().rotate(KEY)).rejects.toMatchObject({ code: 'NOT_LISTED' });
	});

	it('is replaced in an emergency, by a key that may do what it could', async () => {
		const { world, keyturn, wait } = await revokedByHand();
		let seen = await keyturn().rotate(KEY, { kind: 'emergency', confirmedBy: 'Ann', leaked: 'in use' });
		for (let runs = 0; runs < 6 && seen.status !== 'up to date'; runs++) {
			wait(60_000);
			seen = await keyturn().rotate(KEY);
		}
		expect(seen).toMatchObject({ status: 'up to date', light: 'green', notProvedDead: 0 });
		const living = world.provider.state.keys.filter(({ deletedMs }) => deletedMs === null);
		expect(living.map(({ id, scopes }) => ({ id, scopes }))).toEqual([{ id: seen.keyId, scopes: ['work'] }]);
	});
});
