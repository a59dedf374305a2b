/** The fields of a credential that hold text; numbers as text too. */
export function texts(credential: Readonly<Record<string, unknown>>): Record<string, string> {
	const pairs = Object.entries(credential).flatMap(([name, value]): [string, string][] =>
		typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
	);
	return Object.fromEntries(pairs);
}
