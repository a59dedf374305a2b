/** A field of a form or an output, as the app's definition has it. */
export interface Field {
	readonly key: string;
	readonly label?: string;
	readonly children?: readonly Field[];
}

const WIDTH = 100;
const LABEL = 26;

/** A result as a person reads it: its fields by their labels, what is empty left out. */
export function shown(row: Readonly<Record<string, unknown>>, fields: readonly Field[]): string[] {
	const names = new Map(fields.map((field) => [field.key, field]));
	return Object.entries(row).flatMap(([key, value]) => {
		const { label = key, children } = names.get(key) ?? { key };
		if (value === null || value === '') return [];
		if (!Array.isArray(value)) return line(label, typeof value === 'string' ? value : JSON.stringify(value));
		const rows = value as ReadonlyArray<Readonly<Record<string, unknown>>>;
		return rows.flatMap((each, at) => line(at === 0 ? label : '', texts(each, children).join('  ')));
	});
}

const texts = (row: Readonly<Record<string, unknown>>, fields: readonly Field[] = []) =>
	fields.map(({ key }) => String(row[key])).reverse();

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
