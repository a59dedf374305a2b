import type { DevProviderState } from '../../demo/dev-provider/state';
import type { DevVaultState } from '../../demo/dev-vault/state';
import { open } from '../../core/operations/context';
import type { Drivers } from '../../core/rotation/drivers';
import type { Session } from '../../core/rotation/session';
import { openKeyturn } from '../../core/keyturn';
import type { Registration } from '../../core/operations/register';
import { providers } from '../../core/providers';
import { vaults } from '../../core/vaults';
import type { Vault } from '../../core/vaults/vault';
import type { Host } from '../../core/ports';
import { app } from './app-target';
import { box } from './box-target';
import { bytesOf, chance, Scheduler } from './scheduler';
import { ORIGINS_NOTE } from '../../core/vaults/hashicorp';
import { slot } from './slot-target';
import { CACHE_SECONDS, L_SECONDS } from './terms';
import { ADMIN_KEY, KEY, PROVIDER, TARGET, VAULT, World, plainRequest } from './world';

/** What a simulated run starts from. */
export interface Start {
	readonly targets: 0 | 1 | 2;
	/** How many of them show no value, and how many of the rest deploy by themselves. */
	readonly boxes: 0 | 1 | 2;
	readonly apps: 0 | 1 | 2;
	readonly first: boolean;
	readonly smoke: boolean;
	readonly observe: boolean;
	readonly grace: boolean;
	/** Whether what reads the vault keeps a value for a minute; the grace is two then. */
	readonly cache: boolean;
}

export interface Snapshot {
	readonly vault: DevVaultState;
	readonly provider: DevProviderState;
	readonly targets: ReadonlyArray<readonly [string, string]>;
	readonly login: { readonly roleId: string; readonly secretId: string };
	/** Value to key id, for all keys that exist at the start. */
	readonly values: ReadonlyArray<readonly [string, string]>;
	readonly foreign: string;
}

/** Name of the admin credential for all targets. */
const AT_TARGETS = 'targets';
export const STARTED = Date.UTC(2026, 10, 23);
export const drivers: Drivers = { providers, targets: { app, box, slot } };

const made = new Map<string, Promise<Snapshot>>();

/** A world with one registered key that is due, made once by the shipped `register` and copied for each seed. */
export function startOf(start: Start): Promise<Snapshot> {
	const name = JSON.stringify(start);
	const known = made.get(name) ?? prepare(start);
	made.set(name, known);
	return known;
}

async function prepare(start: Start): Promise<Snapshot> {
	const scheduler = new Scheduler(STARTED);
	const next = chance(4_711);
	const random = bytesOf(next);
	// Rights are a subject of the contract tests; here they would only cost time.
	const world = new World(() => scheduler.now, random, undefined, ['root']);
	const foreign = world.handMade('somebody else’s key');
	const old = world.handMade('made by hand');
	const host: Host = {
		http: (request) => Promise.resolve(world.answer(new URL(request.url).origin, plainRequest(request))),
		clock: { now: () => scheduler.now, monotonic: () => scheduler.now, sleep: () => Promise.resolve() },
		random,
		actor: 'simulator',
	};
	const vault = vaults.hashicorp.open({ address: VAULT, ...world.login }, host);
	const session = await registerOwn(world, host, vault, start.first ? null : old.value, start);
	const targets = targetsOf(start).map((each) => ({ ...each, admin: null }));
	world.asRoot('POST', `metadata/keyturn/admin/${AT_TARGETS}`, {
		custom_metadata: { [ORIGINS_NOTE]: TARGET },
	});
	world.asRoot('POST', `data/keyturn/admin/${AT_TARGETS}`, { data: { value: 'admin-of-the-targets-0123' } });
	if (!start.first) for (const { settings } of targets) world.put(settings.name, old.value);
	const { listedUnder } = session.document;
	await session.amend((draft) => {
		draft.record.targets = targets;
		draft.dueAt = STARTED;
		draft.listedUnder = '2026-11-23';
		draft.outbox = [];
	});
	await vault.markDue(KEY, '2026-11-23');
	// The rotation's own mark may fall on the day that registering marked: a missing one would not be seen.
	if (listedUnder !== null && listedUnder !== '2026-11-23') await vault.unmarkDue(KEY, listedUnder);
	if (start.first) revokeByHand(world, old.id);
	return {
		vault: world.vault.state,
		provider: world.provider.state,
		targets: [...world.targets],
		login: world.login,
		values: start.first
			? [[foreign.value, foreign.id]]
			: [
					[foreign.value, foreign.id],
					[old.value, old.id],
				],
		foreign: foreign.id,
	};
}

/** The targets of a key; registered by a form, they have an admin credential, which costs a request each time. */
const targetsOf = ({ targets, boxes, apps }: Pick<Start, 'targets' | 'boxes' | 'apps'>) =>
	Array.from({ length: targets }, (_, index) => {
		const kind = index < boxes ? 'box' : index < boxes + apps ? 'app' : 'slot';
		return { kind, settings: { name: `${kind}-${String(index)}` }, admin: AT_TARGETS };
	});

/** What a person fills in at the form to have the key as it starts from. */
export const registrationOf = (start: Omit<Start, 'first'>): Registration => ({
	name: KEY,
	app: 'Summariser',
	owner: 'Ann',
	risk: 'high',
	provider: 'dev',
	providerSettings: { address: PROVIDER, scopes: 'work' },
	admin: 'dev',
	graceHours: start.cache ? (2 * CACHE_SECONDS) / 3_600 : start.grace ? 60 / 3_600 : 0,
	cacheSeconds: start.cache ? CACHE_SECONDS : 0,
	delaySeconds: L_SECONDS,
	observeSeconds: start.observe ? 20 : 0,
	smoke: start.smoke
		? { url: `${TARGET}/smoke`, method: 'GET', sendAs: 'none', header: '', expectStatus: 200 }
		: null,
	targets: targetsOf(start),
});

/** Registers the key by the shipped `register`. */
export async function registerOwn(
	world: World,
	host: Host,
	vault: Vault,
	value: string | null,
	start: Pick<Start, 'grace' | 'observe' | 'smoke' | 'cache'> = {
		grace: true,
		observe: false,
		smoke: false,
		cache: false,
	},
): Promise<Session> {
	world.placeKey(KEY, value, `${PROVIDER} ${TARGET}`);
	await openKeyturn(host, vault, { drivers }).register(
		registrationOf({ ...start, targets: 0, boxes: 0, apps: 0 }),
	);
	return await open({ host, vault, drivers, budgetMs: 60_000 }, KEY);
}

function revokeByHand(world: World, id: string): void {
	world.provider.handle({
		method: 'DELETE',
		path: `/v1/keys/${id}`,
		query: {},
		headers: { authorization: `Bearer ${ADMIN_KEY}` },
		body: '',
	});
}
