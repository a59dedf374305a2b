import type { SecretState } from '../../demo/dev-vault/state';
import type { Document } from '../../core/rotation/document';
import { unsealed } from './documents';
import { JITTER_MS, L_SECONDS, T } from './terms';
import type { Purpose } from './purpose';
import { isEffect } from './purpose';
import type { Scheduler } from './scheduler';
import { leftToPerson, saidDead } from './gone-keys';
import { cutsGraceShort, transition } from './transitions';
import { dayOf } from '../../core/operations/context';
import { KEY, type World } from './world';
import { entriesIn } from '../../demo/audit/segments';
import type { HttpRequest } from '../../core/ports';
import { plainBody } from '../fakes/host';

type Sent = Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>;

const PATHS = { values: `/keyturn/values/${KEY}`, pending: `/keyturn/pending/${KEY}` };

/** Watches one simulated world and keeps the first thing that broke a law. */
export class Invariants {
	violation: string | null = null;
	/** Every value that the provider ever gave out, with its key's id. */
	readonly values: Map<string, string>;
	readonly #world: World;
	readonly #scheduler: Scheduler;
	/** Keys of other people, which nothing of ours may touch. */
	readonly foreign: Set<string>;
	readonly startedAt: number;
	readonly #expected = new Set<string>();
	#lastDone = 0;
	#seen: Document | null = null;
	/** Whether the value in use was ever there: from then on it is never gone. */
	#inUse = false;
	readonly #asked = new Set<string>();
	/** Values that the vault holds or held. */
	readonly #held = new Set<string>();
	/** Numbers of the rotations whose grace a person ended. */
	readonly #retired = new Set<number>();
	/** Ids of the keys that a person said had leaked. */
	readonly #leaked = new Set<string>();
	/** Those among them that were the old key of their rotation, or the key in use, when it was said. */
	readonly #neverAgain = new Set<string>();
	readonly #staged = new Set<string>();
	/** Ids of the keys that were said to be dead. */
	readonly #dead = new Set<string>();
	readonly #owners = new Map<number, string>();
	/** When each value that was in use ceased to be. */
	readonly #leftAt = new Map<string, number>();
	#current: string | null;
	/** From an emergency on, calls may fail where a value is kept. */
	#emergency = false;

	constructor(world: World, scheduler: Scheduler, values: ReadonlyMap<string, string>, foreign: string) {
		this.#world = world;
		this.#scheduler = scheduler;
		this.values = new Map(values);
		this.foreign = new Set([foreign]);
		this.startedAt = scheduler.now;
		this.#held.add(this.#valueOf('values'));
		this.#current = this.currentValue();
		this.#seen = unsealed(world.vault.state);
	}

	/** A person has put a key of his own into the vault's entry. */
	putByHand(id: string, value: string): void {
		this.values.set(value, id);
		this.#held.add(value);
	}

	fail(law: string, what: string): void {
		this.violation ??= `${law}: ${what} at ${((this.#scheduler.now % 86_400_000) / 1_000).toFixed(2)} s`;
	}

	/** Right before a request is sent: only the holder of the lease starts an effect, and only what is written down is revoked. */
	beforeSend(purpose: Purpose, sent: Sent, runner: number): void {
		if (purpose === 'probe' || purpose === 'target write') this.#kept(purpose, sent);
		if (!isEffect.has(purpose)) return;
		const document = unsealed(this.#world.vault.state);
		const { now } = this.#scheduler;
		const lease = document?.lease ?? null;
		if (lease === null || lease.until < now + T - JITTER_MS)
			this.fail('law 5', `${purpose} is sent without the time for it`);
		else if (lease.owner !== this.#owners.get(runner))
			this.fail('law 5', `${purpose} is sent while another runner has the key`);
		if (/value write|target write|^disable/.test(purpose) && !sent.url.endsWith('/enable'))
			this.#landsUntil.set(runner, now + L_SECONDS * 1_000 - JITTER_MS);
		if (purpose === 'create') this.#asksOnce(sent, document);
		if (document === null) return;
		const [, id = '', action = ''] = /\/keys\/([^/]+)(?:\/(\w+))?$/.exec(sent.url) ?? [];
		if (purpose === 'revoke') this.#mayRevoke(decodeURIComponent(id), document);
		if (purpose === 'disable') this.#maySwitch(decodeURIComponent(id), action, document);
	}

	/** A request that was refused for coming too often may be sent again as it was. */
	refused(purpose: Purpose, { body }: Sent): void {
		if (purpose === 'create') this.#asked.delete((JSON.parse(plainBody(body)) as { name: string }).name);
	}

	#mayRevoke(id: string, document: Document): void {
		const { rotation, debt } = document;
		const owed = debt.some((each) => each.keyId === id);
		const old = id === rotation?.old?.keyId && /^REVOK/.test(rotation.state);
		if (!owed && !old) this.fail('law 3', `key ${id} is revoked and not written down`);
		if (owed || rotation === null) return;
		if (cutsGraceShort(document, this.#retired.has(rotation.number), this.#scheduler.now))
			this.fail('law 2', 'the grace is cut short');
		if (document.notBefore > this.#scheduler.now + JITTER_MS)
			this.fail('law 2', 'the old key is revoked while a write may be in flight');
	}

	#maySwitch(id: string, action: string, { rotation }: Document): void {
		const state = action === 'disable' ? 'OLD_DISABLED' : 'ROLLING_BACK';
		if (rotation?.state !== state || !rotation.disabling || rotation.old?.keyId !== id)
			this.fail('law 3', `${action} is sent and not written down`);
	}

	/** A name is asked for once, and the key may do what the one before may, no more. */
	#asksOnce({ body }: Sent, document: Document | null): void {
		const { name, scopes } = JSON.parse(plainBody(body)) as { name: string; scopes?: string[] };
		if (this.#asked.has(name)) this.fail('law 3', `the create of ${name} is repeated blindly`);
		this.#asked.add(name);
		if (document?.intents.some((each) => each.name === name && each.live) !== true)
			this.fail('law 3', `a key is asked for under ${name}, which is not written down`);
		if (scopes?.join() !== 'work') this.fail('restrictions', 'the new key may do other things than the old');
	}

	/** Law 4: a value shown once is in the vault before it is used anywhere. */
	#kept(purpose: Purpose, { headers, body }: Sent): void {
		const value = headers['x-value'] ?? headers['authorization']?.replace('Bearer ', '') ?? plainBody(body);
		if (!this.values.has(value)) return;
		if (!this.#held.has(value)) this.fail('law 4', `${purpose} uses a value that the vault does not hold`);
	}

	/** After each effect at a service: what is in use is accepted, and what is told is so. */
	afterEffect(purpose: Purpose, runner: number): void {
		if (purpose === 'document write') this.#afterDocument(runner);
		if (purpose === 'staged write') {
			this.#overwritten();
			this.#stagedStays();
			this.#deadStay();
		}
		if (purpose === 'staged write' || purpose === 'value write')
			for (const folder of ['values', 'pending'] as const) this.#held.add(this.#valueOf(folder));
		if (purpose === 'value write') {
			this.#published.add(this.values.get(this.currentValue() ?? '') ?? '');
			this.#neverLeaked();
		}
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
		this.#inUse ||= current !== null;
		if (this.#inUse && (current === null || !this.#accepted(current)))
			this.fail('law 2', `the current value is ${current === null ? 'gone' : 'refused'} (${when})`);
		this.#cached(current, when);
		this.#world.deployed();
		// What an emergency has left behind may fail, and is named.
		const { rotation, last } = unsealed(this.#world.vault.state) ?? {};
		const leftBehind = [rotation, last].map((each) => String(each?.evidence['leftBehind'] ?? '')).join(' ');
		for (const [name, value] of this.#world.targets)
			if (!leftBehind.includes(name) && !this.#accepted(value))
				this.fail('law 2', `${name} holds a refused value (${when})`);
	}

	/** Law 2: in planned mode, whoever has just read a value may use it for twice the Cache Time after it was replaced. */
	#cached(current: string | null, when: string): void {
		const { now } = this.#scheduler;
		if (current !== this.#current && this.#current !== null) this.#leftAt.set(this.#current, now);
		this.#current = current;
		if (current !== null) this.#leftAt.delete(current);
		const kept = 2_000 * (unsealed(this.#world.vault.state)?.record.cacheSeconds ?? 0);
		if (kept === 0 || this.#emergency) return;
		for (const [value, at] of this.#leftAt)
			if (now < at + kept - 2 * JITTER_MS - 1_000 && !this.#accepted(value))
				this.fail('law 2', `a value that may still be cached is refused (${when})`);
	}

	/** When all is quiet: only the current key lives, everything is told once, the vault agrees with the document. */
	atEnd(): void {
		const document = unsealed(this.#world.vault.state);
		if (document === null) {
			this.fail('law 4', 'the document is gone');
			return;
		}
		const { rotation, debt, intents, outbox, last } = document;
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
		for (const { id, deletedMs } of this.#world.provider.state.keys)
			if (this.#leaked.has(id) && deletedMs === null) this.fail('emergency', 'a leaked key lives on');
		if (document.dueAt <= this.startedAt) this.fail('liveness', 'it is due and never began');
		if (last !== null && document.dueAt < last.at) this.fail('liveness', 'it is due again at once');
		this.#findable(document);
		this.#silent();
	}

	/** Law 1: no value in any document or audit entry. */
	#silent(): void {
		const { secrets } = this.#world.vault.state.namespaces['']?.mounts['secret/'] ?? { secrets: {} };
		for (const [path, secret] of Object.entries(secrets)) {
			if (!/^\/keyturn\/(documents|audit|due)\//.test(path)) continue;
			for (const value of this.values.keys())
				if (holds(secret, value.slice(4, 20))) this.fail('law 1', `${path} holds a value`);
		}
	}

	/** Law 3: whatever is under way or due is found by a sweep, which reads the list of due days alone. */
	#findable({ rotation, request, debt, intents, dueAt }: Document): void {
		const busy = rotation !== null || request !== null || debt.length + intents.length > 0;
		const latest = dayOf(busy ? this.#scheduler.now + JITTER_MS : Math.max(dueAt, this.#scheduler.now));
		const { secrets } = this.#world.vault.state.namespaces['']?.mounts['secret/'] ?? { secrets: {} };
		for (const path in secrets)
			if (path.startsWith('/keyturn/due/') && path.endsWith(KEY) && path.slice(13, 23) <= latest) return;
		this.fail('law 3', 'no sweep would find the key');
	}

	/** The staged slot keeps the new value from the write that tells of it until it is published. */
	#stagedStays(): void {
		const rotation = unsealed(this.#world.vault.state)?.rotation;
		if (rotation?.state !== 'STORED' && rotation?.state !== 'PROBED') return;
		const keyId = rotation.next?.keyId ?? null;
		if (keyId !== null && this.#stagedKey() !== keyId) this.fail('law 4', 'the new value is lost');
	}

	/** What a person said had leaked is not put to use again. */
	#neverLeaked(): void {
		const current = this.currentValue() ?? '';
		const id = this.values.get(current);
		const changed = this.#lastCurrent !== current;
		this.#lastCurrent = current;
		if (changed && id !== undefined && this.#neverAgain.has(id))
			this.fail('emergency', 'a leaked key is put to use again');
	}
	#lastCurrent = '';

	currentValue(): string | null {
		const value = this.#valueOf('values');
		return value === '' ? null : value;
	}

	#valueOf(folder: keyof typeof PATHS): string {
		const secret = this.#entry(folder);
		const value = secret?.versions[String(secret.currentVersion)]?.data?.['value'];
		return typeof value === 'string' ? value : '';
	}

	#entry(folder: keyof typeof PATHS): SecretState | undefined {
		return this.#world.vault.state.namespaces['']?.mounts['secret/']?.secrets[PATHS[folder]];
	}

	/** The slot keeps one version: a value that was written over before anybody used it is held by nobody any more. */
	#overwritten(): void {
		if (!this.#published.has(this.#slot)) this.#staged.delete(this.#slot);
		this.#slot = this.#stagedKey();
		this.#staged.add(this.#slot);
	}
	#slot = '';
	readonly #published = new Set<string>();

	#stagedKey(): string {
		const secret = this.#entry('pending');
		return String(secret?.versions[String(secret.currentVersion)]?.data?.['keyId']);
	}

	#afterDocument(runner: number): void {
		const document = unsealed(this.#world.vault.state);
		if (document === null) return;
		const before = this.#seen;
		this.#seen = document;
		if (document.writeId !== before?.writeId) {
			if (document.lease !== null) this.#owners.set(runner, document.lease.owner);
			this.#waitIsTold(runner, document);
			this.#follows(before, document);
		}
		for (const { id } of document.outbox) this.#expected.add(id);
		const done = document.rotation === null ? (document.last?.number ?? 0) : 0;
		if (done <= this.#lastDone) return;
		this.#lastDone = done;
		if (document.last?.marks.at(-1)?.state !== 'DONE') {
			const { debt, request } = document;
			if (debt.length === 0 || request?.kind !== 'emergency')
				this.fail('law 3', 'a rotation ends undone, and no leak is in a hurry');
			return;
		}
		if (document.debt.length + document.intents.length > 0) this.fail('law 3', 'done is said with debt');
		this.#onlyCurrentLives(document.current?.keyId ?? null);
	}

	/** Rule 4: whoever sent a write of a value tells in the next document how long it may land, whatever was answered. */
	#waitIsTold(runner: number, { notBefore }: Document): void {
		const until = this.#landsUntil.get(runner) ?? 0;
		this.#landsUntil.delete(runner);
		if (notBefore < until) this.fail('law 2', 'a write that may still land is not waited for');
	}
	readonly #landsUntil = new Map<number, number>();

	/** A person has put the vault back to an earlier state: counts may go back this once. */
	restored(): void {
		this.#seen = null;
	}

	#follows(before: Document | null, document: Document): void {
		const { rotation, request } = document;
		const wrong = before === null ? null : transition(before, document, this.#scheduler.now);
		if (wrong !== null) this.fail('journal', wrong);
		this.#stagedStays();
		if (before !== null) {
			this.#findable(document);
			this.#accountsFor(before, document);
		}
		this.#emergency ||= request?.kind === 'emergency' || rotation?.mode === 'emergency';
		if (request?.kind === 'retire' && rotation !== null) this.#retired.add(rotation.number);
		if (request?.kind !== 'emergency' || request.at === before?.request?.at) return;
		const old = rotation === null ? document.current : rotation.old;
		const [meant] = /in use|previous|both$/.exec(request.by) ?? [];
		// What a person means by the key in use is what the vault holds now, whatever the document knows of it.
		const inUse = this.values.get(this.currentValue() ?? '');
		if (meant !== 'previous' && inUse !== undefined) this.#leaked.add(inUse);
		if (meant !== 'in use' && typeof old?.keyId === 'string') this.#leaked.add(old.keyId);
		if (meant === 'both' && typeof rotation?.next?.keyId === 'string') this.#leaked.add(rotation.next.keyId);
		// Told only when the way back had begun: it ends there, and the next rotation replaces it at once.
		const backing = rotation?.state === 'ROLLING_BACK' || rotation?.resume === 'ROLLING_BACK';
		if (!backing && request.leaked !== 'new' && typeof old?.keyId === 'string')
			this.#neverAgain.add(old.keyId);
	}

	/** Law 7: what is said to be dead is. Law 3: no key that another was put in the place of is forgotten. */
	#accountsFor(before: Document, document: Document): void {
		for (const id of saidDead(before, document)) this.#dead.add(id);
		this.#deadStay();
		const left = leftToPerson(before, document, (id) => this.#lives(id));
		if (typeof left === 'string') this.fail('law 3', left);
		else for (const id of left) this.foreign.add(id);
	}

	/** A value may arrive in the vault after its key was said to be dead. */
	#deadStay(): void {
		for (const id of this.#dead)
			if (this.#lives(id)) this.fail('law 7', `key ${id} is said to be dead and still works`);
	}

	#lives(id: string): boolean {
		const key = this.#world.provider.state.keys.find((each) => each.id === id);
		if (key === undefined) return false;
		const { name, disabled, deletedMs, deadFromMs } = key;
		// A value that was lost with the answer is held by nobody: its key is gone once the provider lists it no more.
		const held = !name.startsWith('kt-') || this.#staged.has(id);
		return deletedMs === null || (held && !disabled && (deadFromMs ?? 0) > this.#scheduler.now);
	}

	#onlyCurrentLives(current: string | null): void {
		for (const { id, name } of this.#world.provider.state.keys) {
			const alive = this.#lives(id);
			if (this.foreign.has(id) && !alive) this.fail('law 3', 'somebody else’s key was revoked');
			if (alive && !this.foreign.has(id) && id !== current) this.fail('law 3', `orphan ${name} lives`);
		}
	}

	#told(waiting: readonly string[]): void {
		const secrets = this.#world.vault.state.namespaces['']?.mounts['secret/']?.secrets ?? {};
		const told: string[] = [];
		for (const [path, { versions, currentVersion }] of Object.entries(secrets)) {
			// What waits for the log; its own files and marks are judged by its own laws.
			if (!/^\/keyturn\/audit\/[0-9a-f]+(?:\/\d+)+$/.test(path)) continue;
			if (currentVersion !== 1) this.fail('law 6', 'an audit segment was written twice');
			const entries = versions['1']?.data?.['entries'];
			if (typeof entries === 'string') told.push(...entriesIn(entries).map(({ id }) => id));
		}
		if (new Set(told).size !== told.length) this.fail('law 6', 'an entry is told twice');
		for (const id of this.#expected)
			if (!told.includes(id) && !waiting.includes(id)) this.fail('law 6', `entry ${id} is not told`);
	}

	#accepted(value: string): boolean {
		const id = this.values.get(value);
		const key = this.#world.provider.state.keys.find((each) => each.id === id);
		return (
			key !== undefined &&
			!key.disabled &&
			key.activeFromMs <= this.#scheduler.now &&
			(key.deadFromMs === null || key.deadFromMs > this.#scheduler.now)
		);
	}
}

/** Whether a part of a text stands anywhere in plain JSON. Neither has anything in it that JSON would escape. */
const holds = (json: unknown, part: string): boolean =>
	typeof json === 'string'
		? json.includes(part)
		: typeof json === 'object' &&
			json !== null &&
			Object.entries(json).some(([name, each]) => name.includes(part) || holds(each, part));
