import { unsealed } from './documents';
import type { Purpose } from './purpose';
import { isEffect } from './purpose';
import type { Scheduler } from './scheduler';
import { KEY, type World } from './world';

/** T, as the engine has it, and how far a simulated vault node's clock may be off. */
const T = 10_000;
export const JITTER_MS = 2_000;

/** Watches one simulated world and keeps the first thing that broke a law. */
export class Invariants {
	violation: string | null = null;
	/** Every value that the provider ever gave out, with its key's id. */
	readonly values: Map<string, string>;
	readonly #world: World;
	readonly #scheduler: Scheduler;
	readonly #foreign: string;
	readonly #expected = new Set<string>();
	#lastDone = 0;
	#writeId = '';
	readonly #staged = new Set<string>();
	readonly #owners = new Map<number, string>();

	constructor(world: World, scheduler: Scheduler, values: ReadonlyMap<string, string>, foreign: string) {
		this.#world = world;
		this.#scheduler = scheduler;
		this.values = new Map(values);
		this.#foreign = foreign;
	}

	fail(law: string, what: string): void {
		this.violation ??= `${law}: ${what} at ${((this.#scheduler.now % 86_400_000) / 1_000).toFixed(2)} s`;
	}

	/** Right before a request is sent: only the holder of the lease starts an effect, and only what is written down is revoked. */
	beforeSend(purpose: Purpose, url: string, runner: number): void {
		if (!isEffect.has(purpose)) return;
		const document = unsealed(this.#world.vault.state, KEY);
		const { now } = this.#scheduler;
		const lease = document?.lease ?? null;
		if (lease === null || lease.until < now + T - JITTER_MS)
			this.fail('law 5', `${purpose} is sent without the time for it`);
		else if (lease.owner !== this.#owners.get(runner))
			this.fail('law 5', `${purpose} is sent while another runner has the key`);
		if (purpose !== 'revoke') return;
		const id = decodeURIComponent(url.slice(url.lastIndexOf('/') + 1));
		const old = document?.rotation?.old?.keyId;
		const named =
			document?.debt.some((each) => each.keyId === id) === true ||
			(id === old && /^REVOK/.test(document?.rotation?.state ?? ''));
		if (!named) this.fail('law 3', `key ${id} is revoked and not written down`);
	}

	/** After each effect at a service: what is in use is accepted, and what is told is so. */
	afterEffect(purpose: Purpose, runner: number): void {
		if (purpose === 'document write') this.#afterDocument(runner);
		if (purpose === 'staged write') this.#staged.add(this.#stagedKey());
		if (purpose === 'value write' || purpose === 'target write') this.usable(purpose);
		if (purpose !== 'revoke' && purpose !== 'disable') return;
		for (const { deadFromMs } of this.#world.provider.state.keys)
			if (deadFromMs !== null && deadFromMs > this.#scheduler.now)
				this.#scheduler.at(deadFromMs, () => {
					this.usable('death of a key');
				});
		this.usable(purpose);
	}

	/** Law 2: the current value and every target are accepted by the provider. */
	usable(when: string): void {
		const current = this.currentValue();
		if (current !== null && !this.#accepted(current))
			this.fail('law 2', `the current value is refused (${when})`);
		for (const [name, value] of this.#world.targets)
			if (!this.#accepted(value)) this.fail('law 2', `${name} holds a refused value (${when})`);
	}

	/** When all is quiet: only the current key lives, everything is told once, the vault agrees with the document. */
	atEnd(): void {
		const document = unsealed(this.#world.vault.state, KEY);
		if (document === null) {
			this.fail('law 4', 'the document is gone');
			return;
		}
		const { rotation, debt, intents, outbox } = document;
		if (rotation !== null || debt.length + intents.length > 0)
			this.fail(
				'liveness',
				`it never finished: ${rotation?.state ?? 'idle'}, ${rotation?.problem?.sentence ?? ''} debt ${String(debt.length)} intents ${String(intents.length)}`,
			);
		this.#onlyCurrentLives(document.current?.keyId ?? null);
		const current = this.currentValue();
		if (current !== null && this.values.get(current) !== document.current?.keyId)
			this.fail('law 4', 'the current value is not the document’s key');
		this.#told(outbox.map(({ id }) => id));
	}

	currentValue(): string | null {
		const secret =
			this.#world.vault.state.namespaces['']?.mounts['secret/']?.secrets[`/keyturn/values/${KEY}`];
		const value = secret?.versions[String(secret.currentVersion)]?.data?.['value'];
		return typeof value === 'string' ? value : null;
	}

	#stagedKey(): string {
		const secret =
			this.#world.vault.state.namespaces['']?.mounts['secret/']?.secrets[`/keyturn/pending/${KEY}`];
		return String(secret?.versions[String(secret.currentVersion)]?.data?.['keyId']);
	}

	#afterDocument(runner: number): void {
		const document = unsealed(this.#world.vault.state, KEY);
		if (document === null) return;
		if (document.writeId !== this.#writeId && document.lease !== null)
			this.#owners.set(runner, document.lease.owner);
		this.#writeId = document.writeId;
		for (const { id } of document.outbox) this.#expected.add(id);
		const done = document.rotation === null ? (document.last?.number ?? 0) : 0;
		if (done <= this.#lastDone) return;
		this.#lastDone = done;
		if (document.debt.length + document.intents.length > 0) this.fail('law 3', 'done is said with debt');
		this.#onlyCurrentLives(document.current?.keyId ?? null);
	}

	#onlyCurrentLives(current: string | null): void {
		const { now } = this.#scheduler;
		for (const { id, name, disabled, deletedMs, deadFromMs } of this.#world.provider.state.keys) {
			// A value that was lost with the answer is held by nobody: its key is gone once the provider lists it no more.
			const held = !name.startsWith('kt-') || this.#staged.has(id);
			const alive = deletedMs === null || (held && !disabled && (deadFromMs ?? 0) > now);
			if (id === this.#foreign && !alive) this.fail('law 3', 'somebody else’s key was revoked');
			if (alive && id !== this.#foreign && id !== current) this.fail('law 3', `orphan ${name} lives`);
		}
	}

	#told(waiting: readonly string[]): void {
		const secrets = this.#world.vault.state.namespaces['']?.mounts['secret/']?.secrets ?? {};
		const told: string[] = [];
		for (const [path, { versions, currentVersion }] of Object.entries(secrets)) {
			if (!path.startsWith('/keyturn/audit/')) continue;
			if (currentVersion !== 1) this.fail('law 6', 'an audit segment was written twice');
			const entries = versions['1']?.data?.['entries'];
			if (typeof entries === 'string')
				told.push(...(JSON.parse(entries) as { id: string }[]).map(({ id }) => id));
		}
		if (new Set(told).size !== told.length) this.fail('law 6', 'an entry is told twice');
		for (const id of this.#expected)
			if (!told.includes(id) && !waiting.includes(id)) this.fail('law 6', `entry ${id} is not told`);
	}

	#accepted(value: string): boolean {
		const id = this.values.get(value);
		const key = this.#world.provider.state.keys.find((each) => each.id === id);
		return (
			key !== undefined && !key.disabled && (key.deadFromMs === null || key.deadFromMs > this.#scheduler.now)
		);
	}
}
