import type { Field } from '../fields';
import type { Host } from '../ports';
import type { Secret } from '../secret';

/** A place that holds a copy of the value. */
export interface Target {
	/** What it is, for people, e.g. `n8n credential Marketing OpenAI`. */
	readonly title: string;
	/** Puts the value there; repeating it changes nothing. */
	update(value: Secret): Promise<void>;
	/** The value that it holds now, read back; null when it holds none. */
	verify(): Promise<Secret | null>;
}

export interface TargetDriver<Name extends string = string> {
	readonly id: string;
	readonly title: string;
	readonly docs: string;
	readonly fields: ReadonlyArray<Field<Name>>;
	open(settings: Readonly<Record<string, string>>, host: Host): Target;
}
