/** One question that a person answers to connect a driver. n8n's and Zapier's forms and the docs are made from these. */
export interface Field<Name extends string = string> {
	readonly name: Name;
	readonly label: string;
	/** One sentence, sentence case, without a full stop. */
	readonly help: string;
	/** Starts with `e.g. `. */
	readonly placeholder?: string;
	readonly default?: string;
	readonly secret?: boolean;
	/** Whether it holds ids that the service gave out. They look random without being secret. */
	readonly id?: boolean;
	readonly optional?: boolean;
	readonly options?: ReadonlyArray<{ readonly value: string; readonly label: string }>;
	/** Shown only when another field has one of these values. */
	readonly showFor?: { readonly field: Name; readonly values: readonly string[] };
}
