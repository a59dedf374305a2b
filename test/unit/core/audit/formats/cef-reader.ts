/** A record of CEF as its readers take it apart: seven fields up to a pipe without a backslash, then keys and values. */
export function readCef(line: string): { header: string[]; fields: Record<string, string> } {
	const whole = /^(?:(?:[^|\\]|\\.)*\|){7}/.exec(line)?.[0] ?? '';
	const header = Array.from(whole.matchAll(/((?:[^|\\]|\\.)*)\|/g), ([, field]) =>
		field!.replace(/\\(.)/g, '$1'),
	);
	const rest = line.slice(whole.length);
	const keys = [...rest.matchAll(/(?:^| )([A-Za-z0-9_.]+)=/g)];
	const fields = keys.map((key, index) => {
		const value = rest.slice(key.index + key[0].length, keys[index + 1]?.index);
		return [key[1]!, value.replace(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign))];
	});
	const entries = Object.fromEntries(fields) as Record<string, string>;
	if (Object.keys(entries).length !== fields.length) throw new Error('a key stands twice');
	return { header, fields: entries };
}
