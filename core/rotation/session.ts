import type { AuditEntry } from '../audit/entry';
import { KeyturnError, hasCode, isUnknownOutcome } from '../errors';
import { hex } from '../hex';
import type { Host } from '../ports';
import type { Provider, ProviderDriver } from '../providers/provider';
import type { InstallationKeys } from '../sealing/installation-keys';
import type { Secret } from '../secret';
import type { Entry, Instant, Vault } from '../vaults/vault';
import { S, T, delayOf } from './bounds';
import { copyOf } from '../copy';
import type { Debt, Document, Rotation } from './document';
import { type Drivers, driverOf } from './drivers';
import { seal, unseal } from './seal';

/** Changes a copy of the document; `note` adds an audit entry that is written by the same compare-and-set. */
export type Change = (draft: Document, note: (kind: string, facts?: AuditEntry['facts']) => void) => void;

const SAVE_TRIES = 4;
/** A longer Retry-After is left to the next run. */
const LONGEST_WAIT_S = 20;
const RATE_TRIES = 3;

/** One runner's work on one key: the document as last seen, the lease, and the one way to write either. */
export class Session {
	readonly host: Host;
	readonly vault: Vault;
	readonly keys: InstallationKeys;
	readonly drivers: Drivers;
	/** Ids that the provider listed last before this run asks for a key: none of them can be the new one. */
	listedBefore: ReadonlySet<string> | null = null;
	/** Creates that this runner has already sent, so that none is repeated blindly. */
	readonly tried = new Set<string>();
	document: Document;
	/** Until then a write to a target or of a value may still land, in the vault's time. */
	lastWrite = 0;
	readonly #owner: string;
	#tag: string;
	#epoch = -1;
	#provider: Provider | null = null;
	#binding: readonly string[] | null = null;
	#staged: Secret | null = null;
	#admin: Secret | null = null;

	constructor(
		host: Host,
		vault: Vault,
		keys: InstallationKeys,
		drivers: Drivers,
		loaded: { document: Document; tag: string },
	) {
		this.host = host;
		this.vault = vault;
		this.keys = keys;
		this.drivers = drivers;
		this.document = loaded.document;
		this.#tag = loaded.tag;
		this.#owner = hex(host.random(12));
	}

	get name(): string {
		return this.document.name;
	}

	get epoch(): number {
		return this.#epoch;
	}

	get rotation(): Rotation {
		if (this.document.rotation === null)
			throw new KeyturnError('CONFLICT', this.name, 'the rotation has ended meanwhile');
		return this.document.rotation;
	}

	get driver(): ProviderDriver {
		return driverOf(this.document, this.drivers);
	}

	time(): Instant {
		return this.vault.time();
	}

	fingerprint(value: Secret): string {
		return value.fingerprint(this.keys.prints);
	}

	/** The provider, its admin credential read from the vault when first needed. */
	async provider(): Promise<Provider> {
		this.#provider ??= this.driver.open(this.document.record.providerSettings, await this.admin(), this.host);
		return this.#provider;
	}

	/** The provider's admin credential, null where none is needed. */
	async admin(): Promise<Secret | null> {
		const { admin } = this.document.record;
		if (admin !== null) this.#admin ??= await this.vault.readAdmin(admin);
		return this.#admin;
	}

	/** The origins that the managed value may go to, the vault's own among them. */
	async binding(): Promise<readonly string[]> {
		this.#binding ??= [...(await this.vault.origins(this.document.record.place)), this.vault.origin];
		return this.#binding;
	}

	/** The current value. */
	async value(): Promise<Entry | null> {
		const entry = await this.vault.read(this.document.record.place);
		if (entry !== null) this.#binding ??= entry.value.origins;
		return entry;
	}

	/** An earlier version of the value; null when the vault has it no more, or holds another value there. */
	async earlier({ version, fingerprint }: Pick<Debt, 'version' | 'fingerprint'>): Promise<Secret | null> {
		if (version === null) return null;
		try {
			const entry = await this.vault.read(this.document.record.place, version);
			return entry !== null && this.fingerprint(entry.value) === fingerprint ? entry.value : null;
		} catch (error) {
			if (hasCode(error, 'ENTRY_DELETED')) return null;
			throw error;
		}
	}

	/** The value in the staged slot: remembered from this run, else read. Null when there is none. */
	async staged(): Promise<Secret | null> {
		this.#staged ??= (await this.vault.readStaged(this.name, await this.binding()))?.value ?? null;
		return this.#staged;
	}

	remember(staged: Secret): void {
		this.#staged = staged;
	}

	/** True until another run has taken over, as far as this one has seen. */
	isOurs(): boolean {
		return this.document.lease?.owner === this.#owner;
	}

	/** True while a request that is sent now ends before the lease does. */
	room(): boolean {
		return this.isOurs() && this.time().latest + T + S <= (this.document.lease?.until ?? 0);
	}

	/** Runs an outside effect, if the lease leaves time for it. What is refused with a short wait is sent again after it. */
	async effect<Result>(send: () => Promise<Result>): Promise<Result> {
		for (let attempt = 1; ; attempt++) {
			if (!this.room()) throw new KeyturnError('BUSY', this.name, 'this run’s time is over');
			try {
				return await send();
			} catch (error) {
				const wait = hasCode(error, 'RATE_LIMITED') ? (error.retryAfter ?? Infinity) : Infinity;
				if (wait > LONGEST_WAIT_S || attempt >= RATE_TRIES) throw error;
				await this.sleep(wait * 1_000 + (this.host.random(1)[0] ?? 0));
			}
		}
	}

	/** The same for a write to a target or to the current value: it is remembered, for it may land late. */
	async write<Result>(send: () => Promise<Result>): Promise<Result> {
		return await this.effect(async () => {
			this.mayLand();
			return await send();
		});
	}

	/** Remembers that what was just sent, or is sent now, may land as late as any request. */
	mayLand(): void {
		this.lastWrite = Math.max(this.lastWrite, this.time().latest + delayOf(this.document) + S);
	}

	/** From then on no write can land of which this run has not heard what became of it. */
	quietFrom(): number {
		return Math.max(this.document.notBefore, this.lastWrite);
	}

	async sleep(ms: number): Promise<void> {
		await this.host.clock.sleep(ms);
	}

	/** Takes the lease and makes the first change in one write. Throws BUSY when another runner has it. */
	async take(leaseMs: number, change: Change): Promise<void> {
		const now = this.time();
		const { lease } = this.document;
		if (lease !== null && now.earliest < lease.until + S)
			throw new KeyturnError('BUSY', this.name, 'another run is at work on this key');
		await this.#write(
			(draft, note) => {
				if (lease !== null)
					draft.notBefore = Math.max(draft.notBefore, lease.until + S + Math.max(0, delayOf(draft) - T));
				draft.epoch += 1;
				draft.lease = { owner: this.#owner, until: now.latest + leaseMs };
				change(draft, note);
			},
			() => false,
		);
		this.#epoch = this.document.epoch;
	}

	/** One change by itself, without keeping the lease. Throws BUSY when another runner has it. */
	async amend(change: Change): Promise<void> {
		await this.take(0, (draft, note) => {
			change(draft, note);
			draft.lease = null;
		});
	}

	/** Leaves word for whoever works on the key, now or later; needs no lease. */
	async ask(change: Change): Promise<void> {
		await this.#write(change, () => true);
	}

	/** Whether another run wrote the document since this one read it. */
	async isStale(): Promise<boolean> {
		return ((await this.#look())?.tag ?? this.#tag) !== this.#tag;
	}

	/** Writes a change of the document under the lease; throws BUSY when the lease is lost. */
	async save(change: Change): Promise<void> {
		await this.#write(
			(draft, note) => {
				draft.notBefore = Math.max(draft.notBefore, this.lastWrite);
				change(draft, note);
			},
			(seen) => seen.lease?.owner === this.#owner && seen.epoch === this.#epoch,
		);
		this.#tell();
	}

	/** A change and the end of this run's work, in one write. */
	async release(change: Change = () => undefined): Promise<void> {
		await this.save((draft, note) => {
			change(draft, note);
			draft.lease = null;
		});
	}

	/**
	 * Every write carries a random id: after an unknown answer it counts only if that id is read back. The same id is
	 * sent again while nothing else was written, so a late first copy and its repetition are one.
	 */
	async #write(change: Change, mine: (seen: Document) => boolean): Promise<void> {
		let next = this.#draft(change);
		for (let attempt = 0; attempt < SAVE_TRIES; attempt++) {
			try {
				this.#tag = await this.vault.writeDocument(this.name, this.#tag, seal(next, this.#tag, this.keys));
				this.document = next;
				return;
			} catch (error) {
				if (!hasCode(error, 'CONFLICT') && !isUnknownOutcome(error)) throw error;
			}
			const seen = await this.#look();
			if (seen === null || seen.tag === this.#tag) continue;
			this.#tag = seen.tag;
			this.document = seen.document;
			if (seen.document.writeId === next.writeId) return;
			if (!mine(seen.document)) throw new KeyturnError('BUSY', this.name, 'another run has taken over');
			next = this.#draft(change);
		}
		throw new KeyturnError('UNKNOWN_OUTCOME', this.name, 'the vault did not confirm the last step');
	}

	async #look(): Promise<{ document: Document; tag: string } | null> {
		try {
			const stored = await this.vault.readDocument(this.name);
			return stored === null ? null : { document: unseal(this.name, stored, this.keys), tag: stored.tag };
		} catch (error) {
			if (isUnknownOutcome(error)) return null;
			throw error;
		}
	}

	#draft(change: Change): Document {
		const draft = copyOf(this.document);
		change(draft, (kind, facts = {}) => {
			draft.sequence += 1;
			draft.outbox.push({
				id: `${draft.uid}/${String(draft.rotation?.number ?? draft.rotations)}/${String(draft.sequence)}`,
				at: this.time().latest,
				kind,
				key: draft.name,
				actor: draft.rotation?.actor ?? this.host.actor,
				facts,
			});
		});
		draft.writeId = hex(this.host.random(12));
		return draft;
	}

	#tell(): void {
		const { rotation } = this.document;
		if (rotation !== null)
			this.host.progress?.({
				key: this.name,
				step: rotation.state,
				detail: rotation.problem?.sentence ?? '',
			});
	}
}
