import type { AuditStore } from '../audit/store';
import type { Field } from '../fields';
import type { Host } from '../ports';
import type { Secret } from '../secret';
import type { GenericForm } from './generic';

/** Where an app reads its key: a path below the mount, and the field of that entry. */
export interface Place {
	readonly path: string;
	readonly field: string;
}

export interface Entry {
	readonly version: string;
	/** Bound to the origins that a person wrote into the entry, and to the vault itself. */
	readonly value: Secret;
	/** A field beside it with a number that could not be written back as it is. */
	readonly inexact?: string;
}

/** The staged value: nobody but Keyturn reads it. A person who pastes a key by hand leaves name and id out. */
export interface Staged extends Entry {
	readonly name: string | null;
	readonly keyId: string | null;
}

/** A document as it is stored. `after` is the tag that it replaced, null for the first. */
export interface StoredDocument {
	readonly tag: string;
	readonly after: string | null;
	readonly text: string;
}

/** Sealed texts of one folder. An id is a path of names. */
export interface TextStore {
	/** Null when it was never written; throws ENTRY_DELETED when it was. */
	read(id: string): Promise<StoredDocument | null>;
	/** Writes if the newest tag is `after` (null: never written); throws CONFLICT otherwise. Gives the new tag. */
	write(id: string, after: string | null, text: string): Promise<string>;
}

/** About DNS zones, such as the state that a person approved and the parts of a backup; the first name is the zone. */
export interface ZoneStore extends TextStore {
	/** The names directly below a path, or below everything when it is empty; a name that has others below it ends with a slash. */
	list(path: string): Promise<string[]>;
}

/** What time it is at the vault: at least `earliest`, at most `latest`, in ms since 1970. */
export interface Instant {
	readonly earliest: number;
	readonly latest: number;
}

export interface Rights {
	/** What the login lacks, e.g. `update on keyturn/values/x`. */
	readonly missing: readonly string[];
	/** What it should not be able to do, e.g. change an entry's allowed origins. */
	readonly excess: readonly string[];
}

/**
 * One place that keeps secrets, and beside each a document. `null` means that it was never there, and nothing else:
 * a deleted entry throws ENTRY_DELETED, a refused login LOGIN_REFUSED, a sealed vault SEALED.
 */
export interface Vault {
	readonly origin: string;
	/** Throws CLOCK_OFF before anything was answered. */
	time(): Instant;
	/** How far the machine's clock was off the vault's at the last answer, in ms. */
	skew(): number;

	/** Looks up, without changing anything, whether the login may do all that this key needs. */
	check(name: string, place: Place, admin: string | null): Promise<Rights>;
	/**
	 * The same for everything that is kept about DNS zones, backups and the DNS hosts' credentials among it: what the
	 * login lacks. One that only rotates keys may lack all of it.
	 */
	missingForZones(): Promise<readonly string[]>;
	/** Throws WRONG_ENGINE when the mount keeps no versions. */
	checkEngine(): Promise<void>;

	/** The random key that seals documents and makes fingerprints; made once per installation. Null: none yet. */
	readInstallationKey(): Promise<Secret | null>;
	/** Writes it if there is none, and gives back whichever is there then. */
	createInstallationKey(candidate: Secret): Promise<Secret>;
	/** The same for a key that signs the audit log; there may be several, one after the other, each with its number. */
	readSigningKey(id: number): Promise<Secret | null>;
	createSigningKey(id: number, candidate: Secret): Promise<Secret>;

	readDocument(name: string): Promise<StoredDocument | null>;
	/** Writes if the newest tag is `after` (null: never written); throws CONFLICT otherwise. Gives the new tag. */
	writeDocument(name: string, after: string | null, text: string): Promise<string>;
	listDocuments(): Promise<string[]>;

	/**
	 * Notes that this key lives at a place, or is the only one at a target's, which is told by a text. Nothing is noted where
	 * another key is there already, unless that is `left`. Gives the name of the key that is.
	 */
	claim(spot: Place | string, name: string, left: string | null): Promise<string>;

	/** Names of the keys that are listed under a day up to `day` (YYYY-MM-DD), each with the days it is under. */
	listDue(day: string): Promise<ReadonlyMap<string, readonly string[]>>;
	markDue(name: string, day: string): Promise<void>;
	unmarkDue(name: string, day: string): Promise<void>;

	/** The current value, or an earlier `version` of it. */
	read(place: Place, version?: string): Promise<Entry | null>;
	/**
	 * How many versions of the entry the vault keeps, as far as this login may see; null where it has not been told to keep
	 * few. With one alone no earlier value is there to go back to, or to be shown dead.
	 */
	versionsKept(place: Place): Promise<number | null>;
	/** The origins that a person allowed for the entry, also while it has no value yet. */
	origins(place: Place): Promise<readonly string[]>;
	/** Makes `value` current if the newest version is `after` (null: none); other fields of the entry stay as they are, or it refuses. */
	publish(place: Place, after: string | null, value: Secret): Promise<string>;
	/** Makes one version unreadable for good. One that is gone already is no error. */
	retire(place: Place, version: string): Promise<void>;

	/** Null also where a person has deleted it: what is in use stands in the key's entry as well. */
	readStaged(name: string, origins: readonly string[]): Promise<Staged | null>;
	/** Writes the staged slot if its newest version is `after` (null: there is none, or a deleted one); throws CONFLICT otherwise. */
	stage(
		name: string,
		after: string | null,
		value: Secret,
		label: { readonly name: string; readonly keyId: string },
	): Promise<string>;
	/** Has the staged slot keep its newest version only. */
	prepareStage(name: string): Promise<void>;

	/** An admin credential by its name. Throws NO_SUCH_ENTRY. */
	readAdmin(name: string): Promise<Secret>;
	listAdmins(): Promise<string[]>;

	/** When a sweep last ran, as ms since 1970. */
	readHeartbeat(): Promise<number | null>;
	writeHeartbeat(at: number): Promise<void>;

	/** Null for a vault that cannot keep entries that are created once: they wait in the documents then. */
	readonly audit: AuditStore | null;
	readonly zones: ZoneStore;
	/** About the installation as a whole, such as the state of its audit log. */
	readonly system: TextStore;
	/** For people: the entry to open in the vault's own page. */
	describe(what: 'value' | 'staged' | 'admin' | 'document', name: string): string;
	/** A key's entry, and the folders of Keyturn's own texts, as the vault's audit device names them: with their mount. */
	audited(place: Place): string;
	readonly auditedOwn: readonly string[];
	/** The beginnings of the paths of Keyturn's own keys, named likewise. */
	readonly auditedSecrets: readonly string[];
	/** The path that Keyturn keeps a key's value at when nobody names another. */
	valuePath(name: string): string;
	/** True for a place that keys may be adopted at and published to. */
	allows(place: Place): boolean;
}

/** One entry's value as a vault-backed credential keeps it. The one form in which a value is no Secret: it gets stored. */
export interface Reading {
	readonly value: string;
	/** Where the entry's keeper allows the value to go. */
	readonly origins: readonly string[];
}

/** A login that reads one entry and should be able to do nothing else. */
export interface ValueReader {
	/** Throws NO_SUCH_ENTRY when there is no value that could serve as a key. */
	read(): Promise<Reading>;
	/** What the login can do beyond that, e.g. `update on secret/data/x`; throws when it cannot be looked up. */
	excess(): Promise<readonly string[]>;
}

export interface VaultPromises {
	readonly compareAndSet: boolean;
	readonly stagedSlot: boolean;
	readonly retire: boolean;
}

export interface VaultDriver<Name extends string = string> {
	readonly id: string;
	readonly title: string;
	readonly docs: string;
	readonly promises: VaultPromises;
	readonly fields: ReadonlyArray<Field<Name>>;
	/** How the few questions that a form for all vaults asks are answered for this one. */
	readonly generic: GenericForm<Name>;
	/** Throws BAD_INPUT or ADDRESS for a setting that cannot be right. Sends nothing. */
	open(settings: Readonly<Record<string, string>>, host: Host): Vault;
	/** The same for the one entry that `path` and `field` of the settings name. */
	openReader(settings: Readonly<Record<string, string>>, host: Host): ValueReader;
	/** The fields that `openReader` asks for, apart from `path` and `field`. */
	readonly readerFields: readonly Name[];
}
