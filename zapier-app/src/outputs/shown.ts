import type { PlainOutputField } from 'zapier-platform-core';

interface Column {
	readonly label: string;
	/** Text when absent. */
	readonly type?: 'string' | 'datetime' | 'integer' | 'boolean' | 'file';
}

/** One thing that a step may show. */
export interface Shown extends Column {
	readonly sample: string | number | boolean | readonly Row[];
	/** The fields of each row, for a list of rows. */
	readonly children?: Readonly<Record<string, Column>>;
}

type Row = Readonly<Record<string, unknown>>;

/** What one operation shows out of a table: its fields, its sample, and the way that a result is cut down to them. */
export const outputsFrom =
	<Name extends string>(table: Readonly<Record<Name, Shown>>) =>
	(...names: readonly Name[]) => ({
		outputFields: names.map((name) => fieldOf(name, table[name])),
		sample: Object.fromEntries(names.map((name) => [name, table[name].sample])),
		/** Only what is declared is shown, whatever else the result holds; what it lacks is shown as nothing. */
		of: (result: Row & { readonly id: string }) => ({
			...Object.fromEntries(names.map((name) => [name, shownOf(table[name], result[name])])),
			id: result.id,
		}),
	});

function shownOf({ children }: Shown, value: unknown): unknown {
	if (children === undefined || !Array.isArray(value)) return value ?? null;
	const columns = Object.keys(children);
	return value.map((row: Row) => Object.fromEntries(columns.map((column) => [column, row[column] ?? null])));
}

function fieldOf(
	key: string,
	{ label, type = 'string', children }: Column & Partial<Shown>,
): PlainOutputField {
	if (children === undefined) return { key, label, type };
	return { key, label, children: Object.entries(children).map(([name, child]) => fieldOf(name, child)) };
}
