import type { Field } from '../fields';
import type { Host } from '../ports';
import type { Secret } from '../secret';

/** What a key may do and for how long. Carried over from the old key, because defaults are wide open at several providers. */
export interface Restrictions {
	/** Null: whatever the provider gives by default, for a first key. An empty list is a key that may do nothing. */
	readonly scopes: readonly string[] | null;
	/** Seconds from creation to expiry, or null for a key that does not expire. */
	readonly lifetimeSeconds: number | null;
}

export interface Created {
	readonly id: string;
	readonly value: Secret;
	readonly restrictions: Restrictions;
	/** Its id or a scope holds a secret, so neither may be written down. No driver says so: it is looked for. */
	readonly repeats?: true;
}

export interface Listed {
	readonly id: string;
	/** The name or note that it was created under, '' when it has none. */
	readonly name: string;
	readonly restrictions: Restrictions;
	/** When it expires by itself, in ms since 1970, or null. */
	readonly expiresAt: number | null;
}

/**
 * What the next key may do: what the one before could, and what was registered where that is not known or where the one
 * before had no end.
 */
export function carriedOver(
	{ initial, promises }: Pick<ProviderDriver, 'initial' | 'promises'>,
	settings: Readonly<Record<string, string>>,
	before: Restrictions | null,
): Restrictions {
	const registered = initial(settings);
	if (before === null) return registered;
	return {
		scopes: promises.scopes === 'told' ? before.scopes : registered.scopes,
		lifetimeSeconds: before.lifetimeSeconds ?? registered.lifetimeSeconds,
	};
}

/** What was answered, fit for evidence: no word of the body, only its hash. */
export interface Answer {
	readonly status: number;
	readonly sha256: string;
}

/** `unknown` is a 403 that may mean anything, a 429, a login page, no answer. It is never read as one of the others. */
export type Verdict = 'alive' | 'dead' | 'unknown';

export interface Probe {
	readonly verdict: Verdict;
	/** The presented key's own id, where the provider tells it: proves which key it is, not only that one works. */
	readonly keyId: string | null;
	readonly answer: Answer;
}

/**
 * True when the id that a probe told is this key's. A provider that gives ids out again has keys called
 * `<id>@<time of creation>`, and its probe tells the first part.
 */
export const isKey = (keyId: string | null, told: string): boolean =>
	keyId !== null && (keyId === told || keyId.startsWith(`${told}@`));

/** Who issues and revokes one kind of key, opened for one managed key. */
export interface Provider {
	/** The origins that the admin credential and the managed value are sent to. */
	readonly adminOrigin: string | null;
	readonly probeOrigin: string;

	/**
	 * Makes a key with this name and these restrictions. Throws LIMIT_REACHED or NAME_TAKEN when the provider says so,
	 * ADMIN_REFUSED when it refuses the admin credential, BAD_INPUT when it refuses the restrictions: nothing was made
	 * then. After any other error one may exist.
	 * `origins` are those that the new value is bound to.
	 */
	create(name: string, restrictions: Restrictions, origins: readonly string[]): Promise<Created>;
	/** All keys that this managed key's admin sees, fields on an allow-list: never a value. */
	list(): Promise<Listed[]>;
	/** Has the key refused until `enable`: a probe of it says `dead`. Only where `promises.disable`. */
	disable(id: string): Promise<Answer>;
	enable(id: string): Promise<Answer>;
	/** Asks for the key's end. One that is gone already is no error. A 2xx is a receipt, not a proof. */
	revoke(id: string): Promise<Answer>;
	/** Presents a value to something harmless. Never throws for an answer: what cannot be told is `unknown`. */
	probe(value: Secret): Promise<Probe>;
}

export interface ProviderPromises {
	/** Keys can be found by the name that they were created under. Without it a lost create needs a person. */
	readonly listsByName: boolean;
	/** A second living key of the same name is refused. */
	readonly uniqueNames: boolean;
	/**
	 * Whether a key has rights of its own, and whether answers tell them. `none`: there are none to carry over. `not
	 * told`: they can be asked for and not be seen, so those that were registered count, and an empty list is refused,
	 * because nobody could see what became of it. Where they are not `told`, the `scopes` of an answer are always null.
	 * Where the provider takes an empty list for all rights, it is refused as BAD_INPUT before anything is sent.
	 */
	readonly scopes: 'told' | 'not told' | 'none';
	/** A key can be given an end. Where it cannot, its lifetime is always null, and `create` refuses any other. */
	readonly expires: boolean;
	readonly disable: boolean;
	/** The probe tells the presented key's own id. */
	readonly identity: boolean;
}

export interface ProviderDriver<Name extends string = string> {
	readonly id: string;
	readonly title: string;
	readonly docs: string;
	/** Whether a program can make keys there, or a person must. */
	readonly made: 'by Keyturn' | 'by a person';
	/** A: we choose the value; B: readable again; C: shown once; D: making a new one kills the old at once. */
	readonly keyClass: 'A' | 'B' | 'C' | 'D';
	/** Most keys at once, or null for no limit that matters. */
	readonly limit: number | null;
	readonly promises: ProviderPromises;
	/** What the admin credential must be allowed to do. */
	readonly rights: string;
	/** What the provider answers to a dead key, for people. */
	readonly deadAnswer: string;
	readonly fields: ReadonlyArray<Field<Name>>;
	/** Throws BAD_INPUT or ADDRESS for a setting that cannot be right. Sends nothing. */
	open(settings: Readonly<Record<string, string>>, admin: Secret | null, host: Host): Provider;
	/** The restrictions of a key that is issued for the first time. */
	initial(settings: Readonly<Record<string, string>>): Restrictions;
	/** For `by a person`: the page to make the key on, and the page to revoke it on. */
	pages?(settings: Readonly<Record<string, string>>): { readonly create: string; readonly revoke: string };
	/** The source in `core/audit/sources` that tells of the keys, and by what names it knows where they belong. */
	audited?(settings: Readonly<Record<string, string>>): {
		readonly source: string;
		readonly targets: readonly string[];
	};
}

/** The driver of a name that was handed in. `constructor` and whatever else every object has is none. */
export const driverNamed = (
	drivers: Readonly<Record<string, ProviderDriver>>,
	name: string,
): ProviderDriver | undefined => (Object.hasOwn(drivers, name) ? drivers[name] : undefined);
