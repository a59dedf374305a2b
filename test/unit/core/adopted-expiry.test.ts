import { KEY, PROVIDER, World } from '../../simulation/world';
import { openKeyturn } from '../../../core/keyturn';
import { vaults } from '../../../core/vaults';
import type { Host } from '../../../core/ports';
import { plainRequest, VAULT } from '../../simulation/world';

const NOW = Date.UTC(2026, 10, 23);
const DAY_MS = 86_400_000;

async function dueAfter(expiresInDays: number | null): Promise<number> {
	let count = 0;
	const random = (bytes: number) =>
		Uint8Array.from({ length: bytes }, () => (count = (count * 73 + 11) & 255));
	const world = new World(() => NOW, random);
	const key = world.handMade(
		'made by hand',
		['work'],
		expiresInDays === null ? null : expiresInDays * 86_400,
	);
	world.placeKey(KEY, key.value);
	const host: Host = {
		http: (request) => Promise.resolve(world.answer(new URL(request.url).origin, plainRequest(request))),
		clock: { now: () => NOW, monotonic: () => NOW, sleep: () => Promise.resolve() },
		random,
		actor: 'test',
	};
	const vault = vaults.hashicorp.open({ address: VAULT, login: 'approle', ...world.login }, host);
	const { dueAt } = await openKeyturn(host, vault).register({
		name: KEY,
		app: 'Summariser',
		owner: 'Ann',
		risk: 'normal',
		provider: 'dev',
		providerSettings: { address: PROVIDER },
		admin: 'dev',
	});
	return Math.round((Date.parse(dueAt) - NOW) / DAY_MS);
}

describe('an adopted key', () => {
	it('is due a cadence from now when it does not expire', async () => {
		expect(await dueAfter(null)).toBe(90);
	});

	it('is due before it expires, with time for the grace', async () => {
		expect(await dueAfter(10)).toBe(7);
	});

	it('is due at once when there is no more time than that', async () => {
		expect(await dueAfter(1)).toBe(0);
	});
});
