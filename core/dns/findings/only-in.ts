/** What only one of two lists has, by where it is, in one clause; '' where they have the same. */
export const onlyIn = (extras: Readonly<Record<string, readonly string[]>>): string =>
	Object.entries(extras)
		.filter(([, extra]) => extra.length > 0)
		.map(([where, extra]) => `only ${where} ${extra.join(', ')}`)
		.join('; ');
