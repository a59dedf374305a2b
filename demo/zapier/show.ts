/** A field of a form or an output, as the app's definition has it. */
export interface Field {
	readonly key: string;
	readonly label?: string;
	readonly children?: readonly Field[];
}

const WIDTH = 100;
const LABEL = 26;
/** A list with more rows than that is shown by its first ones. */
const MANY_ROWS = 15;
const FEW_ROWS = 3;

/** A result as a person reads it: its fields by their labels, what is empty left out. */
export function shown(row: Readonly<Record<string, unknown>>, fields: readonly Field[]): string[] {
	const names = new Map(fields.map((field) => [field.key, field]));
	return Object.entries(row).flatMap(([key, value]) => {
		const { label = key, children } = names.get(key) ?? { key };
		if (value === null || value === '') return [];
		if (!Array.isArray(value)) return line(label, textOf(value));
		const rows = value as ReadonlyArray<Readonly<Record<string, unknown>>>;
		const few = rows.length > MANY_ROWS ? rows.slice(0, FEW_ROWS) : rows;
		const rest = few.length < rows.length ? line('', `and ${String(rows.length - few.length)} more`) : [];
		const lines = few.flatMap((each, at) => line(at === 0 ? label : '', texts(each, children).join('  ')));
		return [...lines, ...rest];
	});
}

const texts = (row: Readonly<Record<string, unknown>>, fields: readonly Field[] = []) =>
	fields.map(({ key }) => String(row[key]));

/** A page is told by its length and its beginning. */
function textOf(value: unknown): string {
	if (typeof value !== 'string') return JSON.stringify(value);
	const [first = '', ...rest] = value.split('\n');
	return rest.length === 0 ? value : `${first} … ${String(value.length)} characters`;
}

/** A label and what belongs to it, broken at spaces and indented below itself. */
export function line(label: string, text: string): string[] {
	const lines: string[] = [];
	let current = '';
	for (const word of text.split(' ')) {
		if (current !== '' && current.length + 1 + word.length > WIDTH - LABEL) {
			lines.push(current);
			current = word;
		} else current = current === '' ? word : `${current} ${word}`;
	}
	return [...lines, current].map((each, at) => `      ${(at === 0 ? label : '').padEnd(LABEL)}${each}`);
}
