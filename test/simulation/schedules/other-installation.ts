import type { Host } from '../../../core/ports';
import { open } from '../../../core/operations/context';
import { run } from '../../../core/operations/rotate';
import { vaults } from '../../../core/vaults';
import { chance } from '../scheduler';
import type { Scene } from '../setting';
import { drivers, registerOwn } from '../start';
import { PROVIDER, VAULT, World, plainRequest } from '../world';

/** Staging beside production: a vault of its own, the same key name, the same account at the provider. */
export async function otherInstallation({ world, scheduler, laws }: Scene): Promise<void> {
	const next = chance(7);
	const random = (bytes: number) => Uint8Array.from({ length: bytes }, () => Math.floor(next() * 256));
	const other = new World(() => scheduler.now, random, undefined, ['root']);
	const { id, value } = world.handMade('theirs');
	laws.foreign.add(id);
	const host: Host = {
		http: async (request) => {
			const { origin } = new URL(request.url);
			return (origin === PROVIDER ? world : other).answer(origin, plainRequest(request));
		},
		clock: { now: () => scheduler.now, monotonic: () => scheduler.now, sleep: () => Promise.resolve() },
		random,
		actor: 'staging',
	};
	const vault = vaults.hashicorp.open({ address: VAULT, ...other.login }, host);
	const session = await registerOwn(other, host, vault, value);
	// As often written as ours, so that only the random part of the names tells the two apart.
	await session.amend(() => undefined);
	const context = { host, vault, drivers, budgetMs: 60_000 };
	await run(context, await open(context, world.key), true);
	const { rotation } = (await open(context, world.key)).document;
	if (typeof rotation?.next?.keyId === 'string') laws.foreign.add(rotation.next.keyId);
}
