import type { Field } from '../fields';
import type { Host } from '../ports';
import type { Secret } from '../secret';

/** What a target is to hold, or to run with. */
export interface Deployment {
	/** The managed key's name. */
	readonly key: string;
	/** The version of the vault's entry that holds the value. */
	readonly version: string;
	readonly fingerprint: string;
	readonly value: Secret;
}

/** `not yet` is a deployment that was started and goes on; `gone` a place that is there no more. */
export type Holding = 'yes' | 'no' | 'not yet' | 'gone';

/** A place that holds a copy of the value, or has to be told that there is a new one. */
export interface Target {
	/** What it is, for people, e.g. `n8n credential R2Dj at https://n8n.example.com`. */
	readonly title: string;
	/** Where the value itself is sent, null when none leaves. */
	readonly valueOrigin: string | null;
	/** Where the target's own admin credential is sent. */
	readonly adminOrigin: string;
	/** Set where it comes to the new value by itself within the Cache Time, so that only an emergency has to tell it. */
	readonly when?: 'emergency';
	/**
	 * Looks, with reads alone, whether `update` can do its work; throws what stands in the way. NO_SUCH_ENTRY says that
	 * the place is not there. Gives what a person should know besides.
	 */
	check(): Promise<readonly string[]>;
	/**
	 * Puts the value there, or starts the deployment that will; one request. Repeating it changes nothing. Gives a
	 * receipt: by what a place that shows no value is recognised later; '' where it can be read.
	 */
	update(what: Deployment): Promise<string>;
	/** Whether it holds exactly this now. `receipt` is the one for this fingerprint, null when there is none. Reads only. */
	holds(what: Deployment, receipt: string | null): Promise<Holding>;
	/** Whether it works with what it holds, by a test of its own; null when this one turns out to have none. */
	works?(): Promise<boolean | null>;
	/** What does not recover by itself when the old key dies at once, in sentences; for emergencies. Reads only. */
	breaks?(): Promise<readonly string[]>;
}

export interface TargetDriver<Name extends string = string> {
	readonly id: string;
	readonly title: string;
	readonly docs: string;
	/** What is sent where, in one sentence, for people. */
	readonly sends: string;
	/** What the admin credential must be, and be allowed to do. */
	readonly rights: string;
	readonly fields: ReadonlyArray<Field<Name>>;
	/** The fields that name a place which is recognised as a whole: a second target there would make the first look changed. */
	readonly place?: readonly Name[];
	/** Throws BAD_INPUT or ADDRESS for a setting that cannot be right. Sends nothing. */
	open(settings: Readonly<Record<string, string>>, admin: Secret | null, host: Host): Target;
}
