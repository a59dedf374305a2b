/** The entries of a segment as the vault holds it; whoever only looks on checks no seal. */
export function entriesIn<Entry = { readonly id: string; readonly kind: string }>(stored: string): Entry[] {
	const { body } = JSON.parse(stored) as { body: string };
	return JSON.parse(body) as Entry[];
}
